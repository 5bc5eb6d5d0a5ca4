//! `removed-version`: the target no longer serves this version of the kind.

use kubecheck_core::check::findings::{Draft, Findings};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Run};
use kubecheck_core::model::object::Object;

use crate::checks::words;
use crate::facts::{Facts, Gvkcheck, api_version_node};
use crate::identity::verdict::{self, Verdict};

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK003",
    name: "removed-version",
    summary: "The target no longer serves this version of the kind",
    severity: Severity::Error,
    fixes: Fixes::Sometimes,
    since: "0.1.0",
    page: include_str!("removed_version.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Object(check) };

fn check(object: &Object<'_>, facts: &Facts, findings: &mut Findings<'_>) {
    let Verdict::Removed(kind) = facts.verdict else { return };
    let target = facts.target;
    let (name, api_version) = (kind.kind, verdict::of(kind));
    let since = kind.lifecycle.removed.map_or(String::new(), |removed| format!(" since {removed}"));
    let message = format!("{api_version} {name} is no longer served{since} (target {target})");
    let draft = Draft::new(&RULE, api_version_node(object), message);
    findings.add(words::offer_replacement(draft, object, kind, facts.at()));
}
