//! `not-yet-served`: the target does not serve this version of the kind yet.

use kubecheck_catalog::{self as catalog, Kind};
use kubecheck_core::check::findings::{Draft, Findings};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Run};
use kubecheck_core::model::object::Object;

use crate::checks::words;
use crate::facts::{Facts, Gvkcheck, api_version_node};
use crate::identity::Target;
use crate::identity::verdict::{self, Verdict};

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK004",
    name: "not-yet-served",
    summary: "The target does not serve this version of the kind yet",
    severity: Severity::Error,
    fixes: Fixes::Sometimes,
    since: "0.1.0",
    page: include_str!("not_yet_served.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Object(check) };

fn check(object: &Object<'_>, facts: &Facts, findings: &mut Findings<'_>) {
    let Verdict::NotYet(kind) = facts.verdict else { return };
    let target = facts.target;
    let first = kind.eras().next().map_or(String::new(), |(from, _, _)| format!(" before {from}"));
    let message = format!("{} {} is not served{first} (target {target})", verdict::of(kind), kind.kind);
    let mut draft = Draft::new(&RULE, api_version_node(object), message);
    let have = words::served_versions(kind.kind, facts.at());
    draft = match have.as_slice() {
        [] => draft.help(without(kind, facts.at())),
        [best, ..] => draft
            .help(format!("{target} serves it as {}", words::api_versions(&have)))
            .fix_if(words::set_api_version(object, best, target)),
    };
    findings.add(draft);
}

/// Says what a version of Kubernetes has of a kind that it serves nowhere by default.
fn without(kind: &Kind, target: Target<'_>) -> String {
    let off =
        |other: &&'static Kind| other.kind == kind.kind && other.group == kind.group && target.has(other);
    let off: Vec<&'static Kind> = catalog::kinds().iter().filter(off).collect();
    match off.as_slice() {
        [] => format!("{} has no {}", target.name(), kind.kind),
        off => format!("Kubernetes {target} has it only as {}, off by default", words::api_versions(off)),
    }
}
