//! `kubectl slocheck emit`

mod checked;
mod job;
mod rules;

use clap::{Args as ClapArgs, Subcommand};
use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::report::render;
use serde_json::Value;

use crate::emit::{self, Refusal, job::Runner};

/// The arguments of `emit`.
#[derive(ClapArgs, Clone, Debug)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Clone, Debug)]
enum What {
    /// Write recording rules and alerts for Prometheus, in sloth's names
    Rules(Box<rules::Args>),
    /// Write a Job that asks the gate from within a cluster
    Job(Box<job::Args>),
    /// Write a Job that asks the gate before Argo CD syncs an application (a PreSync hook)
    Argocd(Box<job::Args>),
}

/// Writes rules or objects to standard output, and nothing anywhere else.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let text = match &args.what {
        What::Rules(args) => rules::written(args)?,
        What::Job(args) => job::written(args, Runner::Kubernetes)?,
        What::Argocd(args) => job::written(args, Runner::ArgoCd)?,
    };
    print(&text)
}

fn print(text: &str) -> Result<Exit, CliError> {
    use std::io::{ErrorKind, Write};
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(CliError::usage("cannot write the answer").cause(error))
        }
        _ => Ok(Exit::Clean),
    }
}

fn yaml(comments: &[String], documents: &[Value]) -> Result<String, CliError> {
    emit::yaml(comments, documents)
        .map_err(|error| CliError::usage("cannot write the documents").cause(error))
}

/// Tells all that stands in the way, and each way out once.
fn refused(refusals: &[Refusal]) -> CliError {
    let messages: Vec<String> =
        refusals.iter().map(|refusal| render::escape(&refusal.message).into_owned()).collect();
    let mut hints: Vec<&String> = Vec::new();
    for hint in refusals.iter().filter_map(|refusal| refusal.hint.as_ref()) {
        if !hints.contains(&hint) {
            hints.push(hint);
        }
    }
    hints.into_iter().fold(CliError::usage(messages.join("\n")), |error, hint| error.hint(hint))
}
