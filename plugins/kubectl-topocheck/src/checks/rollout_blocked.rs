//! `rollout-blocked`: new pods do not get available, and the bounds let nothing else happen.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP060",
    name: "rollout-blocked",
    summary: "Pods of the new template do not get available, and the bounds let nothing else happen",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("rollout_blocked.md"),
};
