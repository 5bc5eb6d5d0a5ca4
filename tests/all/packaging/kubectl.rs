//! The real kubectl runs the plugin and completes its words.

use std::fs;
use std::os::unix::fs::symlink;

use libtest_mimic::{Failed, Trial};

use super::machine::{self, Machine};
use super::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("packaging/kubectl lists the plugin", lists_the_plugin),
        Trial::test("packaging/kubectl passes exit codes on", passes_exit_codes_on),
        Trial::test("packaging/kubectl completes words", || completes_words(&with_script()?)),
        Trial::test("packaging/kubectl completes words through a link", || completes_words(&with_link()?)),
        Trial::test("packaging/completion kubectl shows first and writes then", shows_first_and_writes_then),
        Trial::test("packaging/completion kubectl leaves others' files", leaves_others_files),
    ]
}

fn lists_the_plugin() -> Result<(), Failed> {
    let machine = Machine::with_plugin()?;
    contains(&machine.succeed("kubectl plugin list")?, "/bin/kubectl-gvkcheck\n")?;
    let version = concat!("kubectl gvkcheck ", env!("CARGO_PKG_VERSION"), "\n");
    equal("the version", machine.succeed("kubectl gvkcheck --version")?.as_str(), version)?;
    contains(&machine.succeed("kubectl gvkcheck --help")?, "Usage: kubectl gvkcheck ")
}

fn passes_exit_codes_on() -> Result<(), Failed> {
    let machine = Machine::with_plugin()?;
    fs::write(machine.path("good.yaml"), "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n")?;
    fs::write(machine.path("bad.yaml"), "apiVersion: apps/v1\nkind: ConfigMap\nmetadata: {name: x}\n")?;
    fs::write(machine.path("template.yaml"), "kind: {{ .Values.kind }}\n")?;
    for (line, code) in [
        ("kubectl gvkcheck good.yaml", 0),
        ("kubectl gvkcheck bad.yaml", 1),
        ("kubectl gvkcheck - < bad.yaml", 1),
        ("kubectl gvkcheck", 2),
        ("kubectl gvkcheck missing.yaml", 2),
        ("kubectl gvkcheck good.yaml --k8s 1.99", 2),
        ("kubectl gvkcheck template.yaml", 3),
    ] {
        equal(line, machine.run(line)?.code, code)?;
    }
    Ok(())
}

fn with_script() -> Result<Machine, Failed> {
    let machine = Machine::with_plugin()?;
    machine.succeed("kubectl gvkcheck completion kubectl --write")?;
    Ok(machine)
}

fn with_link() -> Result<Machine, Failed> {
    let machine = Machine::with_plugin()?;
    symlink(machine::plugin(), machine.path("bin/kubectl_complete-gvkcheck"))?;
    Ok(machine)
}

/// What is typed, and what kubectl answers to the shell: some of the words, whether there are others, the directive.
struct Typed {
    words: &'static str,
    among: &'static [&'static str],
    only: bool,
    directive: &'static str,
}

const fn only(words: &'static str, among: &'static [&'static str], directive: &'static str) -> Typed {
    Typed { words, among, only: true, directive }
}

const fn some(words: &'static str, among: &'static [&'static str], directive: &'static str) -> Typed {
    Typed { words, among, only: false, directive }
}

const TYPED: &[Typed] = &[
    some("''", &["check", "resolve", "explain", "rules", "completion"], ":0"),
    only("expl", &["explain"], ":0"),
    only("deploy.y", &[], ":0"),
    some("--", &["--k8s", "--filename", "--output", "--fail-on"], ":4"),
    only("--fail-o", &["--fail-on"], ":4"),
    only("--fail-on ''", &["error", "warning", "info", "never"], ":4"),
    only("a.yaml --fail-on=w", &["warning"], ":4"),
    only("--color=a", &["auto", "always"], ":4"),
    only("-o js", &["json", "jsonpath=", "jsonpath-file="], ":0"),
    only("-o jsonpath-", &["jsonpath-file="], ":2"),
    only("--k8s 1.37", &["1.37"], ":36"),
    only("-f ''", &[], ":0"),
    only("-R -f ''", &[], ":0"),
    only("-k ''", &[], ":16"),
    only("explain wrong-g", &["wrong-group"], ":4"),
    only("explain wrong-group ''", &[], ":4"),
    some("resolve deploy", &["deploy", "deployments"], ":4"),
    some("completion ''", &["bash", "zsh", "fish", "powershell", "kubectl"], ":4"),
    only("completion kubectl --dir ''", &[], ":16"),
];

fn completes_words(machine: &Machine) -> Result<(), Failed> {
    for typed in TYPED {
        let answer = machine.succeed(&format!("kubectl __complete gvkcheck {}", typed.words))?;
        let mut lines: Vec<&str> =
            answer.lines().map(|line| line.split_once('\t').map_or(line, |(word, _)| word)).collect();
        let directive = lines.pop().unwrap_or_default();
        if typed.only {
            equal(typed.words, lines.as_slice(), typed.among)?;
        }
        let missing: Vec<&&str> = typed.among.iter().filter(|word| !lines.contains(word)).collect();
        equal(typed.words, missing, Vec::new())?;
        equal(typed.words, directive, typed.directive)?;
    }
    Ok(())
}

fn shows_first_and_writes_then() -> Result<(), Failed> {
    let machine = Machine::with_plugin()?;
    let path = machine.path("bin/kubectl_complete-gvkcheck");
    let shown = machine.succeed("kubectl gvkcheck completion kubectl")?;
    contains(&shown, &path.display().to_string())?;
    contains(&shown, "exec kubectl-gvkcheck __complete -- \"$@\"\n")?;
    equal("written without --write", path.exists(), false)?;
    machine.succeed("kubectl gvkcheck completion kubectl --write")?;
    let shipped = crate::process::root().join("completions/kubectl_complete-gvkcheck");
    equal("the file that is shipped", fs::read(&path)?, fs::read(shipped)?)?;
    contains(&machine.succeed("kubectl gvkcheck completion kubectl --write")?, "nothing to do")
}

fn leaves_others_files() -> Result<(), Failed> {
    let machine = Machine::with_plugin()?;
    let path = machine.path("bin/kubectl_complete-gvkcheck");
    fs::write(&path, "#!/bin/sh\necho theirs\n")?;
    let ended = machine.run("kubectl gvkcheck completion kubectl --write")?;
    equal("the exit code", ended.code, 2)?;
    contains(&ended.stderr, "is not ours")?;
    contains(&ended.stderr, "--dir")?;
    equal("what is there", fs::read_to_string(&path)?.as_str(), "#!/bin/sh\necho theirs\n")
}
