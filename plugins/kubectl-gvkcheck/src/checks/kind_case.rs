//! `kind-case`: the kind is written with another case.

use kubecheck_core::check::findings::{Draft, Findings};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Run};
use kubecheck_core::model::object::Object;

use crate::checks::words;
use crate::facts::{Facts, Gvkcheck, claim, kind_node};
use crate::identity::verdict::{self, Verdict};

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK005",
    name: "kind-case",
    summary: "The kind is written with another case; kinds are case-sensitive",
    severity: Severity::Error,
    fixes: Fixes::Sometimes,
    since: "0.1.0",
    page: include_str!("kind_case.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Object(check) };

fn check(object: &Object<'_>, facts: &Facts, findings: &mut Findings<'_>) {
    let (Verdict::KindCase(kind), Some(claim)) = (&facts.verdict, claim(object)) else { return };
    let also = words::also_other_api_version(claim, kind);
    let message = format!("the kind is written {}, not {}{also}", kind.kind, claim.kind);
    let draft = Draft::new(&RULE, kind_node(object), message)
        .help(format!("set kind: {} with apiVersion: {}", kind.kind, verdict::of(kind)))
        .fix_if(words::set_kind(object, kind));
    findings.add(draft);
}
