//! Again and again: a line a round, and what changed since the last one.

use std::collections::BTreeSet;
use std::thread;
use std::time::Instant;

use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::model::time;
use kubecheck_core::report::finding::{Finding, Report};
use kubecheck_core::report::render;

use super::{Args, once, report, show};
use crate::drift::{Round, Sides};

/// Looks again and again until the bounds are reached. The exit code is that of the worst round.
pub(super) fn run(args: &Args, output: &Output) -> Result<Exit, CliError> {
    let is_json = match args.output.output.as_str() {
        "table" | "wide" => false,
        "json" => true,
        other => {
            return Err(CliError::usage(format!("-w does not print {other:?}"))
                .hint("with -w the output is a table or, a document a line, json"));
        }
    };
    let (begun, mut rounds, mut worst) = (Instant::now(), 0, Exit::Clean);
    let mut before = BTreeSet::new();
    loop {
        let started = Instant::now();
        let (text, exit) = match once(args) {
            Ok((sides, round)) => {
                let report = report(args, &sides, &round);
                let exit = args.exit.policy(None).judge(&report);
                let text = if is_json {
                    show::document(&sides, &round, &report).to_string() + "\n"
                } else {
                    lines(&sides, &round, &report, &mut before)
                };
                (text, exit)
            }
            // What is wrong with the command line does not go away.
            Err(error) if error.exit() != Exit::Transient => return Err(error),
            Err(error) if is_json => (unreachable(&error), error.exit()),
            Err(error) => (format!("{}  {error}\n", now()).replace("\nhint", "  hint"), error.exit()),
        };
        worst = worse(worst, exit);
        rounds += 1;
        let is_read = output.line(&text)?;
        let pause = args.interval.saturating_sub(started.elapsed());
        let is_late = args.timeout.is_some_and(|bound| begun.elapsed() + pause >= bound);
        if !is_read || is_late || args.count.is_some_and(|count| rounds >= count) {
            return Ok(worst);
        }
        thread::sleep(pause);
    }
}

/// Returns the code that wins when several apply.
fn worse(one: Exit, other: Exit) -> Exit {
    let order = [Exit::Usage, Exit::Findings, Exit::Transient, Exit::Incomplete];
    order.into_iter().find(|exit| [one, other].contains(exit)).unwrap_or(Exit::Clean)
}

/// Writes the line of a round, and below it what came and what went.
fn lines(sides: &Sides, round: &Round, report: &Report, before: &mut BTreeSet<String>) -> String {
    let lag = round.caches().map(|(look, shown)| shown.lag(look.at)).max().unwrap_or_default();
    let counts = round.caches().map(|(_, shown)| shown.counts());
    let (missing, stale) =
        counts.fold((0, 0), |(all, every), (missing, stale)| (all + missing, every + stale));
    let behind =
        round.caches().filter(|(look, shown)| shown.state(look.at, round.max_lag) == "behind").count();
    let mut text = format!(
        "{}  {} types on {}: lag at most {lag}, {behind} behind, {missing} missing, {stale} stale, {} gaps\n",
        now(),
        round.looks.len(),
        if sides.servers.len() == 1 {
            "1 server".to_owned()
        } else {
            format!("{} servers", sides.servers.len())
        },
        report.gaps.len(),
    );
    let found: BTreeSet<String> = report.findings.iter().map(name).collect();
    let is_new = |finding: &&Finding| !before.contains(&name(finding));
    for finding in report.findings.iter().filter(is_new) {
        text.push_str(&format!(
            "  + {}: {}\n",
            render::escape(&name(finding)),
            render::escape(&finding.message)
        ));
    }
    let gone = before.difference(&found).map(|name| format!("  - {}\n", render::escape(name)));
    text.extend(gone.collect::<Vec<_>>());
    for gap in &report.gaps {
        text.push_str(&format!("  gap: {}: {}\n", render::escape(&gap.what), render::escape(&gap.why)));
    }
    *before = found;
    text
}

fn name(finding: &Finding) -> String {
    let object = finding.place.object.as_ref().map(render::object).unwrap_or_default();
    format!("{} {object} at {}", finding.rule.name, render::place(&finding.place))
}

fn now() -> String {
    format!("{:.0}", time::now())
}

fn unreachable(error: &CliError) -> String {
    serde_json::json!({"apiVersion": "kubecheck/v1", "kind": "Error", "message": error.to_string()})
        .to_string()
        + "\n"
}
