//! `readiness-gate`: a condition that a pod waits for is not true.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

use crate::start::Stuck;
use crate::start::told::{Scene, Words};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP047",
    name: "readiness-gate",
    summary: "A readiness gate of a pod is not open",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("readiness_gate.md"),
};

/// Words a gate that is closed.
pub(crate) fn words(one: &Stuck, (condition, why): (&str, &str), scene: &Scene<'_>) -> Words {
    Words {
        message: format!("all its containers are ready, and its readiness gate {condition} is not: {why}"),
        then: "it gets no requests before whoever sets this condition sets it to True".to_owned(),
        advice: "see whether the controller that sets it runs".to_owned(),
        next: scene.describe(&one.subject),
        pointer: "/spec/readinessGates".to_owned(),
        severity: None,
    }
}
