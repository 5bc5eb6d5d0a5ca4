//! krew installs the plugin from our manifests and from our repository.
//!
//! The program is the one that the environment variable KREW names, else the stand-in of `tests/krew`, which follows
//! krew's rules with krew's libraries.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use libtest_mimic::{Failed, Trial};

use super::machine::{self, Machine};
use super::{contains, equal};
use crate::process;

static KREW: LazyLock<PathBuf> = LazyLock::new(|| match std::env::var_os("KREW") {
    Some(real) => PathBuf::from(real),
    None => kubecheck_test_support::go_program(&process::root().join("tests/krew"), "krew"),
});

pub(super) fn trials() -> Vec<Trial> {
    let install = |manifest: &'static str| {
        Trial::test(format!("packaging/krew installs from {manifest}"), move || installs(manifest))
    };
    vec![
        install("krew-manifest.yaml"),
        install("plugins/gvkcheck.yaml"),
        Trial::test("packaging/krew refuses an archive of another sum", refuses_another_sum),
        Trial::test("packaging/krew takes the repository as an index", repository_is_an_index),
    ]
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

fn installs(manifest: &str) -> Result<(), Failed> {
    let (machine, (dist, archive)) = (machine()?, machine::released()?);
    machine.succeed(&install(&dist.join(manifest), archive))?;
    let link = fs::read_link(machine.path("krew/bin/kubectl-gvkcheck"))?;
    equal("krew's link leads into its store", link.starts_with("../store/gvkcheck"), true)?;
    let version = concat!("kubectl gvkcheck ", env!("CARGO_PKG_VERSION"), "\n");
    equal("the version", machine.succeed("kubectl gvkcheck --version")?.as_str(), version)?;
    // What the caveats tell the user to do next.
    machine.succeed("kubectl gvkcheck completion kubectl --write")?;
    equal("beside krew's link", machine.path("krew/bin/kubectl_complete-gvkcheck").exists(), true)?;
    contains(&machine.succeed("kubectl __complete gvkcheck explain wrong-g")?, "wrong-group\t")
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
