//! Rollouts as documents, and as findings.

use kubecheck_core::model::time::Timestamp;
use kubecheck_core::report::finding::{Counts, Finding, Report, Tool};
use serde_json::{Value, json};

use super::Args;
use super::look::Look;
use crate::checks::{RULES, rollout as checks};
use crate::rollout::bounds::Bounds;
use crate::rollout::{Blocking, Rollout, State};
use crate::world::World;

/// Makes the document: of the one that was named, or of all that are not done.
pub(super) fn document(look: &Look, context: Option<&str>) -> Value {
    if let Some(own) = look.one() {
        let mut document = json!({"apiVersion": "kubecheck/v1", "kind": "Rollout", "context": context});
        merge(&mut document, rollout(own));
        return document;
    }
    let count = |state| look.rollouts.iter().filter(|own| own.state == state).count();
    json!({
        "apiVersion": "kubecheck/v1", "kind": "RolloutList", "context": context,
        "items": look.shown().map(rollout).collect::<Vec<_>>(),
        "counts": {
            "hopeless": count(State::Hopeless), "held": count(State::Held),
            "progressing": count(State::Progressing), "done": count(State::Done),
        },
    })
}

fn merge(document: &mut Value, more: Value) {
    if let (Some(document), Value::Object(more)) = (document.as_object_mut(), more) {
        document.extend(more);
    }
}

fn rollout(own: &Rollout) -> Value {
    let of = &own.replicas;
    json!({
        "object": {"apiVersion": "apps/v1", "kind": own.kind, "namespace": own.namespace, "name": own.name},
        "state": own.state.name(),
        "message": own.says,
        "generation": own.generation.0, "observedGeneration": own.generation.1,
        "strategy": own.strategy,
        "replicas": {
            "desired": of.desired, "current": of.current, "updated": of.updated, "ready": of.ready,
            "available": of.available, "unavailable": of.unavailable,
        },
        "bounds": own.bounds.as_ref().map(bounds),
        "rule": own.hold.as_ref().map(|hold| checks::rule(hold.rule).name),
        "reason": own.hold.as_ref().map(|hold| &hold.says),
        "blocking": own.blocking.iter().map(blocking).collect::<Vec<_>>(),
        "readyAt": time(own.ready_at), "deadlineAt": time(own.deadline_at),
        "next": own.next.first(), "alternatives": own.next.get(1..).unwrap_or_default(),
    })
}

fn bounds(own: &Bounds) -> Value {
    json!({
        "maxSurge": own.surge.pods, "maxUnavailable": own.unavailable.pods,
        "most": own.most(), "fewest": own.fewest(),
        "written": {"maxSurge": own.surge.written, "maxUnavailable": own.unavailable.written},
    })
}

fn blocking(own: &Blocking) -> Value {
    let cause = &own.cause;
    json!({
        "kind": own.kind, "name": own.name,
        "cause": cause.rule, "summary": cause.summary, "container": cause.container,
        "permanent": cause.is_permanent(), "since": time(cause.since), "availableAt": time(own.available_at),
        "next": cause.next,
    })
}

fn time(at: Option<Timestamp>) -> Option<String> {
    at.map(|at| at.to_string())
}

/// Makes a report of findings, for the formats that are of findings alone.
pub(super) fn report(args: &Args, world: &World, look: &Look) -> Report {
    let findings: Vec<Finding> =
        look.rollouts.iter().filter_map(|own| checks::finding(own, world.context())).collect();
    Report {
        tool: Tool {
            name: "topocheck",
            version: env!("CARGO_PKG_VERSION"),
            target: args.common.place(world),
            configuration: None,
            rules: RULES,
        },
        findings,
        gaps: look.gaps.clone(),
        counts: Counts { objects: look.rollouts.len(), ..Counts::default() },
        ..Report::default()
    }
}
