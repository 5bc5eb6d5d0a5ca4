//! `kubectl topocheck [all]`: everything at once, on one page, worst first.

use std::sync::Arc;
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
use super::pods::read::{self, Asked, Seen};
use crate::fit::{self, Wish};
use crate::init::graph;
use crate::model::workload::Workload;
use crate::nodes;
use crate::rollout::deployment::{self, Around};
use crate::rollout::family::Family;
use crate::rollout::{self, Patience, Rollout};
use crate::schedule::classes;
use crate::schedule::judgement;
use crate::start::group::{self, Group};
use crate::start::there::Names;
use crate::start::told::{Images, Scene};
use crate::start::{Found, Subject};
use crate::why::Named;
use crate::world::World;

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

/// One line of the page.
#[derive(Clone, Debug)]
struct Row {
    severity: Severity,
    /// What it counts for among those of its severity: the number of pods.
    weight: usize,
    /// Which engine found it; the verb that tells more.
    verb: &'static str,
    rule: Option<&'static str>,
    object: Named,
    /// How it is shown: several pods in one line.
    shown: String,
    what: String,
    next: String,
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
    look(args, &asked, &world, &seen, &mut page);
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

/// Asks one engine after the other.
fn look(args: &Args, asked: &Asked<'_>, world: &World, seen: &Seen, page: &mut Page) {
    let look = read::look(asked, world, seen);
    let flags = super::common::flags(&args.common);
    let images = Images::new(&seen.objects);
    let names = Names { objects: &seen.objects, whole: &seen.whole };
    let scene = Scene { look: &look, names, images: &images, flags: &flags };
    let found = look.all(asked.namespace);
    let first = page.rows.len();
    page.rows.extend(group::groups(&found, &scene).iter().map(of_group));
    page.rows.extend(found.crashing.iter().map(|(subject, how)| crashing(subject, how, &scene)));
    if page.has_time("init containers that wait for each other") {
        let workloads = graph::workloads(&scene, asked.namespace);
        let edges = graph::edges(&workloads, &scene);
        page.rows.extend(graph::circles(&edges, &scene).iter().filter_map(|circle| circular(circle, &scene)));
    }
    if page.has_time("rollouts") {
        page.rows.extend(of_rollouts(asked, seen, &scene));
    }
    if page.has_time("the state of nodes") {
        page.rows.extend(of_nodes(seen, &scene));
    }
    if page.has_time("what would make pods fit") {
        helped(args, &found, seen, &mut page.rows[first..], page.begun);
    }
}

fn of_group(group: &Group<'_>) -> Row {
    let subject = group.subject();
    Row {
        severity: group.severity,
        weight: group.members.len(),
        verb: "pods",
        rule: Some(group.rule.name),
        object: Named::new(&subject.kind, &subject.namespace, &subject.name),
        shown: group.pods(),
        what: group.words.message.clone(),
        next: group.words.next.clone(),
    }
}

/// Names a pod whose containers start and end again: why, is not judged here.
fn crashing(subject: &Subject, how: &str, scene: &Scene<'_>) -> Row {
    Row {
        severity: Severity::Error,
        weight: 1,
        verb: "pods",
        rule: None,
        object: Named::new("Pod", &subject.namespace, &subject.name),
        shown: format!("{}/{}", subject.namespace, subject.name),
        what: how.to_owned(),
        next: scene.flags.kubectl(&["logs", "--previous", &subject.name], &subject.namespace),
    }
}

fn circular(circle: &graph::Circle, scene: &Scene<'_>) -> Option<Row> {
    let finding = crate::checks::init_cycle::finding(circle, None)?;
    let object = finding.place.object.as_ref()?;
    let text = |own: &Option<String>| own.clone().unwrap_or_default();
    let object = Named::new(&text(&object.kind), &text(&object.namespace), &text(&object.name));
    Some(Row {
        severity: finding.severity,
        weight: circle.edges.len(),
        verb: "init",
        rule: Some(finding.rule.name),
        shown: object.to_string(),
        what: finding.message,
        next: scene.flags.topocheck(&["init"], &object.namespace),
        object,
    })
}

/// Names rollouts that do not get on, beside the pods that block them: these are told by themselves.
fn of_rollouts(asked: &Asked<'_>, seen: &Seen, scene: &Scene<'_>) -> Vec<Row> {
    let family = Family::of(&seen.objects);
    let patience = Patience::default();
    let around = Around { scene: *scene, family: &family, snapshot: seen.snapshot.as_ref(), patience };
    let is_meant = |one: &&Arc<Workload>| asked.namespace.is_none_or(|name| name == one.metadata.namespace);
    let judged = seen.objects.deployments.iter().filter(is_meant).map(|one| deployment::judge(one, around));
    let row = |rollout: Rollout| {
        let hold = rollout.hold.as_ref().filter(|_| rollout.state >= rollout::State::Held)?;
        let object = Named::new(rollout.kind, &rollout.namespace, &rollout.name);
        Some(Row {
            severity: if rollout.state == rollout::State::Hopeless {
                Severity::Error
            } else {
                Severity::Warning
            },
            weight: usize::try_from(rollout.replicas.unavailable).unwrap_or(0),
            verb: "rollout",
            rule: Some(crate::checks::rollout::rule(hold.rule).name),
            shown: object.to_string(),
            what: format!("{}: {}", rollout.state.name(), hold.says),
            next: scene
                .flags
                .topocheck(&["rollout", &format!("deploy/{}", rollout.name)], &rollout.namespace),
            object,
        })
    };
    judged.filter_map(row).collect()
}

/// Names nodes that are not ready or short of something. One that is cordoned is meant to be.
fn of_nodes(seen: &Seen, scene: &Scene<'_>) -> Vec<Row> {
    let row = |node: &Arc<crate::model::node::Node>| {
        let mut troubles = nodes::troubles(node);
        troubles.retain(|one| one != "cordoned");
        (!troubles.is_empty()).then(|| Row {
            severity: Severity::Error,
            weight: 0,
            verb: "nodes",
            rule: None,
            object: Named::new("Node", "", &node.metadata.name),
            shown: format!("Node {}", node.metadata.name),
            what: troubles.join(", "),
            next: scene.flags.kubectl(&["describe", "node", &node.metadata.name], ""),
        })
    };
    seen.objects.nodes.iter().filter_map(row).collect()
}

/// Adds to pods without a node what would make them fit, as long as there is time.
fn helped(args: &Args, found: &Found, seen: &Seen, rows: &mut [Row], begun: Instant) {
    let Some(snapshot) = &seen.snapshot else { return };
    let pending: Vec<_> = snapshot.pending.clone();
    for members in classes::of(&pending) {
        if begun.elapsed() >= args.budget || found.stuck.is_empty() {
            return;
        }
        let pod = &pending[members[0]];
        let is_its = |row: &&mut Row| {
            row.object.kind == "Pod"
                && members.iter().any(|at| {
                    let own = &pending[*at].pod.metadata;
                    own.name == row.object.name && own.namespace == row.object.namespace
                })
        };
        let Some(row) = rows.iter_mut().find(is_its) else { continue };
        let verdict = judgement::of(pod, snapshot).verdict;
        if let Some(best) = fit::find(pod, snapshot, &verdict, Wish::Best(1)).first() {
            let edits: Vec<String> = best.edits.iter().map(ToString::to_string).collect();
            row.what = format!("{}; would help: {}", row.what, edits.join(" and "));
        }
    }
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
