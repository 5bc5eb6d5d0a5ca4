//! The verbs of the command line.

mod answer;
mod apply;
mod carry;
pub mod complete;
mod drift;
mod managers;
mod owners;
mod plan;
mod remove;
mod restore;
mod rights;
mod shown;
mod stalls;
mod stuck;
mod why;

use std::ffi::OsString;

use clap::{CommandFactory, Parser, Subcommand};
use kubecheck_core::cli::exit::HELP;
use kubecheck_core::cli::verbs::{self, Plugin, complete as words, completion, explain, rules};
use kubecheck_core::cli::{CliError, Exit};

use crate::checks::RULES;

/// What the verbs of every plugin know of this one.
pub static PLUGIN: Plugin = Plugin {
    name: "finalizers",
    program: "kubectl-finalizers",
    rules: RULES,
    command,
    values: complete::values,
};

const EXAMPLES: &str = "\
Examples:
  kubectl finalizers                   # what is being deleted in the cluster and does not go
  kubectl finalizers -n shop           # in one namespace
  kubectl finalizers why ns/shop       # why a namespace is still there";

/// Tells why what was deleted is still there, whose finalizers hold it, and who owns what.
#[derive(Debug, Parser)]
#[command(
    name = "kubectl-finalizers",
    bin_name = "kubectl finalizers",
    display_name = "kubectl finalizers",
    version,
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = format!("{EXAMPLES}\n\n{HELP}"),
)]
pub struct Cli {
    #[command(subcommand)]
    verb: Option<Verb>,
    #[command(flatten)]
    stuck: stuck::Args,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List what is being deleted and does not go; the default when no command is named
    Stuck(Box<stuck::Args>),
    /// Tell why an object that is being deleted is still there, from the object to the cure
    Why(Box<why::Args>),
    /// Write the plan of what would take finalizers off, with all that is known of them
    Plan(Box<plan::Args>),
    /// Take a finalizer off an object; without --apply only show what that would be
    Remove(Box<remove::Args>),
    /// Carry a plan out
    Apply(Box<apply::Args>),
    /// Make an object again from its backup; without --apply only show what that would be
    Restore(Box<restore::Args>),
    /// Find owner references that lead nowhere, or show what owns an object and what it owns
    Owners(Box<owners::Args>),
    /// Compare the watch caches of API servers with what is stored
    Drift(Box<drift::Args>),
    /// Tell who manages which field, who fights over it, and what an apply would conflict with
    Managers(Box<managers::Args>),
    /// Tell which controllers stall: their leases, the objects that wait for them, their queues
    Stalls(Box<stalls::Args>),
    /// Show the page of a rule
    Explain(explain::Args),
    /// List the rules
    Rules(rules::Args),
    /// Write completion scripts for shells and for kubectl
    #[command(after_help = completion::examples("finalizers"))]
    Completion(completion::Args),
    /// Tell what may stand at a word; kubectl asks this, in its own protocol.
    #[command(skip)]
    Complete(Vec<String>),
}

/// Returns the command line as clap knows it, for help, completion and man pages.
pub fn command() -> clap::Command {
    Cli::command()
}

/// Parses a command line.
///
/// # Errors
/// What clap refuses, and its help.
pub fn parse(arguments: Vec<OsString>) -> Result<Cli, clap::Error> {
    verbs::parse(&PLUGIN, arguments, |nothing: Cli, words| Cli {
        verb: Some(Verb::Complete(words)),
        ..nothing
    })
}

/// Runs a command.
///
/// # Errors
/// What ends the command before it has an answer.
pub fn run(cli: Cli) -> Result<Exit, CliError> {
    match cli.verb {
        None => stuck::run(&cli.stuck),
        Some(Verb::Stuck(args)) => stuck::run(&args),
        Some(Verb::Why(args)) => why::run(&args),
        Some(Verb::Plan(args)) => plan::run(&args),
        Some(Verb::Remove(args)) => remove::run(&args),
        Some(Verb::Apply(args)) => apply::run(&args),
        Some(Verb::Restore(args)) => restore::run(&args),
        Some(Verb::Owners(args)) => owners::run(&args),
        Some(Verb::Drift(args)) => drift::run(&args),
        Some(Verb::Managers(args)) => managers::run(&args),
        Some(Verb::Stalls(args)) => stalls::run(&args),
        Some(Verb::Explain(args)) => explain::run(&PLUGIN, &args),
        Some(Verb::Rules(args)) => rules::run(&PLUGIN, &args),
        Some(Verb::Completion(args)) => completion::run(&PLUGIN, &args),
        Some(Verb::Complete(words)) => words::run(&PLUGIN, &words),
    }
}
