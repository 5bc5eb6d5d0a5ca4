//! `kubectl finalizers stalls`

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args as ClapArgs;
use kubecheck_core::cli::args::{ExitArgs, OutputArgs};
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::kube::args::duration;
use kubecheck_core::kube::{self, Access, ConnectionArgs, NamespaceArgs};
use kubecheck_core::report::finding::{Counts, Finding, Gap, Report, Tool};
use kubecheck_core::report::render::{self, Format};
use serde_json::{Value, json};

use crate::checks::RULES;
use crate::stalls::metrics::Queues;
use crate::stalls::verdict::{Judged, judge};
use crate::stalls::{self, Bounds, Controller, Found, show};
use crate::world::{World, WorldArgs};
use kubecheck_core::cli::told::Told;

const EXAMPLES: &str = "\
Examples:
  kubectl finalizers stalls                      # all controllers, with what was seen of each
  kubectl finalizers stalls --older-than 15m     # what may wait longer
  kubectl finalizers stalls -n cert-manager -o wide
  kubectl finalizers stalls -f must-gather/ -R --at 2026-01-02T03:04:05Z";

/// The arguments of `stalls`.
#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// How long an object may wait for its controller, and a worker be at one object
    #[arg(long, value_name = "DURATION", default_value = "5m", value_parser = duration)]
    older_than: Duration,
    /// How far the two samples of metrics are apart
    #[arg(long, value_name = "DURATION", default_value = "5s", value_parser = duration)]
    interval: Duration,
    /// The metrics of a controller, as somebody scraped them; twice, the earlier page first, --interval apart
    #[arg(long, value_name = "CONTROLLER=FILE", value_parser = scraped)]
    metrics: Vec<(String, PathBuf)>,
    /// Print the role that allows all that is read, and do nothing else
    #[arg(long)]
    print_rbac: bool,
    #[command(flatten)]
    world: WorldArgs,
    #[command(flatten)]
    namespaces: NamespaceArgs,
    #[command(flatten)]
    connection: ConnectionArgs,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    exit: ExitArgs,
}

fn scraped(text: &str) -> Result<(String, PathBuf), String> {
    let parts = text.split_once('=').filter(|(name, file)| !name.is_empty() && !file.is_empty());
    let (name, file) = parts.ok_or("write CONTROLLER=FILE, with the name that the table shows")?;
    Ok((name.to_owned(), PathBuf::from(file)))
}

/// Reads the metrics that somebody scraped.
fn metrics(args: &Args) -> Result<BTreeMap<String, Queues>, CliError> {
    let mut pages: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, file) in &args.metrics {
        let page = std::fs::read_to_string(file)
            .map_err(|error| CliError::usage(format!("cannot read {}", file.display())).cause(error))?;
        pages.entry(name.clone()).or_default().push(page);
    }
    let queues = |(name, pages): (String, Vec<String>)| match pages.as_slice() {
        [first, second] => Ok((name, Queues::of_pages(first, second, args.interval))),
        _ => Err(CliError::usage(format!(
            "there are {} pages of metrics of {name}, and two are needed",
            pages.len()
        ))
        .hint("scrape them twice: --metrics NAME=before.txt --metrics NAME=after.txt --interval 10s")),
    };
    pages.into_iter().map(queues).collect()
}

/// Tells how all controllers stand.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let output = Output::new(&args.output)?;
    let world = World::open(&args.world, &args.connection)?;
    let namespace = args.namespaces.one();
    if args.print_rbac {
        output.text(&role(&world, namespace))?;
        return Ok(Exit::Clean);
    }
    let wait = i64::try_from(args.older_than.as_secs()).unwrap_or(i64::MAX);
    let bounds = Bounds { wait, interval: args.interval };
    let mut found = stalls::look(&world, namespace, bounds, metrics(args)?);
    if found.controllers.is_empty() && found.gaps.is_empty() {
        found.gaps.push(Gap {
            what: "no controller was judged".to_owned(),
            why: "there is no lease, and no object that tells which generation was seen".to_owned(),
            needed_for: vec!["stalls".to_owned()],
            is_transient: false,
        });
    }
    let judged: Vec<Judged> =
        found.controllers.iter().map(|own| judge(own, bounds, world.now, world.context())).collect();
    answer(args, &world, found, judged, &output)
}

