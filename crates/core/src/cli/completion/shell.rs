//! Scripts that teach a shell to complete the bare program.

use clap::builder::PossibleValuesParser;
use clap::{Arg, Command, ValueEnum};
use clap_complete::aot::{self, Generator};

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
        let mut script = Vec::new();
        aot::generate(self.generator(), &mut with_values(command, known), program, &mut script);
        script
    }
}

fn with_values(command: Command, known: Known<'_>) -> Command {
    command
        .mut_args(|arg| with_values_of(arg, known))
        .mut_subcommands(|subcommand| with_values(subcommand, known))
}

fn with_values_of(arg: Arg, known: Known<'_>) -> Arg {
    let candidates = values::of(&arg, known).candidates;
    if candidates.is_empty() || candidates.len() > MOST_VALUES {
        return arg;
    }
    let values = candidates.into_iter().map(|candidate| {
        let value = clap::builder::PossibleValue::new(candidate.value);
        if candidate.help.is_empty() { value } else { value.help(candidate.help) }
    });
    arg.value_parser(PossibleValuesParser::new(values))
}
