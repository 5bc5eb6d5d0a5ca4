//! What the plugin says once no node was found, before preemption is tried (`PostFilter`).

use super::NOT_HERE;
use super::claims;
use super::extended::Extended;
use super::held::{Reach, reach};
use crate::model::device::ResourceClaim;
use crate::schedule::snapshot::Snapshot;
use crate::schedule::verdict::{Trial, Verdict};

/// What the plugin says once no node was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// It is not in the profile.
    Nothing,
    /// It says this, and then preemption is tried.
    Says(&'static str),
    /// It fails with these words, and nothing else is tried.
    Fails(&'static str),
}

/// Returns what the plugin says of a pod for which no node was found.
pub fn after(trial: &Trial<'_>, verdict: &Verdict) -> After {
    if !trial.snapshot.features.dynamic_resources {
        return After::Nothing;
    }
    let everywhere = &verdict.everywhere;
    // A filter that refuses the pod everywhere keeps this one from being asked; it then finds nothing noted
    // (`k8s.io/kube-scheduler/framework`, `ErrNotFound`).
    if everywhere.iter().any(|refused| refused.plugin != "DynamicResources") {
        return After::Fails("not found");
    }
    let claims = claims::of(&trial.pod.pod, trial.snapshot).unwrap_or_default();
    let extended = Extended::of(trial.pod, trial.snapshot);
    if !everywhere.is_empty() || (claims.is_empty() && extended.is_none()) {
        return After::Says("no new claims to deallocate");
    }
    if claims.iter().any(|claim| is_idle(claim, trial) && is_missed(claim, verdict, trial.snapshot)) {
        return After::Says("deallocation of ResourceClaim completed");
    }
    match extended.is_some_and(|extended| extended.left.is_some()) {
        true => After::Says("deletion of ResourceClaim completed"),
        false => After::Says("still not schedulable"),
    }
}

/// Tells whether nobody else uses a claim, so that its devices can be given back.
fn is_idle(claim: &ResourceClaim, trial: &Trial<'_>) -> bool {
    match claim.status.reserved_for.as_slice() {
        [] => true,
        [one] => one.uid == trial.pod.pod.metadata.uid,
        _ => false,
    }
}

/// Tells whether a claim is what keeps the pod from a node, as far as the scheduler has asked.
fn is_missed(claim: &ResourceClaim, verdict: &Verdict, snapshot: &Snapshot) -> bool {
    let is_refused_for = |node: &&crate::schedule::verdict::OnNode| {
        node.first().is_some_and(|first| {
            first.plugin == "DynamicResources"
                && first.refusal.reasons.iter().any(|reason| reason == NOT_HERE)
        })
    };
    let mut nodes = verdict.nodes.iter().filter(is_refused_for);
    nodes.any(|node| {
        let node = snapshot.node(&node.name);
        node.is_some_and(|node| match reach(claim, node) {
            Reach::Yes | Reach::Waits => false,
            Reach::No(_) => true,
            Reach::Failed(_) => snapshot.features.device_conditions,
        })
    })
}
