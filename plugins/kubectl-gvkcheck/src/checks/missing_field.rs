//! `missing-field`: the object lacks a field that the server demands.

use kubecheck_core::check::findings::{Draft, Findings};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Run};
use kubecheck_core::model::object::Object;

use crate::checks::words;
use crate::facts::{Facts, Gvkcheck};
use crate::identity::verdict;
use crate::schema::Problem;

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK017",
    name: "missing-field",
    summary: "The object lacks a field that the server demands",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("missing_field.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Object(check) };

fn check(object: &Object<'_>, facts: &Facts, findings: &mut Findings<'_>) {
    let Some(kind) = facts.kind() else { return };
    for violation in &facts.violations {
        let Problem::Missing(name) = violation.problem else { continue };
        let path = words::field_of(object, violation.at, name);
        let message = format!("{} {} needs {path}, and it is not set", verdict::of(kind), kind.kind);
        findings.add(Draft::new(&RULE, violation.at, message).help(format!("add {path}")));
    }
}
