//! `pod-no-node`: a pod has no node.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

use crate::start::Stuck;
use crate::start::told::{Scene, Words};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP024",
    name: "pod-no-node",
    summary: "No node will do for a pod",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("pod_no_node.md"),
};

/// Words what the scheduler has against a pod, in a line.
pub(crate) fn words(one: &Stuck, why: &str, scene: &Scene<'_>) -> Words {
    Words {
        message: format!("no node: {why}"),
        then: "the scheduler tries again when something changes, and every few minutes".to_owned(),
        advice: "look at what each node lacks, and what would make it fit".to_owned(),
        next: scene.flags.topocheck(&["pending", &one.subject.name], &one.subject.namespace),
        ..Words::default()
    }
}
