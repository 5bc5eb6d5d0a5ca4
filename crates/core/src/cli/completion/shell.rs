//! Scripts that teach a shell to complete the bare program.

use clap::builder::PossibleValuesParser;
use clap::{Arg, Command, ValueEnum};
use clap_complete::aot::{self, Generator};

use super::typed::Typed;
use super::values::{self, Known};

/// A shell that a script can be written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    /// Bash, with bash-completion.
    Bash,
    /// Elvish.
    Elvish,
    /// fish.
    Fish,
    /// PowerShell.
    Powershell,
    /// Zsh.
    Zsh,
}

/// More values than these are left to the program: a script that lists hundreds is slow to load.
const MOST_VALUES: usize = 64;

impl Shell {
    fn generator(self) -> aot::Shell {
        match self {
            Shell::Bash => aot::Shell::Bash,
            Shell::Elvish => aot::Shell::Elvish,
            Shell::Fish => aot::Shell::Fish,
            Shell::Powershell => aot::Shell::PowerShell,
            Shell::Zsh => aot::Shell::Zsh,
        }
    }

    /// Returns the name that the shell expects of the file.
    pub fn file_name(self, program: &str) -> String {
        self.generator().file_name(program)
    }

    /// Writes the script for a program.
    ///
    /// What the plugin knows of values becomes part of it, as far as those are few.
    pub fn script(self, program: &str, command: Command, known: Known<'_>) -> Vec<u8> {
        let mut command = with_values(command, known);
        let mut script = Vec::new();
        if self != Shell::Bash {
            aot::generate(self.generator(), &mut command, program, &mut script);
            return script;
        }
        // The generator for bash writes the dash of a program's name in two ways, so that no command is found
        // (clap_complete 4.6.11). It gets a name without one; only the lines that register the function need the true name.
        let plain = program.replace('-', "_");
        aot::generate(self.generator(), &mut command, &plain, &mut script);
        let script = String::from_utf8_lossy(&script);
        script.replace(&format!(" {plain}\n"), &format!(" {program}\n")).into_bytes()
    }
}

fn with_values(command: Command, known: Known<'_>) -> Command {
    command
        .mut_args(|arg| with_values_of(arg, known))
        .mut_subcommands(|subcommand| with_values(subcommand, known))
}

fn with_values_of(arg: Arg, known: Known<'_>) -> Arg {
    let candidates = values::of(&arg, known, &Typed::default()).candidates;
    if candidates.is_empty() || candidates.len() > MOST_VALUES {
        return arg;
    }
    let values = candidates.into_iter().map(|candidate| {
        let value = clap::builder::PossibleValue::new(candidate.value);
        if candidate.help.is_empty() { value } else { value.help(candidate.help) }
    });
    arg.value_parser(PossibleValuesParser::new(values))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::completion::{Candidate, Values};

    fn script(shell: Shell, rules: usize) -> String {
        let rules = move |name: &str, _: &Typed| {
            let candidates = (0..rules).map(|number| Candidate::new(format!("rule-{number}"), "")).collect();
            (name == "RULE").then(|| Values { candidates, ..Values::default() })
        };
        let explain = Command::new("explain").arg(Arg::new("rule").long("rule").value_name("RULE"));
        let command = Command::new("kubectl-tool").bin_name("kubectl tool").subcommand(explain);
        String::from_utf8(shell.script("kubectl-tool", command, &rules)).unwrap()
    }

    #[test]
    fn values_that_the_plugin_knows_are_in_the_script() {
        for shell in Shell::value_variants() {
            assert_eq!(
                script(*shell, 2).contains("rule-1"),
                !matches!(shell, Shell::Elvish | Shell::Powershell)
            );
        }
    }

    #[test]
    fn many_values_are_not() {
        assert!(!script(Shell::Bash, MOST_VALUES + 1).contains("rule-1"));
    }

    #[test]
    fn bash_calls_one_function_by_one_name() {
        let script = script(Shell::Bash, 1);
        assert!(script.contains(" -F _kubectl_tool "), "{script}");
        assert!(script.trim_end().ends_with("kubectl-tool\nfi"), "{script}");
        assert_eq!(script.matches("kubectl_tool__subcmd__explain").count(), 2, "{script}");
    }
}
