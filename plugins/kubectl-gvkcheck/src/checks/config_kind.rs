//! `config-kind`: a configuration file of a program, not an API object.

use kubecheck_core::check::findings::{Draft, Findings};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Run};
use kubecheck_core::model::object::Object;

use crate::facts::{Facts, Gvkcheck, claim, kind_node};
use crate::identity::Verdict;

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK013",
    name: "config-kind",
    summary: "A configuration file of a program, not an API object",
    severity: Severity::Info,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("config_kind.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Object(check) };

fn check(object: &Object<'_>, facts: &Facts, findings: &mut Findings<'_>) {
    let Verdict::Config(reader) = facts.verdict else { return };
    let message = match claim(object) {
        Some(claim) => {
            format!("{} {} is not an API object; it is read by {reader}", claim.api_version(), claim.kind)
        }
        None => format!("not an API object; it is read by {reader}"),
    };
    let help = "leave it out of what you apply; kubectl would answer \"no matches for kind\"";
    findings.add(Draft::new(&RULE, kind_node(object), message).help(help));
}
