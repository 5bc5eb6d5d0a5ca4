//! A pod without a node: what the scheduler says of it, and whether that can change by itself.

use kubecheck_core::kube::args::quoted;

use super::{Around, Outlook, PodCause};
use crate::model::node::Taint;
use crate::model::pod::Pod;
use crate::schedule::cause::Cause;
use crate::schedule::judgement::{self, Judgement, State};
use crate::schedule::node::NodeInfo;
use crate::schedule::preempt::Preemption;
use crate::schedule::snapshot::Snapshot;
use crate::schedule::verdict::{OnNode, Refused};

/// For how many seconds an autoscaler that said that it adds a node is believed.
const SCALES: i64 = 900;

/// Tells why a pod has no node.
pub(super) fn cause(around: &Around<'_>, snapshot: Option<&Snapshot>) -> PodCause {
    let pod = around.pod;
    let condition = pod.status.condition("PodScheduled").filter(|condition| condition.status == "False");
    let since = condition.and_then(|condition| condition.since()).or_else(|| pod.metadata.created());
    let meta = &pod.metadata;
    let command = format!("kubectl topocheck pending {} -n {}", quoted(&meta.name), quoted(&meta.namespace));
    let found = |rule, summary: String, outlook| {
        PodCause::new(rule, summary, outlook).next(command.clone()).since(since)
    };
    if !pod.spec.scheduling_gates.is_empty() {
        let gates: Vec<&str> = pod.spec.scheduling_gates.iter().map(|gate| gate.name.as_str()).collect();
        let summary = format!("is not scheduled before its gates go: {}", gates.join(", "));
        return found("gated", summary, Outlook::MayHeal);
    }
    let own = snapshot.and_then(|snapshot| {
        Some((snapshot, snapshot.pending.iter().find(|own| own.pod.key() == pod.key())?))
    });
    let judged = own.map(|(snapshot, own)| (snapshot, judgement::of(own, snapshot)));
    let told = condition.map(|condition| condition.message.clone()).filter(|message| !message.is_empty());
    let message = told.clone().or_else(|| judged.as_ref().and_then(|(_, judged)| judged.message.clone()));
    let Some(message) = message else {
        let summary = "waits for the scheduler".to_owned();
        return found("unscheduled", summary, Outlook::Starts);
    };
    let outlook = match &judged {
        // The scheduler has looked at it before the world changed, and comes back to it.
        Some((_, judged)) if matches!(judged.state, State::Schedulable | State::Nominated) => Outlook::Starts,
        // What another scheduler looks at is not known.
        Some(_) if is_being_scaled(around) || !is_of_default(pod) => Outlook::MayHeal,
        Some((snapshot, judged)) => outlook(judged, snapshot),
        None => Outlook::MayHeal,
    };
    found("unschedulable", format!("has no node: {message}"), outlook)
}

/// Tells whether an autoscaler said that it adds a node for the pod (the cluster autoscaler, Karpenter).
fn is_being_scaled(around: &Around<'_>) -> bool {
    let event = around.event(&["TriggeredScaleUp", "Nominated"]);
    event.is_some_and(|event| around.seconds(event.last()) < SCALES)
}

/// Tells whether the scheduler that is known here looks at a pod.
fn is_of_default(pod: &Pod) -> bool {
    matches!(pod.spec.scheduler_name.as_str(), "" | "default-scheduler")
}

/// How far what refuses a pod can change while nobody changes anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Bar {
    /// A node gets well, a volume is made: nobody needs to do anything.
    Opens,
    /// Other pods have to go.
    Crowded,
    /// Labels, taints or the pod have to be changed.
    Fixed,
}

