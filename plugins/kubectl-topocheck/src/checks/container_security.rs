//! `container-security`: a container would run as it must not, or with a profile that is not there.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

use crate::start::Stuck;
use crate::start::told::{Scene, Words, of_container};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP042",
    name: "container-security",
    summary: "A container would run as it must not, or names a security profile that is not there",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("container_security.md"),
};

/// Words what the security of a container forbids.
pub(crate) fn words(one: &Stuck, why: &str, scene: &Scene<'_>) -> Words {
    let lower = why.to_ascii_lowercase();
    let advice = match () {
        () if lower.contains("non-numeric user") => {
            "set runAsUser to the number of the user: a name may be that of root"
        }
        () if lower.contains("run as root") => {
            "set runAsUser to another user than 0, or build the image with a USER"
        }
        () if lower.contains("breaks non-root") => {
            "take runAsNonRoot or runAsUser 0 back: they contradict each other"
        }
        () if lower.contains("seccomp") || lower.contains("apparmor") => {
            "put the profile onto the nodes, or name one that is there"
        }
        () => "change its securityContext",
    };
    let pointer = one.cause.container.as_ref().map(|part| format!("{}/securityContext", part.pointer()));
    Words {
        message: format!("{}{why}", of_container(&one.cause)),
        then: "the kubelet tries again, and refuses again".to_owned(),
        advice: advice.to_owned(),
        next: scene.edit(&one.subject),
        pointer: pointer.unwrap_or_default(),
        severity: None,
    }
}
