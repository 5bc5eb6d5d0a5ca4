//! `workqueue-growing`: more comes into a queue than is done.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::report::finding::Finding;

use super::stall;
use crate::stalls::Controller;
use crate::stalls::metrics::Queue;

/// The rule.
pub static RULE: Rule = Rule {
    id: "FIN043",
    name: "workqueue-growing",
    summary: "More objects come into the queue of a controller than it works off",
    severity: Severity::Warning,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("workqueue_growing.md"),
};

/// Makes a finding of a queue.
pub(crate) fn finding(
    own: &Controller,
    name: &str,
    [before, after]: &[Queue; 2],
    seconds: f64,
    context: Option<&str>,
) -> Finding {
    let (added, done) = (after.adds - before.adds, after.done - before.done);
    let retried = after.retries - before.retries;
    let again = if retried > 0.0 { format!(", {retried} of them again") } else { String::new() };
    let message = format!(
        "the queue {name:?} grew from {} to {} in {seconds}s: {added} came{again}, {done} were done",
        before.depth, after.depth
    );
    let help =
        format!("look whether what {} asks is slow or fails (its log), or give it more workers", own.name);
    stall::finding(&RULE, message, stall::pod(&own.leases, context), help)
}
