//! How held pods look: as a table, as findings, as a document.

use kubecheck_core::model::time;
use kubecheck_core::report::finding::{Finding, Related, Report};
use kubecheck_core::report::render::{self, Style};
use serde_json::{Value, json};

use crate::init::graph::{Circle, Edge, Node};
use crate::init::hold::{Group, Held, Stands, shown};
use crate::init::standing::Standing;
use crate::init::thing::Thing;
use crate::init::waits::Wait;
use crate::start::group::place;
use crate::world::World;

const COLUMNS: [&str; 6] = ["PODS", "INIT CONTAINER", "FOR", "STATE", "WAITS FOR", "WHICH"];
const WIDE: [&str; 8] = ["PODS", "INIT CONTAINER", "FOR", "STATE", "RULE", "WAITS FOR", "WHICH", "NEXT"];
/// How many pods a finding names besides its own.
const NAMED: usize = 20;

/// Lays held pods out in rows.
pub(super) fn table(groups: &[Group<'_>], is_wide: bool, style: &Style) -> String {
    if groups.is_empty() {
        return String::new();
    }
    let columns: &[&str] = if is_wide { &WIDE } else { &COLUMNS };
    let rows: Vec<Vec<String>> = groups.iter().map(|group| row(group, is_wide)).collect();
    render::table(columns, &rows, style) + "\n"
}

fn row(group: &Group<'_>, is_wide: bool) -> Vec<String> {
    let first = group.first();
    let mut row = vec![
        group.pods(),
        format!("{} ({} of {})", first.part.name, first.part.index + 1, first.of),
        group.seconds().map_or_else(|| "-".to_owned(), |seconds| time::age(seconds.max(0))),
        first.state.name().to_owned(),
        group.waits_for(),
        which(first, group),
    ];
    if is_wide {
        let is_stopped = first.state != Stands::InProgress;
        let or_dash = |text: &str| if is_stopped { text.to_owned() } else { "-".to_owned() };
        row.insert(4, or_dash(group.rule.name));
        row.push(or_dash(&group.words.next));
    }
    row
}

/// Says how what is waited for stands; of a container that fails or does not start, why.
fn which(first: &Held, group: &Group<'_>) -> String {
    match first.state {
        Stands::Failing | Stands::Stopped => group.words.message.clone(),
        _ if first.waits.is_empty() => "-".to_owned(),
        _ => first.waits.iter().map(|(_, standing)| standing.words.as_str()).collect::<Vec<_>>().join("; "),
    }
}

/// Returns what to type next.
pub(super) fn next(groups: &[Group<'_>]) -> String {
    let stopped = groups.iter().filter(|group| group.first().state != Stands::InProgress);
    crate::cmd::pods::show::next(stopped.map(|group| group.words.next.as_str()))
}

/// Makes a finding of pods that an init container holds.
pub(super) fn finding(group: &Group<'_>, context: Option<&str>) -> Finding {
    let words = &group.words;
    let at = |held: &Held| place(&held.stuck.subject, &words.pointer, context);
    let related = group
        .members
        .iter()
        .skip(1)
        .take(NAMED)
        .map(|held| Related { message: "is held by the same".to_owned(), place: at(held) });
    Finding {
        rule: group.rule,
        severity: words.severity.unwrap_or(group.rule.severity),
        message: words.message.clone(),
        place: at(group.first()),
        related: related.collect(),
        help: Some(format!("{}: {}", words.advice, words.next)),
        fix: None,
        snippet: None,
    }
}

/// Returns the document.
pub(super) fn document(
    world: &World,
    namespace: Option<&str>,
    (groups, edges, circles): (&[Group<'_>], &[Edge], &[Circle]),
    report: &Report,
) -> Value {
    json!({
        "apiVersion": "kubecheck/v1", "kind": "Init", "context": world.context(), "namespace": namespace,
        "held": groups.iter().map(group).collect::<Vec<_>>(),
        "waits": edges.iter().map(edge).collect::<Vec<_>>(),
        "cycles": circles.iter().map(circle).collect::<Vec<_>>(),
        "findings": render::value(report)["findings"],
    })
}

fn group(group: &Group<'_>) -> Value {
    let first = group.first();
    let member = |held: &&Held| json!({"name": held.stuck.subject.name, "node": held.stuck.subject.node, "seconds": held.seconds});
    let owner = first.stuck.subject.owner.as_ref();
    json!({
        "namespace": first.stuck.subject.namespace,
        "workload": owner.map(|owner| json!({"kind": owner.kind, "name": owner.name})),
        "container": first.part.name, "index": first.part.index, "of": first.of,
        "state": first.state.name(), "rule": (first.state != Stands::InProgress).then_some(group.rule.name),
        "message": group.words.message, "advice": group.words.advice, "next": group.words.next,
        "waitsFor": first.waits.iter().map(|(wait, standing)| waited(wait, standing, first)).collect::<Vec<_>>(),
        "pods": group.members.iter().map(member).collect::<Vec<_>>(),
    })
}

fn waited(wait: &Wait, standing: &Standing, held: &Held) -> Value {
    let mut value = thing(&wait.thing);
    value["shown"] = json!(shown(wait, &held.stuck.subject.namespace));
    value["by"] = json!(wait.how);
    value["state"] = json!(standing.how.name());
    value["why"] = json!(standing.words);
    value
}

fn thing(thing: &Thing) -> Value {
    match thing {
        Thing::Service { namespace, name, port, pod, .. } => {
            json!({"kind": "Service", "namespace": namespace, "name": name, "port": port, "pod": pod})
        }
        Thing::Host { host, port } => json!({"kind": "Host", "host": host, "port": port}),
        Thing::Own { port } => json!({"kind": "Own", "port": port}),
        Thing::Hidden { variable, from } => json!({"kind": "Hidden", "variable": variable, "from": from}),
        Thing::Object { kind, namespace, name } => {
            json!({"kind": "Object", "of": kind, "namespace": namespace, "name": name})
        }
        Thing::Pods { namespace, selector } => {
            json!({"kind": "Pods", "namespace": namespace, "selector": selector})
        }
        Thing::File { path, volume } => json!({"kind": "File", "path": path, "volume": volume}),
    }
}

fn node(node: &Node) -> Value {
    json!({"namespace": node.namespace, "kind": node.kind, "name": node.name})
}

fn edge(edge: &Edge) -> Value {
    json!({
        "from": node(&edge.from), "container": edge.container, "for": thing(&edge.wait.thing), "by": edge.wait.how,
        "state": edge.how.name(), "to": edge.to.iter().map(node).collect::<Vec<_>>(),
    })
}

fn circle(circle: &Circle) -> Value {
    json!({"closed": circle.is_closed, "workloads": circle.edges.iter().map(|edge| node(&edge.from)).collect::<Vec<_>>()})
}
