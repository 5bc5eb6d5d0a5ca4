//! `plural-kind`: a resource name stands where the kind belongs.

use kubecheck_core::check::findings::{Draft, Findings};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Run};
use kubecheck_core::model::object::Object;

use crate::checks::words;
use crate::facts::{Facts, Gvkcheck, claim, kind_node};
use crate::identity::verdict::{self, Verdict};

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK006",
    name: "plural-kind",
    summary: "A resource name (plural or short) stands where the kind belongs",
    severity: Severity::Error,
    fixes: Fixes::Sometimes,
    since: "0.1.0",
    page: include_str!("plural_kind.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Object(check) };

fn check(object: &Object<'_>, facts: &Facts, findings: &mut Findings<'_>) {
    let (Verdict::PluralKind(kind), Some(claim)) = (&facts.verdict, claim(object)) else { return };
    let plural = kind.eras().last().is_some_and(|(_, _, r)| r.plural.eq_ignore_ascii_case(claim.kind));
    let form = if plural { "the plural resource name" } else { "a short name" };
    let also = words::also_other_api_version(claim, kind);
    let message = format!("{} is {form} of the kind {}{also}", claim.kind, kind.kind);
    let draft = Draft::new(&RULE, kind_node(object), message)
        .help(format!("set kind: {} with apiVersion: {}", kind.kind, verdict::of(kind)))
        .fix_if(words::set_kind(object, kind));
    findings.add(draft);
}
