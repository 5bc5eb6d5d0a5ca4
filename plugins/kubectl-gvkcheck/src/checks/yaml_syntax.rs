//! `yaml-syntax`: a document that cannot be parsed.

use kubecheck_core::check::findings::Findings;
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Run};
use kubecheck_core::source::Broken;

use crate::facts::Gvkcheck;

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK014",
    name: "yaml-syntax",
    summary: "A document that cannot be parsed as YAML or JSON",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("yaml_syntax.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Broken(check) };

fn check(broken: &Broken<'_>, findings: &mut Findings<'_>) {
    findings.add_at(&RULE, broken.span, broken.message.clone(), broken.help.clone());
}
