//! The verbs of the command line.

mod all;
mod common;
pub mod complete;
mod init;
mod nodes;
mod pending;
mod pods;
mod rollout;
mod why;

use std::ffi::OsString;

use clap::{CommandFactory, Parser, Subcommand};
use kubecheck_core::cli::exit::HELP;
use kubecheck_core::cli::verbs::{self, Plugin, complete as words, completion, explain, rules};
use kubecheck_core::cli::{CliError, Exit};

use crate::checks::RULES;

/// What the verbs of every plugin know of this one.
pub static PLUGIN: Plugin = Plugin {
    name: "topocheck",
    program: "kubectl-topocheck",
    rules: RULES,
    command,
    values: complete::values,
};

const EXAMPLES: &str = "\
Examples:
  kubectl topocheck                         # all that does not run in the cluster, worst first
  kubectl topocheck why deploy/web -n shop  # one object, down to the first cause
  kubectl topocheck pending                 # why pods have no node, and what would make them fit
  kubectl topocheck pods -w                 # why pods do not start, as it happens
  kubectl topocheck rollout web --wait      # until it is done or hopeless";

/// Tells why pods do not run: what the scheduler has against every node, and what would make them fit.
#[derive(Debug, Parser)]
#[command(
    name = "kubectl-topocheck",
    bin_name = "kubectl topocheck",
    display_name = "kubectl topocheck",
    version,
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = format!("{EXAMPLES}\n\n{HELP}"),
)]
pub struct Cli {
    #[command(subcommand)]
    verb: Option<Verb>,
    #[command(flatten)]
    all: all::Args,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Tell all that does not run, worst first; the default when no command is named
    All(Box<all::Args>),
    /// Tell why an object does not run, from it down to the first cause, and what to type next
    Why(Box<why::Args>),
    /// Tell why pods have no node: all filters of the scheduler that refuse, on every node
    Pending(Box<pending::Args>),
    /// Tell why pods do not start: images, volumes, network, admission, quota, probes
    Pods(Box<pods::Args>),
    /// Tell which init containers hold pods, what they wait for, and who waits for whom
    Init(Box<init::Args>),
    /// Draw the nodes: what they have, what is asked for and used, the largest pod that fits
    Nodes(Box<nodes::Args>),
    /// Tell how rollouts stand: the pod that blocks, why, the rule that holds it, and what frees it
    Rollout(Box<rollout::Args>),
    /// Show the page of a rule
    Explain(explain::Args),
    /// List the rules
    Rules(rules::Args),
    /// Write completion scripts for shells and for kubectl
    #[command(after_help = completion::examples("topocheck"))]
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
        None => all::run(&cli.all),
        Some(Verb::All(args)) => all::run(&args),
        Some(Verb::Why(args)) => why::run(&args),
        Some(Verb::Pending(args)) => pending::run(&args),
        Some(Verb::Nodes(args)) => nodes::run(&args),
        Some(Verb::Pods(args)) => pods::run(&args),
        Some(Verb::Init(args)) => init::run(&args),
        Some(Verb::Rollout(args)) => rollout::run(&args),
        Some(Verb::Explain(args)) => explain::run(&PLUGIN, &args),
        Some(Verb::Rules(args)) => rules::run(&PLUGIN, &args),
        Some(Verb::Completion(args)) => completion::run(&PLUGIN, &args),
        Some(Verb::Complete(words)) => words::run(&PLUGIN, &words),
    }
}
