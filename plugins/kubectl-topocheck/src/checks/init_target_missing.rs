//! `init-target-missing`: an init container waits for what is not there.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP051",
    name: "init-target-missing",
    summary: "An init container waits for something that does not exist",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("init_target_missing.md"),
};

// Its case is worded with that of `init-overdue`: which of the two it is shows only when all that is waited for was looked at.
