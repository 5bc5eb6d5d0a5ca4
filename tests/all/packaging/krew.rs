//! krew installs the plugin from our manifests and from our repository.
//!
//! The program is the one that the environment variable KREW names, else the stand-in of `tests/krew`, which follows
//! krew's rules with krew's libraries.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use kubecheck_core::cli::verbs::Plugin;
use libtest_mimic::{Failed, Trial};

use super::machine::{self, Machine};
use super::{contains, equal};
use crate::process;
use crate::suite::PLUGINS;

static KREW: LazyLock<PathBuf> = LazyLock::new(|| match std::env::var_os("KREW") {
    Some(real) => PathBuf::from(real),
    None => kubecheck_test_support::go_program(&process::root().join("tests/krew"), "krew"),
});

pub(super) fn trials() -> Vec<Trial> {
    let install = |plugin: &'static Plugin, manifest: String| {
        Trial::test(format!("packaging/krew installs from {manifest}"), move || installs(plugin, &manifest))
    };
    // Of the suite's manifest krew installs the first document.
    let suite = install(PLUGINS[0], "krew-manifest.yaml".to_owned());
    let singles = PLUGINS.into_iter().map(|plugin| install(plugin, format!("plugins/{}.yaml", plugin.name)));
    let others = [
        Trial::test("packaging/krew refuses an archive of another sum", refuses_another_sum),
        Trial::test("packaging/krew takes the repository as an index", repository_is_an_index),
    ];
    std::iter::once(suite).chain(singles).chain(others).collect()
}

/// A machine with krew.
fn machine() -> Result<Machine, Failed> {
    let machine = Machine::new()?;
    symlink(&*KREW, machine.path("bin/kubectl-krew"))?;
    Ok(machine)
}

fn install(manifest: &Path, archive: &Path) -> String {
    format!("kubectl krew install --manifest={} --archive={}", manifest.display(), archive.display())
}

fn installs(plugin: &Plugin, manifest: &str) -> Result<(), Failed> {
    let (machine, (dist, archive)) = (machine()?, machine::released()?);
    let (name, program) = (plugin.name, plugin.program);
    let file = archive.file_name().unwrap_or_default().to_string_lossy();
    let archive = dist.join(file.replacen("kubectl-gvkcheck", program, 1));
    machine.succeed(&install(&dist.join(manifest), &archive))?;
    let link = fs::read_link(machine.path("krew/bin").join(program))?;
    equal("krew's link leads into its store", link.starts_with(format!("../store/{name}")), true)?;
    let version = format!("kubectl {name} {}\n", env!("CARGO_PKG_VERSION"));
    equal("the version", machine.succeed(&format!("kubectl {name} --version"))?, version)?;
    // What the caveats tell the user to do next.
    machine.succeed(&format!("kubectl {name} completion kubectl --write"))?;
    let beside = machine.path("krew/bin").join(format!("kubectl_complete-{name}"));
    equal("beside krew's link", beside.exists(), true)?;
    contains(&machine.succeed(&format!("kubectl __complete {name} completion fi"))?, "fish\t")
}

fn refuses_another_sum() -> Result<(), Failed> {
    let (machine, (dist, archive)) = (machine()?, machine::released()?);
    let other = machine.path("other.tar.gz");
    fs::write(&other, [fs::read(archive)?, vec![0]].concat())?;
    let ended = machine.run(&install(&dist.join("krew-manifest.yaml"), &other))?;
    contains(&ended.stderr, "checksum does not match")?;
    equal("it was installed", machine.path("krew/bin/kubectl-gvkcheck").exists(), false)
}

/// An index is a git repository with manifests in `plugins/`; whatever else lies there must not matter.
fn repository_is_an_index() -> Result<(), Failed> {
    let (machine, (dist, _)) = (machine()?, machine::released()?);
    let source = process::root().join("plugins");
    machine.succeed(&format!("mkdir repository && cp -r {} repository/plugins", source.display()))?;
    fs::copy(dist.join("plugins/gvkcheck.yaml"), machine.path("repository/plugins/gvkcheck.yaml"))?;
    machine.succeed(
        "cd repository && git init --quiet && git add . && \
         git -c user.name=test -c user.email=test@example.org commit --quiet --message=index",
    )?;
    machine.succeed("kubectl krew index add kubecheck \"$PWD/repository\"")?;
    let info = machine.succeed("kubectl krew info kubecheck/gvkcheck")?;
    contains(&info, "NAME: gvkcheck\n")?;
    contains(&info, concat!("VERSION: v", env!("CARGO_PKG_VERSION"), "\n"))
}
