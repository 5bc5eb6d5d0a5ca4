//! `volume-not-attached`: a volume does not come to the node of a pod.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

use crate::start::Stuck;
use crate::start::cause::{Attach, VolumeName};
use crate::start::told::{Scene, Words};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP029",
    name: "volume-not-attached",
    summary: "A volume cannot be attached to the node of a pod",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("volume_not_attached.md"),
};

/// Words why a volume is not attached.
pub(crate) fn words(one: &Stuck, volume: &VolumeName, why: &Attach, scene: &Scene<'_>) -> Words {
    let namespace = one.subject.namespace.as_str();
    let attachments = || scene.flags.kubectl(&["get", "volumeattachments"], "");
    let (message, advice, next) = match why {
        Attach::Elsewhere { pods, nodes } => {
            let at = if nodes.is_empty() { "another node".to_owned() } else { nodes.join(", ") };
            let users = if pods.is_empty() {
                String::new()
            } else {
                format!(", where pod {} uses it", pods.join(", "))
            };
            let next = match pods.first() {
                Some(pod) => scene.flags.kubectl(&["get", "pod", pod, "-o", "wide"], namespace),
                None => attachments(),
            };
            let advice = "let the other pod go first: one replica, strategy Recreate, or a class that can be used by many (ReadWriteMany)";
            (format!("{volume} can be at one node only, and is at {at}{users}"), advice, next)
        }
        Attach::Failed(why) => {
            (format!("{volume} cannot be attached: {why}"), "see what its driver says", attachments())
        }
        Attach::Timeout(why) => (
            format!("{volume} is not attached, and its driver does not answer: {why}"),
            "see whether the controller of the driver runs",
            attachments(),
        ),
    };
    Words {
        message,
        then: "it is tried again, at intervals of up to 2 minutes; a node that is gone is given up after 6"
            .to_owned(),
        advice: advice.to_owned(),
        next,
        pointer: "/spec/volumes".to_owned(),
        severity: None,
    }
}
