//! `kubectl slocheck gate`

use std::time::Duration;

use clap::Args as ClapArgs;
use kubecheck_core::cli::args::OutputArgs;
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::start::say;
use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::kube;
use kubecheck_core::report::render::Format;
use kubecheck_prometheus::query::Millis;

use super::attribute;
use super::chosen::SloArgs;
use super::data::DataArgs;
use super::way::{Way, WayArgs, span};
use super::{told, unasked};
use crate::attribute::rollouts::Rollout;
use crate::attribute::{Attribution, Windows};
use crate::gate::limits::{Limits, Pair, share};
use crate::gate::policy::{Action, Policy};
use crate::gate::{self, Judged, State, Verdict};
use crate::measure::curve::curve;
use crate::measure::exact::Decimal;
use crate::measure::{Measured, burnt, measure};
use crate::slo::{Method, Slo};

const EXAMPLES: &str = "\
Examples:
  kubectl slocheck gate -f slo.yaml --slo-name checkout --remaining-burn=15% --max-burn-rate=2.5
  kubectl slocheck gate --total 'http_requests_total{job=\"shop\"}' --bad 'http_requests_total{job=\"shop\",code=~\"5..\"}' \\
      --target 99.9 --budget-days=30 --prometheus http://prometheus:9090
  kubectl slocheck gate --slo-name checkout --max-burn-rate=2 --burn-windows=5m
  kubectl slocheck gate -f slo.yaml --at 2026-10-25T00:40:00Z --show-queries
  kubectl slocheck gate -f slo.yaml -o gate.html    # a page with pictures, which needs nothing else";

/// How many slices a picture of the budget has: of 30 days, two hours each.
const SLICES: u32 = 360;

/// The exit codes of the gate; what stands for a verdict that nothing is known for is chosen by flags.
const CODES: &str = "\
Exit codes:
  0  pass: the release may go out; or --on-… allow or warn says so
  1  denied: too little of the budget is left, or it burns too fast; or --on-… deny says so
  2  the SLO, a flag or a query is wrong
  3  not enough is known: no data, no traffic, stale, gaps, too few events, NaN, a selector that never matched, a partial answer
  4  Prometheus cannot be reached, or did not answer within --timeout
When several apply: 2, then 1, then 4, then 3. Nothing that is not known passes by itself.

                                   without a flag   deny   allow, warn
  --on-no-data     (3, not traffic)       3           1         0
  --on-no-traffic  (nothing happened)     3           1         0
  --on-error       (4)                    4           1         0";

/// The arguments of `gate`.
#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = format!("{EXAMPLES}\n\n{CODES}"))]
pub(super) struct Args {
    #[command(flatten)]
    slo: SloArgs,
    #[command(flatten)]
    limits: LimitArgs,
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    policy: PolicyArgs,
    #[command(flatten)]
    way: WayArgs,
    /// Print every query, so that it can be pasted into a browser
    #[arg(long)]
    show_queries: bool,
    /// Print the role that allows all that is read of the cluster, and do nothing else
    #[arg(long)]
    print_rbac: bool,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(ClapArgs, Clone, Debug)]
#[command(next_help_heading = "Limits")]
struct LimitArgs {
    /// The share of the error budget that must be left: 15% or 0.15
    #[arg(long, value_name = "SHARE", default_value = "0%", value_parser = share)]
    remaining_burn: Decimal,
    /// How fast the budget may burn, in all windows; at 1 it is used up just when the period ends. Without it, 14.4 and 6 for 30 days
    #[arg(long, value_name = "RATE", value_parser = Decimal::parse)]
    max_burn_rate: Option<Decimal>,
    /// The windows of burn rates: long/short, both of which must burn, or one alone [default: 1h/5m,6h/30m]
    #[arg(long, value_name = "LONG/SHORT", value_delimiter = ',', value_parser = windows)]
    burn_windows: Vec<(Duration, Option<Duration>)>,
    /// How the budget is counted, instead of what the SLO says
    #[arg(long, value_name = "METHOD", value_parser = ["occurrences", "timeslices", "ratio-timeslices"])]
    method: Option<String>,
    /// How many events a burn rate needs [default: as many as make one bad event bearable]
    #[arg(long, value_name = "N")]
    min_events: Option<u64>,
}

