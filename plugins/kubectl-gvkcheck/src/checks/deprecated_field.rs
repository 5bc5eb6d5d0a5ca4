//! `deprecated-field`: a field that is deprecated.

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
    id: "GVK022",
    name: "deprecated-field",
    summary: "A field that is deprecated at the target",
    severity: Severity::Warning,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("deprecated_field.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Object(check) };

fn check(object: &Object<'_>, facts: &Facts, findings: &mut Findings<'_>) {
    let Some(kind) = facts.kind() else { return };
    for violation in &facts.violations {
        let Problem::Deprecated(name) = violation.problem else { continue };
        // Nobody wrote what the server fills in.
        if violation.path.first() == Some(&"status") || name == "selfLink" {
            continue;
        }
        let path = words::field(object, violation.at);
        let message =
            format!("{path} of {} {} is deprecated at {}", verdict::of(kind), kind.kind, facts.target);
        let help = format!(
            "kubectl explain {}.{} says what to use instead",
            kind.kind.to_lowercase(),
            violation.field_path(name)
        );
        findings.add(Draft::new(&RULE, violation.at, message).help(help));
    }
}
