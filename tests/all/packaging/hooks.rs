//! The hooks that pre-commit finds in this repository, run as it runs them: the entry, the arguments, the files.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use super::machine::{self, Machine};
use super::{contains, equal, yaml};
use crate::process::{self, Ended};

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("packaging/hooks: each has what pre-commit wants", have_all),
        Trial::test("packaging/hooks: the program on the PATH judges a commit", system),
        Trial::test("packaging/hooks: the script builds the program once", script),
    ]
}

/// Reads the hooks of this repository.
pub(super) fn all() -> Result<Vec<Value>, Failed> {
    let text = fs::read_to_string(process::root().join(".pre-commit-hooks.yaml"))?;
    Ok(yaml(&text)?.as_array().cloned().unwrap_or_default())
}

fn hook(id: &str) -> Result<Value, Failed> {
    let found = all()?.into_iter().find(|hook| hook["id"] == id);
    Ok(found.ok_or_else(|| format!("there is no hook {id}"))?)
}

fn have_all() -> Result<(), Failed> {
    for hook in all()? {
        for name in ["id", "name", "description", "entry", "language"] {
            if hook[name].as_str().is_none_or(str::is_empty) {
                return Err(format!("{hook} has no {name}").into());
            }
        }
        equal("the files", hook["types_or"].clone(), serde_json::json!(["yaml", "json"]))?;
        equal("one process", hook["require_serial"].clone(), Value::Bool(true))?;
    }
    Ok(())
}

/// Runs an entry as pre-commit does: its words, then the arguments of the user, then the files.
fn commit(machine: &Machine, entry: &str, files: &str) -> Result<Ended, Failed> {
    machine.run(&format!("cd repo && {entry} --k8s 1.33 {files}"))
}

/// A machine with a repository that has a manifest in the wrong group, one in the right group, and other files.
fn machine(machine: Machine) -> Result<Machine, Failed> {
    fs::create_dir(machine.path("repo"))?;
    for (name, text) in [
        ("wrong.yaml", "apiVersion: apps/v1\nkind: ConfigMap\nmetadata: {name: a}\n"),
        ("right.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"),
        (".pre-commit-config.yaml", "repos: []\n"),
        ("tsconfig.json", "{\n  // no JSON\n}\n"),
    ] {
        fs::write(machine.path("repo").join(name), text)?;
    }
    Ok(machine)
}

const OTHERS: &str = ".pre-commit-config.yaml tsconfig.json";

fn system() -> Result<(), Failed> {
    let machine = machine(Machine::with_plugin()?)?;
    let hook = hook("gvkcheck-system")?;
    equal("the language", &hook["language"], &Value::from("system"))?;
    let entry = hook["entry"].as_str().unwrap_or_default();
    let ended = commit(&machine, entry, &format!("wrong.yaml right.yaml {OTHERS}"))?;
    equal("with a mistake", ended.code, 1)?;
    contains(&ended.stdout, "wrong.yaml:1:13   error      wrong-group")?;
    contains(&ended.stdout, "at Kubernetes 1.33: 1 error; skipped 2 other documents\n")?;
    equal("without one", commit(&machine, entry, &format!("right.yaml {OTHERS}"))?.code, 0)?;
    equal("without any object", commit(&machine, entry, OTHERS)?.code, 0)
}

/// A cargo that notes how it was called and "builds" the program of the tests.
const CARGO: &str =
    "#!/bin/sh\necho \"$PWD $*\" >> \"$HOME/built\"\nmkdir -p target/release\ncp @PROGRAM@ target/release/\n";

fn script() -> Result<(), Failed> {
    let machine = machine(Machine::new()?)?;
    let hook = hook("gvkcheck")?;
    equal("the language", &hook["language"], &Value::from("script"))?;
    let entry = hook["entry"].as_str().unwrap_or_default();
    let name = entry.split(' ').next().unwrap_or_default();
    // What pre-commit checks out, as far as it is needed here.
    let copy = machine.path("check out").join(name);
    fs::create_dir_all(copy.parent().ok_or("a script lies in a folder")?)?;
    fs::copy(process::root().join(name), &copy)?;
    let entry = entry.replace(name, &format!("\"{}\"", copy.display()));
    let bare = "mkdir bare && ln -s \"$(command -v dirname)\" bare/";
    machine.succeed(bare)?;
    let ended = commit(&machine, &format!("PATH=../bare {entry}"), "wrong.yaml")?;
    equal("without cargo", ended.code, 2)?;
    contains(&ended.stderr, "cargo is not installed")?;
    fs::write(
        machine.path("bin/cargo"),
        CARGO.replace("@PROGRAM@", &machine::plugin().display().to_string()),
    )?;
    fs::set_permissions(machine.path("bin/cargo"), fs::Permissions::from_mode(0o755))?;
    for (files, code) in [("wrong.yaml", 1), ("right.yaml", 0), (OTHERS, 0)] {
        equal(files, commit(&machine, &entry, files)?.code, code)?;
    }
    let checkout = machine.path("check out");
    let built = format!(
        "{0} build --quiet --release --locked --package kubectl-gvkcheck --target-dir {0}/target\n",
        checkout.display()
    );
    equal("what was built, and that it was once", fs::read_to_string(machine.path("home/built"))?, built)
}