#[derive(ClapArgs, Clone, Debug)]
#[command(next_help_heading = "Where nothing is known")]
struct PolicyArgs {
    /// Where data are missing, old, too few or make no sense
    #[arg(long, value_name = "ACTION")]
    on_no_data: Option<Action>,
    /// Where nothing happened
    #[arg(long, value_name = "ACTION")]
    on_no_traffic: Option<Action>,
    /// Where Prometheus cannot be reached
    #[arg(long, value_name = "ACTION")]
    on_error: Option<Action>,
    /// Why something is allowed; it is shown in the verdict
    #[arg(long, value_name = "TEXT")]
    override_reason: Option<String>,
}

fn windows(text: &str) -> Result<(Duration, Option<Duration>), String> {
    let (long, short) = match text.split_once('/') {
        Some((long, short)) => (span(long)?, Some(span(short)?)),
        None => (span(text)?, None),
    };
    match short {
        _ if long.is_zero() || short.is_some_and(|short| short.is_zero()) => {
            Err("a window of no time says nothing".to_owned())
        }
        Some(short) if short >= long => {
            Err(format!("the short window of {text} is not shorter than the long one"))
        }
        short => Ok((long, short)),
    }
}

/// Judges one SLO.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let output = Output::of_page(&args.output)?;
    if args.print_rbac {
        let reads = attribute::access(&args.slo, &args.way);
        output.text(&kube::role("kubectl-slocheck-gate", &reads))?;
        return Ok(Exit::Clean);
    }
    let policy = args.policy.policy()?;
    judge(args, &policy, &output).or_else(|error| unasked::settle(error, &policy, &output))
}

fn judge(args: &Args, policy: &Policy, output: &Output) -> Result<Exit, CliError> {
    let is_drawn = *output.format() == Format::Html;
    let slo = &args.slo.one(&args.way)?;
    let limits = args.limits.limits(slo)?;
    let method = args.limits.method(slo)?;
    let scope = args.data.scope(args.way.at(), limits.windows());
    let way = args.way.open(slo.address.as_deref())?;
    let measured = measure(slo, method, &scope, &|queries| way.ask(queries))
        .map_err(|why| CliError::usage(format!("the period of {} cannot be: {why}", slo.title())))?;
    let judged = gate::judge(slo, &limits, &scope, &measured);
    let settled = policy.settle(&judged);
    for warned in &settled.warned {
        say("warning", &format!("passed over: {warned}"));
    }
    let who = Who::of(args, slo, &limits, &judged, (&measured, &way), is_drawn);
    let shown = told::Gate {
        slo,
        limits: &limits,
        measured: &measured,
        judged: &judged,
        settled: &settled,
        policy,
        way: &way,
        who: who.as_ref().map(|who| who.told(slo, &way)),
    };
    match output.format() {
        Format::Table | Format::Wide => output.text(&shown.text(args.show_queries, output.style()))?,
        Format::Name => output.text(&format!("{}\n", settled.verdict.name()))?,
        Format::Html => {
            let curve = curve(slo, &measured, SLICES, &|queries| way.ask(queries));
            output.text(&shown.page(&curve))?;
        }
        _ => output.value(&shown.document())?,
    }
    Ok(settled.verdict.into())
}

/// Returns the long window of the first pair that burns too fast; none where it is the period.
fn burning(limits: &Limits, judged: &Judged) -> Option<Duration> {
    let burns = |window: Duration, is: fn(Option<f64>, f64) -> bool| {
        let mut burns = judged.groups.iter().flat_map(|group| &group.burns);
        burns.any(|burn| burn.window == window && burn.limit.is_some_and(|limit| is(burn.rate, limit)))
    };
    let is_hot = |pair: &&Pair| {
        let goes_on = |short| burns(short, |rate, limit| rate.is_none_or(|rate| rate > limit));
        burns(pair.long, |rate, limit| rate.is_some_and(|rate| rate > limit))
            && pair.short.is_none_or(goes_on)
    };
    limits.pairs.iter().find(is_hot).map(|pair| pair.long)
}

/// Who did it: what is bad by label, and what was rolled out just before it began.
struct Who {
    windows: Windows,
    found: Vec<Attribution>,
    since: Option<Millis>,
    began: Option<Result<Vec<Rollout>, String>>,
}

