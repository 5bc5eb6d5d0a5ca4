//! What the rules about pods that are not made have in common.

/// How often a controller tries again: its queue doubles the pause from 5 ms to 1000 s
/// (`k8s.io/client-go/util/workqueue/default_rate_limiters.go`, `DefaultTypedControllerRateLimiter`).
pub(crate) const RETRY: &str = "its controller tries again, at intervals of up to 17 minutes";
