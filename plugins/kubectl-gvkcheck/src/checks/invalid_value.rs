//! `invalid-value`: a value breaks a rule of its CRD's schema.

use kubecheck_core::check::findings::{Draft, Findings};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Run};
use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::{Form, NodeId};

use crate::checks::words;
use crate::crd::{Problem, Violation};
use crate::facts::{Facts, Gvkcheck, describe};
use crate::schema::placeholder::{self, PLACEHOLDER};

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK026",
    name: "invalid-value",
    summary: "A value of a custom object that the schema of its CRD refuses",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("invalid_value.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Object(check) };

/// Why a pattern is passed over that cannot be compiled here, in the counts of a report.
pub const PATTERN: &str = "pattern-not-compiled";

/// Why an object is passed over that is too large to be compared with its schema, in the counts of a report.
pub const TOO_LARGE: &str = "too-large";

fn check(object: &Object<'_>, facts: &Facts, findings: &mut Findings<'_>) {
    (0..facts.custom.unjudged).for_each(|_| findings.pass_over(PATTERN));
    if facts.custom.too_large {
        findings.pass_over(TOO_LARGE);
    }
    for violation in &facts.custom.violations {
        if is_open(object, violation) {
            findings.pass_over(PLACEHOLDER);
        } else if let Problem::Value { message, lacks: false, .. } = &violation.problem {
            findings.add(draft(object, violation.at, message));
        }
    }
}

/// Tells whether what a value or a rule demands depends on texts that something else fills in.
pub(super) fn is_open(object: &Object<'_>, violation: &Violation) -> bool {
    match &violation.problem {
        Problem::Value { .. } => placeholder::within(object.document.tree.value(violation.at)),
        // A rule may look at the whole object.
        Problem::Rule(_) => placeholder::within(object.root),
        _ => false,
    }
}

/// Words a value that is refused.
pub(super) fn draft(object: &Object<'_>, at: NodeId, message: &str) -> Draft {
    let value = object.document.tree.value(at);
    let field = words::field(object, at);
    let message = match value.form() {
        Form::Sequence | Form::Mapping => format!("{field} {message}"),
        form => format!("{field} {message}; it is {}", describe(form, value.text())),
    };
    let help = format!("the CRD of {} says so, and the server refuses the object", words::subject(object));
    Draft::new(&RULE, at, message).help(help)
}
