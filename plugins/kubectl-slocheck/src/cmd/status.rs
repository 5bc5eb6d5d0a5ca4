//! `kubectl slocheck status`

use std::io::{self, IsTerminal};

use clap::Args as ClapArgs;
use kubecheck_core::cli::args::OutputArgs;
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::kube;
use kubecheck_core::report::render::Format;
use kubecheck_prometheus::query::Millis;
use rayon::prelude::*;

use super::chosen::SloArgs;
use super::data::DataArgs;
use super::told;
use super::way::{Way, WayArgs};
use crate::gate::limits::{Limits, Pair};
use crate::gate::{self, Judged, State, Verdict};
use crate::measure::curve::{Curve, curve};
use crate::measure::exact::Decimal;
use crate::measure::{Measured, burnt, measure};
use crate::slo::Slo;

const EXAMPLES: &str = "\
Examples:
  kubectl slocheck                          # the SLOs of the cluster
  kubectl slocheck -f slos/ -R              # those of files
  kubectl slocheck status -f slos/ -o wide  # all windows
  kubectl slocheck status -f slos/ --at 2026-10-25T00:40:00Z -o json
  kubectl slocheck -f slos/ -o slos.html    # a page with pictures, which needs nothing else";

/// How many slices a picture of a budget has here: of 30 days, eight hours each.
const SLICES: u32 = 90;

const CODES: &str = "\
Exit codes:
  0  every budget is in order
  1  a budget is spent, or burns so fast that the SRE workbook would page somebody
  2  an SLO, a flag or a query is wrong
  3  of an SLO not enough is known
  4  Prometheus cannot be reached, or did not answer within --timeout
When several apply: 2, then 1, then 4, then 3.";

/// The arguments of `status`.
#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = format!("{EXAMPLES}\n\n{CODES}"))]
pub(super) struct Args {
    #[command(flatten)]
    slo: SloArgs,
    /// Print the role that allows all that is read of the cluster, and do nothing else
    #[arg(long)]
    print_rbac: bool,
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    way: WayArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// How one SLO stands.
pub(super) struct Standing {
    pub(super) slo: Slo,
    pub(super) measured: Measured,
    pub(super) judged: Judged,
    /// Since when it burns faster than it may, if it does.
    pub(super) since: Option<Millis>,
    /// How its budget was eaten, or why that is not known; none if nobody asked.
    pub(super) curve: Option<Result<Curve, String>>,
}

/// Tells how all SLOs stand.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let output = Output::of_page(&args.output)?;
    if args.print_rbac {
        let reads = [args.slo.access(), args.way.prometheus.access()].concat();
        output.text(&kube::role("kubectl-slocheck-status", &reads))?;
        return Ok(Exit::Clean);
    }
    let slos = args.slo.all(&args.way)?;
    let at = args.way.at();
    let way = args.way.open_for(&slos)?;
    let slices = match output.format() {
        Format::Html => Some(SLICES),
        Format::Table if io::stdout().is_terminal() => Some(told::TREND),
        _ => None,
    };
    let stand = |slo: &Slo| standing(args, slo, at, &way, slices);
    let standings: Vec<Standing> = slos.par_iter().map(stand).collect::<Result<_, _>>()?;
    let shown = told::Status { standings: &standings, at, way: &way };
    match output.format() {
        Format::Table => output.text(&shown.text(false, output.style()))?,
        Format::Wide => output.text(&shown.text(true, output.style()))?,
        Format::Name => output.text(&shown.names())?,
        Format::Html => output.text(&shown.page())?,
        _ => output.value(&shown.document())?,
    }
    let worst = standings.iter().map(|standing| standing.judged.verdict).max();
    Ok(worst.unwrap_or(Verdict::Pass).into())
}

/// Measures and judges one SLO by the limits of the SRE workbook, and asks how its budget was eaten, in so many slices.
fn standing(
    args: &Args,
    slo: &Slo,
    at: Millis,
    way: &Way,
    slices: Option<u32>,
) -> Result<Standing, CliError> {
    let limits = Limits {
        floor: Decimal { units: 0, digits: 0 },
        pairs: Pair::sensible(slo.window.length(), slo.target),
        min_events: None,
    };
    let scope = args.data.scope(at, limits.windows());
    let asker = &|queries: &[_]| way.ask(queries);
    let measured = measure(slo, slo.usual_method(), &scope, asker)
        .map_err(|why| CliError::usage(format!("the period of {} cannot be: {why}", slo.title())))?;
    let judged = gate::judge(slo, &limits, &scope, &measured);
    let is_hot =
        judged.reasons.iter().any(|reason| matches!(reason.state, State::Burning | State::BudgetSpent));
    let since = if is_hot { burnt::since(slo, at, asker) } else { None };
    let curve = slices.map(|slices| curve(slo, &measured, slices, asker));
    Ok(Standing { slo: slo.clone(), measured, judged, since, curve })
}
