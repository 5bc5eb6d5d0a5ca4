//! The document of a journey; its numbers are not rounded.

use serde_json::{Value, json};

use super::sentence;
use crate::journey::judge::Outcome;
use crate::journey::plan::{Kind, Part, Plan};
use crate::journey::promise::{Promise, Raise};
use crate::journey::read::API_VERSION;

/// Returns the document of a journey.
pub fn document(plan: &Plan, outcome: &Outcome) -> Value {
    let weakest = outcome.links.first().filter(|link| link.gain > 0.0);
    json!({
        "apiVersion": API_VERSION, "kind": "JourneyReport",
        "journey": {"name": plan.name, "place": plan.place.to_string()},
        "verdict": outcome.verdict.name(),
        "sentence": sentence(plan, outcome),
        "target": plan.target.ratio(),
        "window": plan.window.to_string(),
        "good": outcome.share.map(|share| share.up),
        "bad": outcome.share.map(|share| share.down),
        "remaining": outcome.remaining(plan),
        "bounds": {"low": outcome.bounds.low, "high": outcome.bounds.high},
        "weakest": weakest.map(|link| plan.leaves[link.leaf].name.as_str()),
        "leaves": (0..plan.leaves.len()).map(|at| leaf(plan, outcome, at)).collect::<Vec<_>>(),
        "tree": part(plan, outcome, &plan.root),
        "promise": promise(plan, &outcome.promise),
    })
}

fn leaf(plan: &Plan, outcome: &Outcome, at: usize) -> Value {
    let (leaf, share) = (&plan.leaves[at], outcome.leaves[at].as_ref());
    let link = outcome.links.iter().find(|link| link.leaf == at);
    json!({
        "name": leaf.name, "kind": leaf.what.name(), "place": leaf.place.to_string(),
        "target": leaf.promised.map(|target| target.ratio()),
        "good": share.ok().map(|share| share.up),
        "bad": share.ok().map(|share| share.down),
        "unknown": share.err(),
        "shared": outcome.shared.contains(&at),
        "lossShare": link.and_then(|link| link.loss),
        "importance": link.map(|link| link.importance),
        "ifPerfect": link.map(|link| link.perfect.up),
        "gain": link.map(|link| link.gain),
    })
}

fn part(plan: &Plan, outcome: &Outcome, of: &Part) -> Value {
    match &of.kind {
        Kind::Leaf(at) => json!({"name": of.name, "leaf": plan.leaves[*at].name}),
        Kind::Of(operator, parts) => json!({
            "name": of.name,
            "least": operator.least(parts.len()), "of": parts.len(),
            "good": outcome.share_of(of).map(|share| share.up),
            "parts": parts.iter().map(|of| part(plan, outcome, of)).collect::<Vec<_>>(),
        }),
    }
}

fn promise(plan: &Plan, promise: &Promise) -> Value {
    let raised = |raise: &Raise| json!({"leaf": plan.leaves[raise.leaf].name, "from": raise.from.to_string(), "to": raise.to});
    match promise {
        Promise::Kept { composed } => json!({"state": "kept", "composed": composed.up}),
        Promise::Unknown { why } => json!({"state": "unknown", "why": why}),
        Promise::Infeasible { composed, short, raise, most } => json!({
            "state": "infeasible", "composed": composed.up, "short": short, "most": most,
            "raise": raise.iter().map(raised).collect::<Vec<_>>(),
        }),
    }
}
