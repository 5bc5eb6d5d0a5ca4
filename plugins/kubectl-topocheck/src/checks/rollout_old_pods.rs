//! `rollout-old-pods`: the new pods wait for old ones that do not go.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP065",
    name: "rollout-old-pods",
    summary: "Pods of the old template do not go, and the new ones wait for that",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("rollout_old_pods.md"),
};
