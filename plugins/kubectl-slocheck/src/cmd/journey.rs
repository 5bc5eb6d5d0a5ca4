//! `kubectl slocheck journey`

use clap::Args as ClapArgs;
use kubecheck_core::cli::args::OutputArgs;
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::report::render::{self, Format};
use kubecheck_core::source::SourceError;
use rayon::prelude::*;

use super::chosen::SloArgs;
use super::data::DataArgs;
use super::way::{Way, WayArgs};
use crate::gate::{self, Limits};
use crate::journey::judge::{Outcome, Verdict, judge};
use crate::journey::plan::{Leaf, Plan, plan};
use crate::journey::promise::Promise;
use crate::journey::share::Share;
use crate::journey::{measured, read, told};
use crate::measure::measure;
use crate::slo::Slo;

const EXAMPLES: &str = "\
Examples:
  kubectl slocheck journey -f examples/journey                   # the one journey there, with the SLOs beside it
  kubectl slocheck journey order-a-book -f journeys/ -f slos/
  kubectl slocheck journey order-a-book -f journeys/ -o mermaid  # the picture, for Markdown
  kubectl slocheck journey -f journeys/ --offline                # only whether the targets fit together";

const CODES: &str = "\
Exit codes:
  0  the journey is as good as it promises
  1  it is not, or what it needs does not promise enough
  2  a document, an SLO or a flag is wrong
  3  of something that it needs not enough is known
  4  Prometheus cannot be reached, or did not answer within --timeout";

/// The arguments of `journey`.
#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = format!("{EXAMPLES}\n\n{CODES}"))]
pub(super) struct Args {
    /// The journey [default: the only one that no other one needs]
    #[arg(value_name = "NAME")]
    name: Option<String>,
    #[command(flatten)]
    slo: SloArgs,
    /// Ask nobody: only say whether the targets fit together
    #[arg(long)]
    offline: bool,
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    way: WayArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// Tells how good a journey is, and whether it can promise what it does.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    // A picture is a format of this command alone.
    let is_picture = args.output.output == "mermaid";
    let output = match is_picture {
        true => Output::new(&OutputArgs { output: "table".to_owned(), ..args.output.clone() })?,
        false => Output::new(&args.output)?,
    };
    let journeys = read::files(&args.slo.inputs()?).map_err(several)?;
    let slos = args.slo.of_files()?;
    let name = match &args.name {
        Some(name) => name.clone(),
        None => journeys.only().map_err(|names| {
            CliError::usage("several journeys are meant, and one must be")
                .hint(format!("name one of {}", names.join(", ")))
        })?,
    };
    let plan = plan(&journeys, &name, &slos).map_err(several)?;
    let (outcome, is_reached) = outcome(args, &plan, &slos)?;
    match output.format() {
        _ if is_picture => output.text(&told::mermaid(&plan, &outcome))?,
        Format::Table | Format::Wide if args.offline => output.text(&promised(&plan, &outcome))?,
        Format::Table | Format::Wide => output.text(&told::text(&plan, &outcome, output.style()))?,
        Format::Name => output.text(&format!("{}\n", plan.name))?,
        _ => output.value(&told::document(&plan, &outcome))?,
    }
    match exit(&outcome, args.offline) {
        Exit::Incomplete if !is_reached => Ok(Exit::Transient),
        exit => Ok(exit),
    }
}

/// Says whether the targets fit together, and what to do where they do not.
fn promised(plan: &Plan, outcome: &Outcome) -> String {
    let (sentence, help) = told::promised(plan, &outcome.promise);
    let help = help.map(|help| format!("  help: {}\n", render::escape(&help))).unwrap_or_default();
    format!("{}: {}\n{help}", render::escape(&plan.name), render::escape(&sentence))
}

/// Measures what the journey needs, all at once, and judges it. Tells as well whether Prometheus could be reached.
fn outcome(args: &Args, plan: &Plan, slos: &[Slo]) -> Result<(Outcome, bool), CliError> {
    if args.offline {
        return Ok((judge(plan, &mut |_, _| Err("nobody was asked".to_owned())), true));
    }
    let wanted: Vec<Option<Slo>> = (0..plan.leaves.len()).map(|leaf| plan.slo(leaf, slos)).collect();
    // Where all is promised by others there is nobody to ask.
    let way = wanted.iter().any(Option::is_some).then(|| args.way.open_for(slos)).transpose()?;
    let at = args.way.at();
    let measure = |slo: &Option<Slo>| match (slo, &way) {
        (Some(slo), Some(way)) => leaf(args, slo, at, way),
        _ => Ok(Err("there is nothing to measure".to_owned())),
    };
    let measured: Vec<Result<Result<Share, String>, String>> = wanted.par_iter().map(measure).collect();
    let is_reached = measured.iter().all(Result::is_ok);
    let shares: Vec<Result<Share, String>> = measured.into_iter().map(Result::flatten).collect();
    Ok((judge(plan, &mut |at: usize, _: &Leaf| shares[at].clone()), is_reached))
}

/// Measures one leaf; the outer error is that Prometheus could not be reached.
fn leaf(args: &Args, slo: &Slo, at: i64, way: &Way) -> Result<Result<Share, String>, String> {
    let (limits, scope) = (Limits::none(), args.data.scope(at, Vec::new()));
    let found = match measure(slo, slo.usual_method(), &scope, &|queries| way.ask(queries)) {
        Ok(found) => found,
        Err(why) => return Ok(Err(why)),
    };
    let judged = gate::judge(slo, &limits, &scope, &found);
    let known = measured::known(&judged);
    if judged.verdict == gate::Verdict::Unreachable { known.map(Ok) } else { Ok(known) }
}

/// A target that cannot be kept is told as what is missed: it will be.
fn exit(outcome: &Outcome, offline: bool) -> Exit {
    let is_infeasible = matches!(outcome.promise, Promise::Infeasible { .. });
    match outcome.verdict {
        Verdict::Missed => Exit::Findings,
        _ if is_infeasible => Exit::Findings,
        Verdict::Met => Exit::Clean,
        Verdict::Unknown if offline && matches!(outcome.promise, Promise::Kept { .. }) => Exit::Clean,
        Verdict::Unknown => Exit::Incomplete,
    }
}

/// Makes one error of several.
fn several(errors: Vec<SourceError>) -> CliError {
    let mut errors = errors.into_iter();
    match errors.next() {
        Some(first) => CliError::from(first).also(errors),
        None => CliError::usage("there is no journey"),
    }
}
