//! `kubectl slocheck forecast`

use std::time::Duration;

use clap::Args as ClapArgs;
use kubecheck_core::cli::args::OutputArgs;
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::report::render::{self, Format};
use kubecheck_prometheus::query::Millis;
use kubecheck_prometheus::template::duration;
use serde_json::{Value, json};

use super::chosen::SloArgs;
use super::data::DataArgs;
use super::way::{Way, WayArgs, span};
use crate::forecast::{Forecast, Pace, Question, Slice, forecast, told};
use crate::gate::{self, Limits, Verdict};
use crate::measure::curve::curve;
use crate::measure::{Level, measure};
use crate::slo::window::millis;
use crate::slo::{Method, Slo};
use crate::text::time;

const EXAMPLES: &str = "\
Examples:
  kubectl slocheck forecast -f slo.yaml --slo-name checkout
  kubectl slocheck forecast -f slos/ --burn-window 1d     # calmer, where traffic has a daily rhythm
  kubectl slocheck forecast -f slos/ -o json";

const CODES: &str = "\
Exit codes:
  0  every budget lasts
  1  a budget is gone, or will be
  2  an SLO, a flag or a query is wrong
  3  of an SLO not enough is known
  4  Prometheus cannot be reached, or did not answer within --timeout";

/// Into how many slices the period is cut.
const SLICES: u32 = 720;

/// The arguments of `forecast`.
#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = format!("{EXAMPLES}\n\n{CODES}"))]
pub(super) struct Args {
    #[command(flatten)]
    slo: SloArgs,
    /// What everything goes on as: what was counted in the last so long
    #[arg(long, value_name = "DURATION", default_value = "6h", value_parser = span)]
    burn_window: Duration,
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    way: WayArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// A forecast in words and as a document, and how the program ends with it.
struct Told {
    sentence: String,
    document: Value,
    exit: Exit,
}

/// Tells when budgets are gone.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let output = Output::new(&args.output)?;
    let slos = args.slo.all(&args.way)?;
    let at = args.way.at();
    let way = args.way.open_for(&slos)?;
    let told: Vec<Told> = slos.iter().map(|slo| tell(args, slo, at, &way)).collect();
    match output.format() {
        Format::Table | Format::Wide => {
            let lines: String =
                told.iter().map(|one| format!("{}\n", render::escape(&one.sentence))).collect();
            output.text(&format!("{lines}at {}; {}\n", time(at), way.name()))?;
        }
        Format::Name => {
            output.text(&slos.iter().map(|slo| format!("{}\n", slo.full_name())).collect::<String>())?;
        }
        _ => output.value(&json!({
            "apiVersion": "kubecheck/v1", "kind": "Forecast", "at": time(at),
            "burnWindow": duration(args.burn_window),
            "forecasts": told.iter().map(|one| one.document.clone()).collect::<Vec<_>>(),
        }))?,
    }
    // When several apply: 2, then 1, then 4, then 3.
    let worst = [Exit::Usage, Exit::Findings, Exit::Transient, Exit::Incomplete].into_iter();
    Ok(worst.into_iter().find(|exit| told.iter().any(|one| one.exit == *exit)).unwrap_or(Exit::Clean))
}

/// Measures one SLO and tells when its budget is gone: of its worst group, where there are several.
fn tell(args: &Args, slo: &Slo, at: Millis, way: &Way) -> Told {
    let (known, unknown) = match known(args, slo, at, way) {
        Ok(known) => (known, None),
        Err(unknown) => (Known::default(), Some(unknown)),
    };
    let question = Question {
        now: at,
        window: &slo.window,
        target: slo.target,
        slices: &known.slices,
        pace: known.pace,
        min_coverage: args.data.min_coverage.number(),
    };
    let (forecast, exit) = match unknown {
        Some((why, verdict)) => (Forecast::Unknown { why }, verdict.into()),
        None => {
            let forecast = forecast(&question);
            let exit = match forecast {
                Forecast::DoesNotExhaust { .. } => Exit::Clean,
                Forecast::Exhausts { .. } | Forecast::Exhausted { .. } => Exit::Findings,
                Forecast::Unknown { .. } => Exit::Incomplete,
            };
            (forecast, exit)
        }
    };
    let mut document = told::document(&question, &forecast);
    document["name"] = slo.name.clone().into();
    document["service"] = slo.service.clone().into();
    Told { sentence: told::sentence(&slo.title(), &question, &forecast), document, exit }
}

/// What is known of an SLO.
#[derive(Default)]
struct Known {
    /// What was counted in the period, slice by slice.
    slices: Vec<Slice>,
    /// What is counted now.
    pace: Option<Pace>,
}

/// Returns what is known of an SLO; or why nothing is, and what the gate would say to that.
fn known(args: &Args, slo: &Slo, at: Millis, way: &Way) -> Result<Known, (String, Verdict)> {
    let unknown = |why: String| (why, Verdict::Insufficient);
    let scope = args.data.scope(at, vec![args.burn_window]);
    let asker = &|queries: &[_]| way.ask(queries);
    let measured = measure(slo, slo.usual_method(), &scope, asker).map_err(unknown)?;
    let judged = gate::judge(slo, &Limits::none(), &scope, &measured);
    if let Some(reason) = judged.unknown() {
        return Err((reason.message.clone(), reason.state.verdict()));
    }
    let worst = judged.groups.first().ok_or_else(|| unknown("there are no data".to_owned()))?;
    let slices = curve(slo, &measured, SLICES, asker).map_err(unknown)?.slices(&worst.labels);
    let pace = match measured.method {
        Method::Occurrences => {
            let recent = worst.burns.first().and_then(|burn| burn.level);
            recent.map(|level| Pace::counted(level, args.burn_window))
        }
        _ => of_slices(&slices, at, args.burn_window),
    };
    Ok(Known { slices, pace })
}

/// Returns what is counted now where slices are: in those of the last so long of which something is known.
fn of_slices(slices: &[Slice], now: Millis, window: Duration) -> Option<Pace> {
    let from = now.saturating_sub(millis(window));
    let recent = slices.iter().filter(|slice| slice.end > from);
    let (mut sum, mut length) = (Level { bad: 0.0, total: 0.0 }, 0.0);
    for (slice, level) in recent.filter_map(|slice| Some((slice, slice.level?))) {
        sum = Level { bad: sum.bad + level.bad, total: sum.total + level.total };
        length += slice.length();
    }
    (length > 0.0).then(|| Pace::counted(sum, Duration::from_secs_f64(length / 1000.0)))
}
