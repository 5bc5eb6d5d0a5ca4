//! `container-not-made`: a container cannot be made of what its pod says.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

use crate::start::Stuck;
use crate::start::told::{Scene, Words, of_container};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP043",
    name: "container-not-made",
    summary: "A container cannot be made of what its pod says",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("container_not_made.md"),
};

/// Words why a container cannot be made.
pub(crate) fn words(one: &Stuck, why: &str, scene: &Scene<'_>) -> Words {
    let why = if why.is_empty() { "nothing says why" } else { why };
    Words {
        message: format!("{}cannot be made: {why}", of_container(&one.cause)),
        then: "the kubelet tries again about every 10 seconds".to_owned(),
        advice: "see what the kubelet and the container runtime say".to_owned(),
        next: scene.describe(&one.subject),
        pointer: super::image::part(&one.cause),
        severity: None,
    }
}