/// Tells whether a pod that no node takes can get one by itself.
fn outlook(judged: &Judgement, snapshot: &Snapshot) -> Outlook {
    let verdict = &judged.verdict;
    let is_sure = verdict.doubts.is_empty() && judged.state == State::Unschedulable;
    let helps = matches!(judged.preemption, Some(Preemption::Helps(_)));
    if !is_sure || helps {
        return Outlook::MayHeal;
    }
    let everywhere = verdict.everywhere.iter().map(|refused| bar(refused, None)).max();
    let on_node = |node: &OnNode| {
        let info = snapshot.node(&node.name).map(AsRef::as_ref);
        let bars = node.refused.iter().map(|refused| bar(refused, info));
        let bar = bars.max().unwrap_or(Bar::Opens);
        // A pod that ends by itself, or is on its way, makes room where it is; what counts pods of many nodes looks at all.
        let leaving = || info.is_some_and(|info| info.pods.iter().any(|pod| is_leaving(&pod.pod)));
        let spread = || node.refused.iter().any(|refused| is_about_many(refused.plugin));
        let anywhere = || snapshot.placed().any(|(_, pod)| is_leaving(&pod.pod));
        match bar {
            Bar::Crowded if leaving() || (spread() && anywhere()) => Bar::Opens,
            bar => bar,
        }
    };
    match verdict.nodes.iter().map(on_node).min().or(everywhere) {
        Some(Bar::Opens) => Outlook::MayHeal,
        Some(Bar::Crowded) => Outlook::Crowded,
        Some(Bar::Fixed) | None => Outlook::Stands,
    }
}

/// Tells whether a filter looks at pods on other nodes too.
fn is_about_many(plugin: &str) -> bool {
    matches!(plugin, "PodTopologySpread" | "InterPodAffinity")
}

/// Tells whether a pod goes without anybody doing something: it is being deleted, or it runs to an end.
fn is_leaving(pod: &Pod) -> bool {
    let is_job = pod.metadata.controller().is_some_and(|owner| owner.kind == "Job");
    pod.metadata.is_deleted() || is_job || matches!(pod.spec.restart_policy.as_str(), "OnFailure" | "Never")
}

/// Tells how far the refusal of a filter can change.
fn bar(refused: &Refused, node: Option<&NodeInfo>) -> Bar {
    let causes = &refused.refusal.causes;
    match refused.plugin {
        "NodeName" | "NodeAffinity" | "VolumeZone" | "NodeDeclaredFeatures" => Bar::Fixed,
        "TaintToleration"
            if causes.iter().any(|cause| matches!(cause, Cause::Taint(taint) if !is_passing(taint))) =>
        {
            Bar::Fixed
        }
        "NodeResourcesFit" if causes.iter().any(|cause| is_too_much(cause, node)) => Bar::Fixed,
        "NodeResourcesFit" | "NodePorts" | "PodTopologySpread" | "VolumeRestrictions"
        | "NodeVolumeLimits" => Bar::Crowded,
        // Pods that must be near may come; those that must not be near have to go.
        "InterPodAffinity" if causes.iter().all(|cause| !matches!(cause, Cause::Affinity { .. })) => {
            Bar::Crowded
        }
        "VolumeBinding" if refused.refusal.reasons.iter().any(|reason| reason.ends_with(" not found")) => {
            Bar::Fixed
        }
        _ => Bar::Opens,
    }
}

/// Tells whether a pod asks for more than the node has even if it is empty.
fn is_too_much(cause: &Cause, node: Option<&NodeInfo>) -> bool {
    match cause {
        Cause::Resource { requested, allocatable, .. } => requested > allocatable,
        Cause::Pods { allocatable, .. } => node.is_some() && *allocatable == 0,
        _ => false,
    }
}

/// Tells whether a taint is one that controllers take off by themselves: the state of a node (`pkg/controller/nodelifecycle`), or that it
/// is not made ready yet. A cordon is not among them, but whoever drains a node usually brings it back.
fn is_passing(taint: &Taint) -> bool {
    let key = taint.key.as_str();
    key.starts_with("node.kubernetes.io/")
        || key.starts_with("node.cloudprovider.kubernetes.io/")
        || ["not-ready", "uninitialized", "startup", "initializing"].iter().any(|word| key.contains(word))
}

#[cfg(test)]
mod tests;