impl Who {
    /// Finds out who did it, if a release is denied: over the long window that burns, or the period. A picture also shows who ate
    /// what is gone of a budget that is in order.
    fn of(
        args: &Args,
        slo: &Slo,
        limits: &Limits,
        judged: &Judged,
        (measured, way): (&Measured, &Way),
        is_drawn: bool,
    ) -> Option<Who> {
        let is = |state| judged.reasons.iter().any(|reason| reason.state == state);
        let period = measured.passed.length();
        let is_denied = is(State::Burning) || is(State::BudgetSpent);
        let length = match is(State::Burning) {
            true => burning(limits, judged).unwrap_or(period),
            false if is_denied || (is_drawn && judged.verdict == Verdict::Pass) => period,
            false => return None,
        };
        let windows = Windows { at: measured.passed.at, length, period };
        // A denial stands without it.
        let found = attribute::find(slo, &[], windows, way).unwrap_or_default();
        let since = if is_denied { burnt::since(slo, windows.at, &|queries| way.ask(queries)) } else { None };
        Some(Who { windows, found, since, began: attribute::began(&args.way, args.slo.namespace(), since) })
    }

    fn told<'a>(&'a self, slo: &'a Slo, way: &'a Way) -> told::Attributed<'a> {
        let Who { windows, found, since, began } = self;
        told::Attributed { slo, windows: *windows, found, since: *since, began, way }
    }
}

impl Args {
    /// Checks all that can be known before anybody is asked, and returns the SLO that is meant.
    ///
    /// # Errors
    /// Whatever would end the gate before it asks Prometheus.
    pub(super) fn checked(&self) -> Result<Slo, CliError> {
        self.policy.policy()?;
        let slo = self.slo.one(&self.way)?;
        self.limits.limits(&slo)?;
        self.limits.method(&slo)?;
        Ok(slo)
    }
}

impl LimitArgs {
    fn limits(&self, slo: &Slo) -> Result<Limits, CliError> {
        let period = slo.window.length();
        let given: Vec<(Duration, Option<Duration>)> = self.burn_windows.clone();
        let pairs = match (given.is_empty(), self.max_burn_rate) {
            (true, None) => Pair::sensible(period, slo.target),
            (true, Some(limit)) => {
                Pair::usual(period).into_iter().map(|pair| Pair { limit, ..pair }).collect()
            }
            (false, Some(limit)) => {
                given.into_iter().map(|(long, short)| Pair { long, short, limit }).collect()
            }
            (false, None) => {
                return Err(CliError::usage(
                    "--burn-windows says over what, but nothing says how fast is too fast",
                )
                .hint("add --max-burn-rate, as in --max-burn-rate=2.5"));
            }
        };
        let pairs: Vec<Pair> = pairs;
        if let Some(why) = pairs.iter().find_map(|pair| pair.cannot_fire(slo.target)) {
            return Err(CliError::usage(format!("the limit would never deny anything: {why}"))
                .hint("choose a lower --max-burn-rate"));
        }
        if let Some(pair) = pairs.iter().find(|pair| pair.long > period) {
            return Err(CliError::usage(format!(
                "the burn window {} is longer than the period of {}",
                pair.spelled(),
                slo.window
            )));
        }
        Ok(Limits {
            floor: self.remaining_burn,
            pairs,
            min_events: self.min_events.map(|events| events as f64),
        })
    }

    /// Returns how the budget is counted; what the flag says instead of the SLO is warned of.
    fn method(&self, slo: &Slo) -> Result<Method, CliError> {
        let own = slo.usual_method();
        let Some(wanted) = self.method.as_deref().filter(|wanted| *wanted != own.name()) else {
            return Ok(own);
        };
        let method =
            slo.counted_by(wanted).map_err(|why| CliError::usage(format!("--method {wanted}: {why}")))?;
        if slo.method.is_some() {
            say(
                "warning",
                &format!("{} counts by {}, and --method counts by {wanted}", slo.title(), own.name()),
            );
        }
        Ok(method)
    }
}

impl PolicyArgs {
    fn policy(&self) -> Result<Policy, CliError> {
        let policy = Policy {
            on_no_data: self.on_no_data,
            on_no_traffic: self.on_no_traffic,
            on_error: self.on_error,
            reason: self.override_reason.clone().filter(|reason| !reason.trim().is_empty()),
        };
        if policy.allows() && policy.reason.is_none() {
            return Err(CliError::usage(
                "something is allowed of which nothing is known, and nothing says why",
            )
            .hint("add --override-reason=TEXT; it is shown in the verdict"));
        }
        Ok(policy)
    }
}
