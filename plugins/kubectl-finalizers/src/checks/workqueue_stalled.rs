//! `workqueue-stalled`: a worker of a controller has been at one object for too long.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::model::time;
use kubecheck_core::report::finding::Finding;

use super::stall;
use crate::stalls::Controller;
use crate::stalls::verdict::Ill;

/// The rule.
pub static RULE: Rule = Rule {
    id: "FIN042",
    name: "workqueue-stalled",
    summary: "A worker of a controller has been at one object for too long",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("workqueue_stalled.md"),
};

/// Makes a finding of a queue.
pub(crate) fn finding(own: &Controller, ill: &Ill, context: Option<&str>) -> Finding {
    let (Ill::Stuck(name, queue, seconds)
    | Ill::Hangs(name, queue, seconds)
    | Ill::Grows(name, [_, queue], seconds)) = ill;
    #[expect(clippy::cast_possible_truncation, reason = "an age in whole seconds")]
    let longest = time::age(queue.longest as i64);
    let rest = match ill {
        Ill::Stuck(..) => format!("nothing was done in {seconds}s and {} wait", queue.depth),
        _ => "others are worked at".to_owned(),
    };
    let message = format!("a worker of the queue {name:?} has been at one object for {longest}; {rest}");
    let help = format!("a call that never returns holds it: look at the log of {}, and restart it", own.name);
    let severity = if matches!(ill, Ill::Stuck(..)) { RULE.severity } else { Severity::Warning };
    Finding { severity, ..stall::finding(&RULE, message, stall::pod(&own.leases, context), help) }
}
