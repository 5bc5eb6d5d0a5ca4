//! `sandbox-failed`: what all containers of a pod share cannot be made.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

use crate::start::Stuck;
use crate::start::told::{Scene, Words};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP032",
    name: "sandbox-failed",
    summary: "What all containers of a pod share cannot be made",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("sandbox_failed.md"),
};

/// Words why the sandbox of a pod is not made.
pub(crate) fn words(one: &Stuck, why: &str, scene: &Scene<'_>) -> Words {
    Words {
        message: format!("its sandbox cannot be made: {why}"),
        then: "the kubelet tries again about every 10 seconds".to_owned(),
        advice: "see what the node and its container runtime say".to_owned(),
        next: scene.flags.kubectl(&["describe", "node", &one.subject.node], ""),
        ..Words::default()
    }
}
