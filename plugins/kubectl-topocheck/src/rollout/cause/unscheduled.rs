//! A pod without a node: whether that can change by itself.

use super::Outlook;
use crate::model::node::Taint;
use crate::model::pod::Pod;
use crate::schedule::cause::Cause;
use crate::schedule::judgement::{self, Judgement, State};
use crate::schedule::node::NodeInfo;
use crate::schedule::preempt::Preemption;
use crate::schedule::snapshot::Snapshot;
use crate::schedule::verdict::{OnNode, Refused};

/// Tells whether a pod without a node can get one by itself.
pub(super) fn outlook(pod: &Pod, snapshot: Option<&Snapshot>) -> Outlook {
    let own = |snapshot: &Snapshot| {
        let own = snapshot.pending.iter().find(|own| own.pod.key() == pod.key())?;
        Some(judgement::of(own, snapshot))
    };
    let Some((snapshot, judged)) = snapshot.and_then(|snapshot| Some((snapshot, own(snapshot)?))) else {
        return Outlook::MayHeal;
    };
    match judged.state {
        // The scheduler has looked at it before the world changed, and comes back to it.
        State::Schedulable | State::Nominated => Outlook::Starts,
        // What another scheduler looks at is not known.
        _ if !is_of_default(pod) => Outlook::MayHeal,
        _ => judged_outlook(&judged, snapshot),
    }
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
fn judged_outlook(judged: &Judgement, snapshot: &Snapshot) -> Outlook {
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
