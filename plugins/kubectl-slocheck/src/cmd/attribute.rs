//! `kubectl slocheck attribute`

use std::time::Duration;

use clap::Args as ClapArgs;
use kubecheck_core::cli::args::OutputArgs;
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::kube::{self, Access, Fault};
use kubecheck_core::report::render::Format;
use kubecheck_prometheus::query::Millis;

use super::chosen::SloArgs;
use super::told;
use super::way::{Way, WayArgs, span};
use crate::attribute::rollouts::{self, BEFORE, Rollout};
use crate::attribute::{Attribution, Windows, attribute, labels};
use crate::measure::ask::SLICE;
use crate::measure::burnt;
use crate::slo::Slo;
use crate::slo::window::millis;

const EXAMPLES: &str = "\
Examples:
  kubectl slocheck attribute -f slo.yaml --slo-name checkout                 # by each label that tells something
  kubectl slocheck attribute -f slo.yaml --slo-name checkout --by error_type --window 1h
  kubectl slocheck attribute -f slo.yaml --by region,error_type -o json";

/// How many labels are shown if nobody says which.
const LABELS: usize = 4;

/// The arguments of `attribute`.
#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    slo: SloArgs,
    /// The labels to tell groups apart by, together [default: each label that tells something, by itself]
    #[arg(long, value_name = "LABEL", value_delimiter = ',')]
    by: Vec<String>,
    /// The window, which is compared with the one before [default: the period]
    #[arg(long, value_name = "DURATION", value_parser = span)]
    window: Option<Duration>,
    /// Print the role that allows all that is read of the cluster, and do nothing else
    #[arg(long)]
    print_rbac: bool,
    #[command(flatten)]
    way: WayArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// Tells who burns the budget.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let output = Output::new(&args.output)?;
    if args.print_rbac {
        let reads = access(&args.slo, &args.way);
        output.text(&kube::role("kubectl-slocheck-attribute", &reads))?;
        return Ok(Exit::Clean);
    }
    let slo = &args.slo.one(&args.way)?;
    let at = args.way.at();
    let passed = slo.window.passed(at).map_err(CliError::usage)?;
    let windows = Windows { at, length: args.window.unwrap_or(passed.length()), period: passed.length() };
    let way = args.way.open(slo.address.as_deref())?;
    let found = find(slo, &args.by, windows, &way)?;
    let since = burnt::since(slo, at, &|queries| way.ask(queries));
    let began = began(&args.way, args.slo.namespace(), since);
    let shown = told::Attributed { slo, windows, found: &found, since, began: &began, way: &way };
    match output.format() {
        Format::Table | Format::Wide => output.text(&shown.text(output.style()))?,
        Format::Name => output.text(&shown.names())?,
        _ => output.value(&shown.document())?,
    }
    Ok(shown.exit())
}

/// Returns what a user must be allowed to read to be told who burns the budget.
pub(super) fn access(slo: &SloArgs, way: &WayArgs) -> Vec<Access> {
    let rollouts = Access::from(&rollouts::wanted(slo.namespace()));
    slo.access().into_iter().chain(way.prometheus.access()).chain([rollouts]).collect()
}

/// Attributes by the labels that were asked for, or by each that tells something.
pub(super) fn find(
    slo: &Slo,
    by: &[String],
    windows: Windows,
    way: &Way,
) -> Result<Vec<Attribution>, CliError> {
    let asker = &|queries: &[_]| way.ask(queries);
    let refused = |why: String| CliError::usage(format!("{} cannot be attributed: {why}", slo.title()));
    if !by.is_empty() {
        return Ok(vec![attribute(slo, by, windows, asker).map_err(refused)?]);
    }
    let names = labels::telling(slo, windows.start(), windows.at, asker)?;
    let of = |name: &String| attribute(slo, std::slice::from_ref(name), windows, asker).map_err(refused);
    names.iter().take(LABELS).map(of).collect()
}

/// Returns what was rolled out just before it began to burn; none if it does not, and why where nobody can tell.
pub(super) fn began(
    way: &WayArgs,
    namespace: Option<&str>,
    since: Option<Millis>,
) -> Option<Result<Vec<Rollout>, String>> {
    let since = since?;
    // Where in its slice the fire began is not known.
    let (from, to) = (since - millis(BEFORE), since + millis(SLICE));
    let found = way.cluster().and_then(|cluster| rollouts::rollouts(&cluster, namespace, from, to));
    Some(found.map_err(|Fault { message, hint, .. }| match hint {
        Some(hint) => format!("{message}; {hint}"),
        None => message,
    }))
}
