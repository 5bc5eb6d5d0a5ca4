//! The verbs of the command line.

mod attribute;
mod chosen;
mod cluster;
pub mod complete;
mod data;
mod emit;
mod forecast;
mod gate;
mod journey;
mod status;
mod told;
mod unasked;
mod way;

use std::ffi::OsString;

use clap::{CommandFactory, Parser, Subcommand};
use kubecheck_core::cli::verbs::{self, Plugin, complete as words, completion};
use kubecheck_core::cli::{CliError, Exit};

/// What the verbs of every plugin know of this one.
pub static PLUGIN: Plugin =
    Plugin { name: "slocheck", program: "kubectl-slocheck", rules: &[], command, values: complete::values };

const EXAMPLES: &str = "\
Examples:
  kubectl slocheck                                    # how the SLOs of the cluster stand
  kubectl slocheck gate --slo-name checkout --budget-days=30 --remaining-burn=15% --max-burn-rate=2.5
  kubectl slocheck attribute --slo-name checkout --window 1h

The exit codes stand in the help of each command; the gate has 0 pass, 1 denied, 2 wrong, 3 not enough known, 4 unreachable.";

/// Tells whether a release may go out, and what burns the error budget.
#[derive(Debug, Parser)]
#[command(
    name = "kubectl-slocheck",
    bin_name = "kubectl slocheck",
    display_name = "kubectl slocheck",
    version,
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = EXAMPLES,
)]
pub struct Cli {
    #[command(subcommand)]
    verb: Option<Verb>,
    #[command(flatten)]
    status: status::Args,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Tell how all SLOs stand; the default when no command is named
    Status(Box<status::Args>),
    /// Judge whether a release may go out: by the error budget that is left, and how fast it burns
    Gate(Box<gate::Args>),
    /// Tell who burns the budget: what is bad by label, now and before, and what was rolled out just before
    Attribute(Box<attribute::Args>),
    /// Tell when the budget is gone, if everything goes on as it does now
    Forecast(Box<forecast::Args>),
    /// Tell how good a journey is that needs several SLOs, and whether it can promise what it does
    Journey(Box<journey::Args>),
    /// Write rules for Prometheus, or a Job that asks the gate in a cluster
    Emit(emit::Args),
    /// Write completion scripts for shells and for kubectl
    #[command(after_help = completion::examples("slocheck"))]
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
        None => status::run(&cli.status),
        Some(Verb::Status(args)) => status::run(&args),
        Some(Verb::Gate(args)) => gate::run(&args),
        Some(Verb::Attribute(args)) => attribute::run(&args),
        Some(Verb::Forecast(args)) => forecast::run(&args),
        Some(Verb::Journey(args)) => journey::run(&args),
        Some(Verb::Emit(args)) => emit::run(&args),
        Some(Verb::Completion(args)) => completion::run(&PLUGIN, &args),
        Some(Verb::Complete(words)) => words::run(&PLUGIN, &words),
    }
}
