//! What lies in the repository for packaging is fresh, and an archive is what it is said to be.

use std::fs;

use libtest_mimic::{Failed, Trial};

use super::machine::{self, Machine};
use super::{contains, equal};
use crate::process;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("packaging/completions are fresh", || {
            machine::xtask(["completions", "--check"]).map(drop)
        }),
        Trial::test("packaging/manifests are fresh", || machine::xtask(["krew", "--check"]).map(drop)),
        Trial::test("packaging/each manifest is a document of the suite's", manifests_are_documents),
        Trial::test("packaging/an archive has all that a user needs", archive_is_whole),
        Trial::test("packaging/an archive is packed the same twice", archive_is_the_same),
        Trial::test("packaging/--repository is stamped everywhere", home_is_stamped),
        Trial::test("packaging/--repository takes an address alone", home_is_an_address),
    ]
}

/// Looks at the files themselves: what generates them could be wrong about both.
fn manifests_are_documents() -> Result<(), Failed> {
    let suite = fs::read_to_string(process::root().join("krew-manifest.yaml"))?;
    let lines: Vec<&str> = suite.lines().skip_while(|line| line.starts_with('#')).collect();
    let documents: Vec<String> =
        lines.split(|line| *line == "---").map(|lines| lines.join("\n") + "\n").collect();
    let mut singles = Vec::new();
    for entry in fs::read_dir(process::root().join("plugins"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "yaml") {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let text = fs::read_to_string(&path)?;
            contains(&text, &format!("metadata:\n  name: {stem}\n"))?;
            singles.push(text);
        }
    }
    contains(&documents[0], "\n  name: gvkcheck\n")?;
    let mut sorted = documents;
    sorted.sort();
    singles.sort();
    equal("the files in plugins/ and the documents", singles, sorted)
}

fn archive_is_whole() -> Result<(), Failed> {
    let machine = Machine::new()?;
    let (_, archive) = machine::released()?;
    let line =
        format!("mkdir out && tar -C out -xzf {} && cd out && find . -type f | sort", archive.display());
    let files = machine.succeed(&line)?;
    for file in ["kubectl-gvkcheck", "LICENSE", "kubectl-gvkcheck.1", "completions/kubectl-gvkcheck.bash"] {
        contains(&files, &format!("./{file}\n"))?;
    }
    let version = concat!("kubectl gvkcheck ", env!("CARGO_PKG_VERSION"), "\n");
    equal("the version", machine.succeed("out/kubectl-gvkcheck --version")?.as_str(), version)?;
    // Nothing of this machine is in it: no user, no time of today.
    let listing = machine.succeed(&format!("TZ=UTC tar --numeric-owner -tvzf {}", archive.display()))?;
    let ours = |line: &&str| line.contains(" 0/0 ") && line.contains(" 1980-01-01 00:00 ");
    equal("files of nobody and of no time", listing.lines().filter(ours).count(), listing.lines().count())
}

fn archive_is_the_same() -> Result<(), Failed> {
    let machine = Machine::new()?;
    let (_, one) = machine::released()?;
    let two = machine::dist(&machine.path("dist"), &[])?;
    equal("the names", one.file_name(), two.file_name())?;
    equal("the bytes are the same", fs::read(one)? == fs::read(two)?, true)
}

fn home_is_stamped() -> Result<(), Failed> {
    let machine = Machine::new()?;
    let home = "https://git.example.org/tools/kubecheck";
    machine::dist(&machine.path("dist"), &["--repository", home])?;
    let kept = env!("CARGO_PKG_REPOSITORY");
    for name in ["krew-manifest.yaml", "plugins/gvkcheck.yaml"] {
        let text = fs::read_to_string(machine.path("dist").join(name))?;
        equal("places that name the home of Cargo.toml", text.matches(kept).count(), 0)?;
        contains(&text, &format!("\n  homepage: {home}\n"))?;
        contains(&text, &format!("    uri: {home}/releases/download/v{}/", env!("CARGO_PKG_VERSION")))?;
    }
    // Without --write, the repository itself stays as it is.
    machine::xtask(["krew", "--check"]).map(drop)
}

fn home_is_an_address() -> Result<(), Failed> {
    for home in ["kubecheck", "http://example.org/x", "https://example.org/\"x", "https://example.org/a b"] {
        let said = machine::xtask(["dist", "--repository", home]).err().map(|failed| format!("{failed:?}"));
        contains(&said.unwrap_or_default(), "not an address")?;
    }
    Ok(())
}
