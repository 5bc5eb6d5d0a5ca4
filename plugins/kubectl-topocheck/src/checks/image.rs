//! What the rules about images and containers have in common.

use crate::start::cause::Cause;

/// How often a kubelet pulls again: it doubles the pause from 10 s to 5 minutes (`pkg/kubelet/kubelet.go`, `imageBackOff`).
pub(crate) const RETRY: &str = "the kubelet pulls again, at intervals of up to 5 minutes";

/// Returns the place of the image.
pub(crate) fn pointer(cause: &Cause) -> String {
    part(cause) + "/image"
}

/// Returns the place of the container.
pub(crate) fn part(cause: &Cause) -> String {
    cause.container.as_ref().map(crate::start::cause::Part::pointer).unwrap_or_default()
}
