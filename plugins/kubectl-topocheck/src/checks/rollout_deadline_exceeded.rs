//! `rollout-deadline-exceeded`: the controller gave it up.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP063",
    name: "rollout-deadline-exceeded",
    summary: "A rollout made no progress for so long that its controller gave it up",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("rollout_deadline_exceeded.md"),
};
