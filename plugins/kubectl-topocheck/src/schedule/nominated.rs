//! Pods for which room is being made: a pod of the same or a lower priority must fit beside them, and without them
//! (`framework/runtime/framework.go`, `RunFilterPluginsWithNominatedPods`).

use std::sync::Arc;

use super::filters::dynamic_resources;
use super::node::NodeInfo;
use super::pod::PodInfo;
use super::snapshot::Snapshot;

/// Returns the pods for which room is being made on a node, and for which a pod must leave it.
pub fn before<'s>(pod: &PodInfo, node: &NodeInfo, snapshot: &'s Snapshot) -> Vec<&'s Arc<PodInfo>> {
    let all = snapshot.nominated.get(node.name()).map(Vec::as_slice).unwrap_or_default();
    let is_first = |other: &&Arc<PodInfo>| {
        other.pod.priority() >= pod.pod.priority() && !other.is(pod) && is_queued(other, snapshot)
    };
    all.iter().filter(is_first).collect()
}

/// Tells whether the default scheduler holds room for a pod: it does not know those of others, nor those that it keeps out of its queue.
fn is_queued(pod: &PodInfo, snapshot: &Snapshot) -> bool {
    let spec = &pod.pod.spec;
    matches!(spec.scheduler_name.as_str(), "" | "default-scheduler")
        && spec.scheduling_gates.is_empty()
        && dynamic_resources::held_back(pod, snapshot).is_none()
}
