//! The scripts for the bare program do something in a real shell.

use std::process::Command;

use libtest_mimic::{Failed, Trial};

use super::equal;
use super::machine::Machine;

pub(super) fn trials() -> Vec<Trial> {
    let read = |shell: &'static str, line: &'static str| {
        // A shell that is not there cannot be asked; the trial is then shown as ignored.
        let missing = Command::new(shell).arg("--version").output().is_err();
        Trial::test(format!("packaging/{shell} reads its script"), move || {
            Machine::with_plugin()?.succeed(line).map(drop)
        })
        .with_ignored_flag(missing)
    };
    vec![
        Trial::test("packaging/bash completes with its script", bash_completes),
        read("zsh", "kubectl-gvkcheck completion zsh > s && zsh -n s"),
        read("fish", "kubectl-gvkcheck completion fish > s && fish --no-execute s"),
    ]
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
