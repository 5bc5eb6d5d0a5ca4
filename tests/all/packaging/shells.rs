//! The scripts for the bare program do something in a real shell.

use std::process::Command;

use libtest_mimic::{Failed, Trial};

use super::equal;
use super::machine::Machine;

pub(super) fn trials() -> Vec<Trial> {
    // A shell that is not there cannot be asked; its trial is then shown as ignored.
    let missing = |shell: &str| Command::new(shell).arg("--version").output().is_err();
    vec![
        Trial::test("packaging/bash completes with its script", bash_completes),
        Trial::test("packaging/fish completes with its script", fish_completes)
            .with_ignored_flag(missing("fish")),
        Trial::test("packaging/zsh reads its script", zsh_reads).with_ignored_flag(missing("zsh")),
    ]
}

fn zsh_reads() -> Result<(), Failed> {
    let line = "kubectl-gvkcheck completion zsh > script && zsh --no-exec script";
    Machine::with_plugin()?.succeed(line).map(drop)
}

fn fish_completes() -> Result<(), Failed> {
    let machine = Machine::with_plugin()?;
    machine.succeed("kubectl-gvkcheck completion fish > script")?;
    for (words, expected) in [
        ("kubectl-gvkcheck expl", "explain\tShow the page of a rule"),
        ("kubectl-gvkcheck --fail-on=ne", "--fail-on=never"),
        ("kubectl-gvkcheck check --k8s 1.37", "1.37\tthe newest"),
    ] {
        let printed = machine.succeed(&format!("fish -c \"source script; complete -C '{words}'\""))?;
        equal(words, printed.trim(), expected)?;
    }
    Ok(())
}

fn bash_completes() -> Result<(), Failed> {
    let machine = Machine::with_plugin()?;
    for (words, expected) in [
        ("kubectl-gvkcheck expl", "explain"),
        ("kubectl-gvkcheck explain wrong-g", "wrong-group"),
        ("kubectl-gvkcheck --fail-on ne", "never"),
        ("kubectl-gvkcheck check --no-h", "--no-headers"),
    ] {
        let line = format!(
            "source <(kubectl-gvkcheck completion bash)\n\
             COMP_WORDS=({words}) COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))\n\
             last=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}}\n\
             function=$(complete -p kubectl-gvkcheck | sed 's/.* -F \\([^ ]*\\) .*/\\1/')\n\
             $function kubectl-gvkcheck \"$last\" \"$before\"\n\
             echo \"${{COMPREPLY[@]}}\""
        );
        equal(words, machine.succeed(&line)?.trim(), expected)?;
    }
    Ok(())
}
