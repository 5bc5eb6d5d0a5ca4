//! `cel-rule`: a custom object breaks a rule that its CRD states in CEL.

use kubecheck_core::check::findings::{Draft, Findings};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Run};
use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::NodeId;

use crate::checks::words;
use crate::crd::{Broken, Problem};
use crate::facts::{Facts, Gvkcheck};

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK027",
    name: "cel-rule",
    summary: "A custom object that breaks a rule its CRD states in CEL",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("cel_rule.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Object(check) };

/// Why a rule is passed over that cannot be evaluated here, in the counts of a report.
const NOT_EVALUATED: &str = "cel-not-evaluated";

fn check(object: &Object<'_>, facts: &Facts, findings: &mut Findings<'_>) {
    for violation in &facts.custom.violations {
        let Problem::NotEvaluated { rule, why } = &violation.problem else { continue };
        findings.pass_over(NOT_EVALUATED);
        let field = words::field(object, violation.at);
        let message = format!("{field}: a rule of the CRD was not evaluated: {why}");
        let help = format!("only the server can tell; the rule is: {}", one_line(rule));
        findings.add(Draft::new(&RULE, violation.at, message).help(help).severity(Severity::Info));
    }
}

/// Words a rule that does not hold. A patch need not meet it by itself, so that `missing-field` decides whether to tell it.
pub(super) fn draft(object: &Object<'_>, at: NodeId, broken: &Broken) -> Draft {
    let field = words::field(object, at);
    let message = match &broken.failure {
        Some(failure) => format!("{field}: {}; evaluating it fails: {failure}", broken.message),
        None => format!("{field}: {}", broken.message),
    };
    Draft::new(&RULE, at, message).help(format!("the rule is: {}", one_line(&broken.rule)))
}

/// Puts a rule on one line, cut if it is long.
fn one_line(rule: &str) -> String {
    const LONGEST: usize = 300;
    let words: Vec<&str> = rule.split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}
