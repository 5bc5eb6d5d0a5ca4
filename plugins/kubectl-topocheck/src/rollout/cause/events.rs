//! What events say of a pod whose containers are not made yet.

use kubecheck_core::model::time;

use super::{Around, Outlook, PodCause, STARTS, config};
use crate::model::status::ContainerStatus;

/// The events that tell what a kubelet does, or why it makes no container (`pkg/kubelet/events/event.go`).
const REASONS: [&str; 8] = [
    "Pulling",
    "Pulled",
    "FailedMount",
    "FailedAttachVolume",
    "FailedMapVolume",
    "FailedCreatePodSandBox",
    "FailedPrepareDynamicResources",
    "NetworkNotReady",
];

/// Finds why no container of a pod is made.
pub(super) fn cause(around: &Around<'_>) -> Option<PodCause> {
    let is_made = |status: &ContainerStatus| status.state.waiting.is_none();
    if around.pod.status.container_statuses.iter().any(is_made) {
        return None;
    }
    let event = around.event(&REASONS)?;
    let found = match event.reason.as_str() {
        "Pulled" => return None,
        "Pulling" => {
            let age = time::age(around.seconds(event.last()));
            PodCause::new("pulling", format!("pulls its image for {age}"), Outlook::Starts)
        }
        reason => failing(around, reason, event.message.trim()),
    };
    let next = found.next.clone().unwrap_or_else(|| around.describe());
    Some(found.next(next).since(around.unready_since()))
}

/// A volume, a sandbox or devices that are not had yet. In the beginning some of that is usual.
fn failing(around: &Around<'_>, reason: &str, said: &str) -> PodCause {
    let found = config::cause(around, reason, said);
    let rule = if found.rule == "config-error" { "volume-or-sandbox" } else { found.rule };
    let is_usual = found.outlook == Outlook::MayHeal && around.age() < STARTS;
    PodCause { rule, outlook: if is_usual { Outlook::Starts } else { found.outlook }, ..found }
}
