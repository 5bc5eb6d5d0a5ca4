//! `rollout-paused`: nobody rolls the newest template out.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP062",
    name: "rollout-paused",
    summary: "A Deployment is paused before its newest template is rolled out",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("rollout_paused.md"),
};
