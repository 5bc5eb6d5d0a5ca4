//! `slocheck gate` and `slocheck status` beside promtool, which asks a real Prometheus the same questions.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use kubecheck_test_support::Prometheus;
use kubecheck_test_support::prometheus::{DAY, Data, END, Options, Scrapes, World, promtool_path};
use serde_json::Value;

use super::figures::Figures;
use super::{measure, tools};

/// What to measure.
#[derive(clap::Args)]
pub(super) struct Args {
    /// How often each program asks; one more round warms up.
    #[arg(long, default_value_t = 11)]
    rounds: usize,
    /// How many SLOs `status` is asked for.
    #[arg(long, default_value_t = 200)]
    slos: usize,
}

/// What the gate is asked.
const GATE: [&str; 10] = [
    "gate",
    "--total",
    "http_requests_total{job=\"checkout\"}",
    "--bad",
    "http_requests_total{job=\"checkout\",code=~\"5..\"}",
    "--target",
    "99.9",
    "--budget-days=30",
    "--remaining-burn=15%",
    "--max-burn-rate=2.5",
];

/// Fills servers and lets the programs ask them in turn.
pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<()> {
    let program = tools::plugin("kubectl-slocheck")?;
    gate(args, &program, out)?;
    status(args, &program, out)
}

fn gate(args: &Args, program: &Path, out: &mut dyn Write) -> Result<()> {
    let server = Prometheus::start_with(&World::new().data(), &Options::new());
    let ours = ours(program, &GATE.map(str::to_owned), &server);
    let queries = queries(&ours)?;
    writeln!(out, "a gate asks {} questions", queries.len())?;
    in_turn("gate: one SLO, 30 days", args.rounds, (&ours, &theirs(&queries, &server)?), out)
}

fn status(args: &Args, program: &Path, out: &mut dyn Write) -> Result<()> {
    let mut data = Data::scraped(Scrapes::new(END - 30 * DAY, END, 60));
    for number in 0..args.slos {
        let job = format!("service-{number}");
        for (code, every) in [("200", 1.0), ("500", 5000.0)] {
            let labels = [("job", job.as_str()), ("code", code)];
            let begun = END - 30 * DAY;
            data = data.series("http_requests_total", &labels, move |t| {
                Some(((t - begun) as f64 / 60.0 * 40.0 / every).floor())
            });
        }
    }
    let server = Prometheus::start_with(&data, &Options::new());
    let specs = server.folder().join("slos.yaml");
    std::fs::write(&specs, specs_of(args.slos)).context("cannot write the SLOs")?;
    let arguments = ["status".to_owned(), "-f".to_owned(), specs.display().to_string()];
    let ours = ours(program, &arguments, &server);
    // One SLO of many, whose questions promtool is asked for all of them: more would take minutes.
    let queries =
        queries(&self::ours(program, &GATE.map(|word| word.replace("checkout", "service-0")), &server))?;
    writeln!(
        out,
        "\nstatus asks {} questions for each of {} SLOs; promtool those of one of them",
        queries.len(),
        args.slos
    )?;
    in_turn(
        &format!("status: {} SLOs, 30 days", args.slos),
        args.rounds.min(5),
        (&ours, &theirs(&queries, &server)?),
        out,
    )
}

fn specs_of(slos: usize) -> String {
    let mut text = String::new();
    for number in 0..slos {
        // A String takes everything.
        let _ = write!(
            text,
            "---\nversion: prometheus/v1\nservice: service-{number}\nslos:\n- name: answered\n  objective: 99.9\n  sli:\n    events:\n      \
             error_query: sum(rate(http_requests_total{{job=\"service-{number}\",code=~\"5..\"}}[{{{{.window}}}}]))\n      \
             total_query: sum(rate(http_requests_total{{job=\"service-{number}\"}}[{{{{.window}}}}]))\n  alerting: {{name: Burns}}\n"
        );
    }
    text
}

fn in_turn(
    title: &str,
    rounds: usize,
    (ours, theirs): (&[OsString], &[OsString]),
    out: &mut dyn Write,
) -> Result<()> {
    let mut figures = Figures::of("slocheck", "promtool");
    for round in 0..=rounds {
        let pair = (measure::run(ours)?, measure::run(theirs)?);
        if round > 0 {
            figures.rounds.push(pair);
        }
    }
    figures.table(title, out)?;
    Ok(out.flush()?)
}

fn ours(program: &Path, arguments: &[String], server: &Prometheus) -> Vec<OsString> {
    let more = ["--prometheus".to_owned(), server.url(), "--at".to_owned(), END.to_string()];
    let arguments = arguments.iter().cloned().chain(more).map(OsString::from);
    std::iter::once(program.as_os_str().to_owned()).chain(arguments).collect()
}

/// Asks promtool one question after the other, each in a process of its own, as a script would.
fn theirs(queries: &[String], server: &Prometheus) -> Result<Vec<OsString>> {
    let script = server.folder().join("questions.sh");
    let mut text = "set -e\n".to_owned();
    for query in queries {
        let (tool, url) = (promtool_path().display(), server.url());
        let quoted = query.replace('\'', "'\\''");
        // A String takes everything.
        let _ = writeln!(text, "{tool} query instant --time {END} {url} '{quoted}'");
    }
    std::fs::write(&script, text).context("cannot write the questions")?;
    Ok(vec!["sh".into(), script.into_os_string()])
}

/// Returns the questions that a run asks: what can be pasted.
fn queries(command: &[OsString]) -> Result<Vec<String>> {
    let output = Command::new(&command[0]).args(&command[1..]).args(["-o", "json"]).output()?;
    let document: Value = serde_json::from_slice(&output.stdout).context("the gate writes no document")?;
    let found = document["queries"].as_array().into_iter().flatten();
    let found: Vec<String> = found.filter_map(|query| Some(query["promql"].as_str()?.to_owned())).collect();
    ensure!(!found.is_empty(), "the gate asks nothing: {document}");
    Ok(found)
}
