//! `field-fight`: a field goes from one manager to another and back.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::report::finding::{Finding, Place};

use crate::managers::contest::Fight;

/// The rule.
pub static RULE: Rule = Rule {
    id: "FIN010",
    name: "field-fight",
    summary: "Several managers take a field from each other, again and again",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("field_fight.md"),
};

/// Makes a finding of a field that changes hands.
pub(crate) fn finding(fight: &Fight, place: Place) -> Finding {
    let managers = fight.managers.join(", ");
    let times = if fight.changes == 2 { "twice" } else { "again and again" };
    let changes = if fight.changes == 2 { String::new() } else { format!(" ({} times)", fight.changes) };
    Finding {
        rule: &RULE,
        severity: RULE.severity,
        message: format!("{} changed hands {times}{changes} between {managers}", fight.field),
        place,
        related: Vec::new(),
        help: Some(format!(
            "let one of {managers} set it, and take it out of what the others apply or write"
        )),
        fix: None,
        snippet: None,
    }
}
