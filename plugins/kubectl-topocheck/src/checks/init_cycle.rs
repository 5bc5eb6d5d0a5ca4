//! `init-cycle`: workloads wait for each other in their init containers.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::report::finding::{Finding, Related};

use crate::init::graph::{Circle, Edge};
use crate::start::Subject;
use crate::start::group::place;

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP052",
    name: "init-cycle",
    summary: "Workloads wait for each other in their init containers",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("init_cycle.md"),
};

/// Makes a finding of a circle, at the first of its workloads. While one of them still has a pod that is ready, it only shows the next
/// time that all of them start.
pub(crate) fn finding(circle: &Circle, context: Option<&str>) -> Option<Finding> {
    let first = circle.edges.first()?;
    let severity = if circle.is_closed { Severity::Error } else { Severity::Warning };
    let way: Vec<String> = circle.edges.iter().map(step).collect();
    let tail = match circle.is_closed {
        true => "none of them will ever start",
        false => "once all of them are down, none will start again",
    };
    let related = circle
        .edges
        .iter()
        .skip(1)
        .map(|edge| Related { message: step(edge), place: place(&subject(edge), &pointer(edge), context) });
    Some(Finding {
        rule: &RULE,
        severity,
        message: format!("{}: {tail}", way.join(", ")),
        place: place(&subject(first), &pointer(first), context),
        related: related.collect(),
        help: Some(
            "take one of the waits out, and let that container cope with what is not there yet".to_owned(),
        ),
        fix: None,
        snippet: None,
    })
}

fn step(edge: &Edge) -> String {
    let thing = edge.wait.thing.shown(&edge.from.namespace);
    format!("{}/{} waits for {thing} (init container {})", edge.from.kind, edge.from.name, edge.container)
}

fn subject(edge: &Edge) -> Subject {
    let from = edge.from.clone();
    Subject { namespace: from.namespace, kind: from.kind, name: from.name, ..Subject::default() }
}

fn pointer(edge: &Edge) -> String {
    let head = if edge.from.kind == "Pod" { "/spec" } else { "/spec/template/spec" };
    format!("{head}/initContainers/{}", edge.index)
}
