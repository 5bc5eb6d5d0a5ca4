//! `deprecated-version`: this version of the kind is going to be removed.

use kubecheck_core::check::findings::{Draft, Findings};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Run};
use kubecheck_core::model::object::Object;

use crate::checks::words;
use crate::facts::{Facts, Gvkcheck, api_version_node};
use crate::identity::verdict::{self, Verdict};

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK010",
    name: "deprecated-version",
    summary: "This version of the kind is deprecated at the target",
    severity: Severity::Warning,
    fixes: Fixes::Sometimes,
    since: "0.1.0",
    page: include_str!("deprecated_version.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Object(check) };

fn check(object: &Object<'_>, facts: &Facts, findings: &mut Findings<'_>) {
    let Verdict::Served(kind) = facts.verdict else { return };
    let target = facts.target;
    let Some(since) = kind.lifecycle.deprecated.filter(|since| *since <= target) else { return };
    let removed =
        kind.lifecycle.removed.map_or(String::new(), |removed| format!(" and removed in {removed}"));
    let message = format!("{} {} is deprecated since {since}{removed}", verdict::of(kind), kind.kind);
    let draft = Draft::new(&RULE, api_version_node(object), message);
    findings.add(words::offer_replacement(draft, object, kind, facts.at()));
}
