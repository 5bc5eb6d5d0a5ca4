//! `rollout-create-refused`: pods cannot be made.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP061",
    name: "rollout-create-refused",
    summary: "Pods of the new template, or their ReplicaSet, cannot be made",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("rollout_create_refused.md"),
};
