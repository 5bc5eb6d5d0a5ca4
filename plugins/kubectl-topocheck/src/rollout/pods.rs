//! How pods count: active, ready, available (`pkg/api/v1/pod/util.go`, `pkg/controller/controller_utils.go`).

use kubecheck_core::model::time::Timestamp;

use crate::model::pod::Pod;
use crate::model::status::Condition;

/// Tells whether a pod counts for what manages it: it has neither ended nor is it being deleted (`IsPodActive`).
pub fn is_active(pod: &Pod) -> bool {
    !pod.is_terminal() && !pod.metadata.is_deleted()
}

/// Returns the condition that a pod is ready, if it is.
fn ready(pod: &Pod) -> Option<&Condition> {
    pod.status.condition("Ready").filter(|ready| ready.status == "True")
}

/// Tells whether a pod is ready.
pub fn is_ready(pod: &Pod) -> bool {
    ready(pod).is_some()
}

/// Returns when a pod that is ready counts as available: when it has been ready for so many seconds (`IsPodAvailable`). None if it is not
/// ready, or does not say since when.
pub fn available_at(pod: &Pod, min_ready_seconds: i64) -> Option<Timestamp> {
    let since = ready(pod)?.since();
    if min_ready_seconds <= 0 {
        return since.or(Some(Timestamp::UNIX_EPOCH));
    }
    later(since?, min_ready_seconds)
}

/// Returns the time some seconds later.
pub fn later(time: Timestamp, seconds: i64) -> Option<Timestamp> {
    Timestamp::new(time.as_second().saturating_add(seconds), time.subsec_nanosecond()).ok()
}

/// Tells whether a pod is available at a time.
pub fn is_available(pod: &Pod, min_ready_seconds: i64, now: Timestamp) -> bool {
    available_at(pod, min_ready_seconds).is_some_and(|at| at <= now)
}
