//! The verbs of the command line.

mod check;
mod cluster;
pub mod complete;
mod emit;
mod etcd;
mod ground;
mod known;
mod live;
mod matrix;
mod objects;
mod resolve;
mod settings;
mod target;

use std::ffi::OsString;

use clap::{CommandFactory, Parser, Subcommand};
use kubecheck_core::cli::exit::HELP;
use kubecheck_core::cli::verbs::{self, Plugin, complete as words, completion, explain, rules};
use kubecheck_core::cli::{CliError, Exit};

use crate::checks::RULES;

/// The name of the program.
const PROGRAM: &str = "kubectl-gvkcheck";

/// What the verbs of every plugin know of this one.
pub static PLUGIN: Plugin =
    Plugin { name: "gvkcheck", program: PROGRAM, rules: RULES, command, values: complete::values };

const EXAMPLES: &str = "\
Examples:
  kubectl gvkcheck deploy.yaml                       # judge a file
  kubectl gvkcheck -R manifests/ --k8s 1.29 -o json  # a folder and all below it, for Kubernetes 1.29
  helm template web ./chart | kubectl gvkcheck -f -  # what a chart renders";

/// Finds manifests that name an API which does not exist, was removed, or is another than it looks; offline.
#[derive(Debug, Parser)]
#[command(
    name = "kubectl-gvkcheck",
    bin_name = "kubectl gvkcheck",
    display_name = "kubectl gvkcheck",
    version,
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = format!("{EXAMPLES}\n\n{HELP}"),
)]
pub struct Cli {
    #[command(subcommand)]
    verb: Option<Verb>,
    #[command(flatten)]
    check: check::Args,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Judge manifests; the default when no command is named
    Check(Box<check::Args>),
    /// Judge what lives in a cluster
    Cluster(cluster::Args),
    /// Tell group, version, kind, resource and names of what Kubernetes serves
    Resolve(resolve::Args),
    /// Compare what clusters serve
    Matrix(matrix::Args),
    /// Compare what the API shows with what is stored in etcd
    Etcd(Box<etcd::Args>),
    /// Show the page of a rule
    Explain(explain::Args),
    /// List the rules
    Rules(rules::Args),
    /// Print a job for CI that calls kubectl-gvkcheck
    Emit(emit::Args),
    /// Write completion scripts for shells and for kubectl
    #[command(after_help = completion::examples("gvkcheck"))]
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
        None => check::run(&cli.check, true),
        Some(Verb::Check(args)) => check::run(&args, false),
        Some(Verb::Cluster(args)) => cluster::run(&args),
        Some(Verb::Resolve(args)) => resolve::run(&args),
        Some(Verb::Matrix(args)) => matrix::run(&args),
        Some(Verb::Explain(args)) => explain::run(&PLUGIN, &args),
        Some(Verb::Rules(args)) => rules::run(&PLUGIN, &args),
        Some(Verb::Etcd(args)) => etcd::run(&args),
        Some(Verb::Emit(args)) => emit::run(&args),
        Some(Verb::Completion(args)) => completion::run(&PLUGIN, &args),
        Some(Verb::Complete(words)) => words::run(&PLUGIN, &words),
    }
}

/// Says that nothing was named to check, and how to name something.
fn nothing_to_check() -> CliError {
    CliError::usage(format!("nothing to check\n\n{EXAMPLES}")).hint("kubectl gvkcheck --help lists the flags")
}
