//! `kubectl topocheck [all]`: everything at once, on one page, worst first. `rows` asks the engines.

mod rows;

use std::time::{Duration, Instant};

use clap::Args as ClapArgs;
use kubecheck_core::check::rule::Severity;
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::told::Told;
use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::kube::Deadline;
use kubecheck_core::kube::args::duration;
use kubecheck_core::report::finding::Gap;
use kubecheck_core::report::render::{self, Style};
use serde_json::{Value, json};

use super::common::{CommonArgs, SchedulerArgs};
use super::pods::read::{self, Asked};
use crate::world::World;
use rows::Row;

const EXAMPLES: &str = "\
Examples:
  kubectl topocheck                     # all that does not run in the cluster, worst first
  kubectl topocheck -n shop             # in one namespace
  kubectl topocheck all --budget 5s     # what can be told in five seconds; what cannot is a gap
  kubectl topocheck -f must-gather/ -R";

/// The arguments of `all`.
#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// How long it may take; what is not known then is a gap
    #[arg(long, value_name = "DURATION", default_value = "20s", value_parser = duration)]
    budget: Duration,
    /// How long a pod may take for what nobody says to have failed for good
    #[arg(long, value_name = "DURATION", default_value = "30s", value_parser = duration)]
    grace: Duration,
    #[command(flatten)]
    scheduler: SchedulerArgs,
    #[command(flatten)]
    common: CommonArgs,
}

/// What has been found so far, and what was left out for want of time.
struct Page {
    rows: Vec<Row>,
    gaps: Vec<Gap>,
    begun: Instant,
    budget: Duration,
}

impl Page {
    /// Tells whether there is time for another engine; if not, what it would tell is a gap.
    fn has_time(&mut self, for_what: &str) -> bool {
        if self.begun.elapsed() < self.budget {
            return true;
        }
        self.gaps.push(Gap {
            what: for_what.to_owned(),
            why: format!("the time of --budget ({}s) is over", self.budget.as_secs()),
            needed_for: vec!["the page".to_owned()],
            is_transient: true,
        });
        false
    }
}

/// Tells all that does not run.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let output = Output::new(&args.common.output)?;
    if args.common.print_rbac {
        let (everywhere, here) = read::rights();
        args.common.role(&output, "kubectl-topocheck", &everywhere, &here)?;
        return Ok(Exit::Clean);
    }
    let mut page = Page { rows: Vec::new(), gaps: Vec::new(), begun: Instant::now(), budget: args.budget };
    let deadline = Deadline::since(page.begun, args.budget);
    let world = World::until(&args.common.world, &args.common.connection, deadline)?;
    let asked = Asked {
        namespace: args.common.namespaces.one(),
        scheduler: &args.scheduler,
        grace: i64::try_from(args.grace.as_secs()).unwrap_or(i64::MAX),
    };
    let mut seen = read::all(&asked, &world);
    page.gaps.append(&mut seen.gaps);
    let pods = seen.objects.pods.len();
    rows::look(args, &asked, &world, &seen, &mut page);
    page.rows.sort_by_key(|row| (std::cmp::Reverse((row.severity, row.weight)), row.object.clone()));
    if pods == 0 && page.gaps.is_empty() {
        page.gaps.push(Gap {
            what: "no pod was looked at".to_owned(),
            why: format!("there is none in {}", args.common.place(&world)),
            needed_for: vec!["the page".to_owned()],
            is_transient: false,
        });
    }
    let told = Told {
        text: write(&page, pods, &args.common.place(&world), output.style()),
        names: page
            .rows
            .iter()
            .map(|row| format!("{}/{}\n", row.object.kind.to_lowercase(), row.object.name))
            .collect(),
        document: document(&page, pods, &world),
        worst: page.rows.iter().map(|row| row.severity).max(),
        gaps: page.gaps,
    };
    told.tell(&output, args.common.policy())
}

fn write(page: &Page, pods: usize, place: &str, style: &Style) -> String {
    let row = |row: &Row| {
        vec![
            row.severity.name().to_owned(),
            row.shown.clone(),
            row.rule.unwrap_or("-").to_owned(),
            row.what.clone(),
        ]
    };
    let rows: Vec<Vec<String>> = page.rows.iter().map(row).collect();
    let columns = ["SEVERITY", "OBJECT", "RULE", "WHAT"];
    let mut text = if rows.is_empty() { String::new() } else { render::table(&columns, &rows, style) + "\n" };
    let count = page.rows.iter().filter(|row| row.severity == Severity::Error).count();
    text += &match count {
        0 => format!("nothing that does not run among {pods} pods in {place}\n"),
        1 => format!("1 thing does not run among {pods} pods in {place}\n"),
        many => format!("{many} things do not run among {pods} pods in {place}\n"),
    };
    if let Some(first) = page.rows.first() {
        text += &format!("next: {}\n", render::escape(&first.next));
    }
    text
}

fn document(page: &Page, pods: usize, world: &World) -> Value {
    let row = |row: &Row| {
        json!({
            "severity": row.severity.name(), "verb": row.verb, "rule": row.rule,
            "object": {"kind": row.object.kind, "namespace": row.object.namespace, "name": row.object.name},
            "count": row.weight, "message": row.what, "next": row.next,
        })
    };
    json!({
        "apiVersion": "kubecheck/v1", "kind": "Overview", "context": world.context(), "pods": pods,
        "items": page.rows.iter().map(row).collect::<Vec<_>>(),
    })
}
