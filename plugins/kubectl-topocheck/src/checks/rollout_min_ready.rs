//! `rollout-min-ready`: only time is missing.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP066",
    name: "rollout-min-ready",
    summary: "All pods are ready, and only minReadySeconds are missing",
    severity: Severity::Info,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("rollout_min_ready.md"),
};