fn answer(
    args: &Args,
    world: &World,
    found: Found,
    judged: Vec<Judged>,
    output: &Output,
) -> Result<Exit, CliError> {
    let (text, names) = table(world, &found.controllers, &judged, output);
    let controllers: Vec<Value> =
        found.controllers.iter().zip(&judged).map(|(own, judged)| show::document(own, judged)).collect();
    let findings: Vec<Finding> = judged.into_iter().flat_map(|judged| judged.findings).collect();
    let report = report(args, world, found, findings);
    let policy = args.exit.policy(None);
    match output.format() {
        Format::Table | Format::Wide => {
            let mut rendered = Vec::new();
            render::render(&report, output.format(), output.style(), &mut rendered)
                .map_err(|error| CliError::usage("cannot write the answer").cause(error))?;
            let table = if controllers.is_empty() { String::new() } else { format!("{text}\n") };
            output.text(&format!("{table}{}", String::from_utf8_lossy(&rendered)))?;
            return Ok(policy.judge(&report));
        }
        Format::Sarif | Format::Github | Format::Junit | Format::Markdown => {
            output.report(&report)?;
            return Ok(policy.judge(&report));
        }
        _ => {}
    }
    let told = Told {
        text,
        names,
        document: json!({
            "apiVersion": "kubecheck/v1", "kind": "Stalls", "context": world.context(),
            "controllers": controllers, "findings": render::value(&report)["findings"],
        }),
        worst: report.findings.iter().map(|finding| finding.severity).max(),
        gaps: report.gaps,
    };
    told.tell(output, policy)
}

fn report(args: &Args, world: &World, found: Found, findings: Vec<Finding>) -> Report {
    let scope = match args.namespaces.one() {
        Some(name) => format!(", namespace {name}"),
        None if world.is_whole() => ", all namespaces".to_owned(),
        None => String::new(),
    };
    Report {
        tool: Tool {
            name: "finalizers",
            version: env!("CARGO_PKG_VERSION"),
            target: format!("{}{scope}", world.name()),
            configuration: None,
            rules: RULES,
        },
        findings,
        gaps: found.gaps,
        counts: Counts { objects: found.objects, ..Counts::default() },
        ..Report::default()
    }
}

/// Returns the table of controllers, the worst first, and their names.
fn table(world: &World, controllers: &[Controller], judged: &[Judged], output: &Output) -> (String, String) {
    let mut both: Vec<(&Controller, &Judged)> = controllers.iter().zip(judged).collect();
    both.sort_by(|a, b| b.1.verdict.cmp(&a.1.verdict).then_with(|| a.0.name.cmp(&b.0.name)));
    let columns = if *output.format() == Format::Wide { &show::COLUMNS[..] } else { &show::COLUMNS[..6] };
    let row = |(own, judged): &(&Controller, &Judged)| {
        let mut row = show::row(own, judged, world.now);
        row.truncate(columns.len());
        row
    };
    let rows: Vec<Vec<String>> = both.iter().map(row).collect();
    let names = both.iter().map(|(own, _)| format!("{}\n", own.name)).collect();
    (render::table(columns, &rows, output.style()), names)
}

fn role(world: &World, namespace: Option<&str>) -> String {
    let mut reads: Vec<Access> = Vec::new();
    for of in stalls::wanted(world, namespace) {
        if of.plural == "pods" && of.group.is_empty() {
            for resource in ["pods", "pods/proxy"] {
                reads.push(Access::Resource {
                    group: String::new(),
                    resource: resource.to_owned(),
                    verb: "get",
                    namespace: namespace.map(str::to_owned),
                });
            }
        } else {
            reads.push(Access::from(&of));
        }
    }
    let name = namespace.map_or(String::new(), |name| format!("-{name}"));
    kube::role(&format!("kubectl-finalizers-stalls{name}"), &reads)
}
