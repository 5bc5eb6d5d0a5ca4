//! `rollout-unattended`: the controller does nothing.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP064",
    name: "rollout-unattended",
    summary: "The controller does nothing for a rollout",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("rollout_unattended.md"),
};
