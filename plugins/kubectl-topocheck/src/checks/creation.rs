//! What the rules about pods that are not made have in common.

use crate::start::cause::Cause;

/// How often a controller tries again: its queue doubles the pause from 5 ms to 1000 s
/// (`k8s.io/client-go/util/workqueue/default_rate_limiters.go`, `DefaultTypedControllerRateLimiter`).
pub(crate) const RETRY: &str = "its controller tries again, at intervals of up to 17 minutes";

/// Names what is refused: a Deployment's controller makes a ReplicaSet, others make pods.
pub(crate) fn thing(cause: &Cause) -> &'static str {
    let is_set = ["Failed to create new replica set", "replicasets.apps \""];
    if is_set.iter().any(|words| cause.said.text.contains(words)) { "ReplicaSet" } else { "pod" }
}
