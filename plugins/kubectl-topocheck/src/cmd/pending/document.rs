//! `pending` as a document.

use serde_json::{Value, json};

use super::Judged;
use crate::fit::edit::Edit;
use crate::fit::{Proposal, command, patch};
use crate::model::pod::Pod;
use crate::schedule::judgement::Judgement;
use crate::schedule::preempt::{Candidate, Preemption};
use crate::schedule::verdict::{OnNode, Only, Refused};

/// Returns what is said of a pod.
pub(super) fn pod(one: &Judged, flags: &str) -> Value {
    let (pod, judgement) = (&one.pod, &one.judgement);
    let doubts = &judgement.verdict.doubts;
    let said = condition(&pod.pod);
    json!({
        "namespace": pod.namespace(), "name": pod.pod.metadata.name, "state": judgement.state.name(),
        "schedulerName": scheduler(&pod.pod),
        "message": judgement.message,
        "messageMatches": matches(&pod.pod, judgement),
        "condition": said,
        "confidence": if doubts.is_empty() { "exact" } else { "partial" }, "missing": doubts,
        "preFilter": judgement.verdict.everywhere.iter().map(filter).collect::<Vec<_>>(),
        "nodes": judgement.verdict.nodes.iter().map(node).collect::<Vec<_>>(),
        "preemption": judgement.preemption.as_ref().map(|own| preemption(own, judgement.verdict.nodes.len())),
        "proposals": one.proposals.iter().map(|one| proposal(one, &pod.pod, flags)).collect::<Vec<_>>(),
    })
}

/// Returns what the scheduler has written into the pod's condition.
pub(super) fn condition(pod: &Pod) -> Option<&str> {
    let scheduled = pod.status.condition("PodScheduled").filter(|condition| condition.status == "False");
    scheduled.map(|condition| condition.message.as_str())
}

/// Tells whether the scheduler says the same; none if it has said nothing.
pub(super) fn matches(pod: &Pod, judgement: &Judgement) -> Option<bool> {
    let own = [judgement.message.as_deref(), judgement.earlier.as_deref()];
    condition(pod).map(|said| own.contains(&Some(said)))
}

/// Returns who schedules a pod.
pub(super) fn scheduler(pod: &Pod) -> &str {
    if pod.spec.scheduler_name.is_empty() { "default-scheduler" } else { &pod.spec.scheduler_name }
}

fn node(node: &OnNode) -> Value {
    json!({
        "node": node.name, "fits": node.fits(),
        "first": node.first().map(|first| first.plugin),
        "filters": node.refused.iter().map(filter).collect::<Vec<_>>(),
    })
}

fn filter(refused: &Refused) -> Value {
    let refusal = &refused.refusal;
    let mut value = json!({
        "plugin": refused.plugin, "status": refusal.status.name(), "reasons": refusal.reasons,
        "details": refusal.causes.iter().map(ToString::to_string).collect::<Vec<_>>(),
    });
    match refused.only {
        Only::Always => {}
        Only::Beside => value["only"] = "nominated".into(),
        Only::Alone => value["only"] = "alone".into(),
    }
    value
}

fn preemption(preemption: &Preemption, nodes: usize) -> Value {
    let candidate =
        |one: &Candidate| json!({"node": one.node, "victims": one.victims, "violations": one.violations});
    match preemption {
        Preemption::Helps(all) => {
            let best = all.first();
            json!({
                "helps": true, "node": best.map(|best| &best.node), "victims": best.map(|best| &best.victims),
                "violations": best.map(|best| best.violations),
                "candidates": all.iter().map(candidate).collect::<Vec<_>>(),
            })
        }
        other => json!({"helps": false, "message": other.message(nodes)}),
    }
}

/// Returns a proposal with the commands that carry it out.
pub(super) fn proposal(proposal: &Proposal, pod: &Pod, flags: &str) -> Value {
    let edit = |edit: &Edit| json!({"kind": edit.name(), "text": edit.to_string(), "command": command::of(edit, pod, flags), "patch": patch::of(edit, pod)});
    let kind = proposal.edits.iter().max_by_key(|edit| edit.risk()).map(Edit::name);
    json!({
        "kind": kind, "edits": proposal.edits.iter().map(edit).collect::<Vec<_>>(), "opens": proposal.opens,
    })
}
