//! Claims that have their devices: whether these can be used from a node.

use crate::model::device::{AllocatedDevice, ResourceClaim};
use crate::schedule::node::NodeInfo;

/// Whether the devices of a claim can be used from a node.
pub(super) enum Reach {
    Yes,
    No(String),
    /// A device will never become ready.
    Failed(String),
    /// A device is not ready yet; how long it may take is not looked at.
    Waits,
}

/// Looks whether the devices of a claim can be used from a node.
pub(super) fn reach(claim: &ResourceClaim, node: &NodeInfo) -> Reach {
    let Some(allocation) = &claim.status.allocation else { return Reach::Yes };
    if let Some(selector) = &allocation.node_selector
        && !selector.matches(node.name(), node.labels())
    {
        return Reach::No("its devices cannot be reached from this node".to_owned());
    }
    ready(claim, &allocation.devices.results)
}

/// Looks whether devices are ready (`isClaimReadyForBinding`).
fn ready(claim: &ResourceClaim, results: &[AllocatedDevice]) -> Reach {
    for result in results.iter().filter(|result| !result.binding_conditions.is_empty()) {
        let mut statuses = claim.status.devices.iter();
        let status = statuses.find(|status| {
            (&status.driver, &status.pool, &status.device) == (&result.driver, &result.pool, &result.device)
        });
        let Some(status) = status else { return Reach::Waits };
        let is_true = |kind: &String| {
            let mut conditions = status.conditions.iter();
            conditions.any(|condition| condition.kind == *kind && condition.status == "True")
        };
        if let Some(failed) = result.binding_failure_conditions.iter().find(|kind| is_true(kind)) {
            return Reach::Failed(format!("device {} is {failed}", result.device));
        }
        if !result.binding_conditions.iter().all(is_true) {
            return Reach::Waits;
        }
    }
    Reach::Yes
}
