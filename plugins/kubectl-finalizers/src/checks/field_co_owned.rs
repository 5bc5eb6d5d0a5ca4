//! `field-co-owned`: several managers set a field to the same value.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::model::fields::Path;
use kubecheck_core::report::finding::{Finding, Place};

use crate::managers::contest::Shared;

/// The rule.
pub static RULE: Rule = Rule {
    id: "FIN011",
    name: "field-co-owned",
    summary: "Several managers set a field to the same value, so that none of them alone can remove it",
    severity: Severity::Info,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("field_co_owned.md"),
};

/// How many fields a message names.
const NAMED: usize = 3;

/// Makes a finding of the fields that the same managers share.
pub(crate) fn finding(shared: &Shared, place: Place) -> Finding {
    let count = shared.fields.len();
    let mut fields: Vec<String> = shared.fields.iter().take(NAMED).map(Path::to_string).collect();
    if count > NAMED {
        fields.push(format!("{} more", count - NAMED));
    }
    let all = if shared.managers.len() == 2 { "both" } else { "all" };
    let (managers, fields) = (shared.managers.join(" and "), fields.join(", "));
    Finding {
        rule: &RULE,
        severity: RULE.severity,
        message: format!("{managers} {all} set {fields}"),
        place,
        related: Vec::new(),
        help: Some(
            "it goes when the last of them gives it up, and a change by one is a conflict for the other appliers"
                .to_owned(),
        ),
        fix: None,
        snippet: None,
    }
}
