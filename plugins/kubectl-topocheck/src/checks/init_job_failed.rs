//! `init-job-failed`: an init container waits for a Job that has failed for good.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP055",
    name: "init-job-failed",
    summary: "An init container waits for a Job that has failed for good",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("init_job_failed.md"),
};

// Its case is worded with that of `init-overdue`.
