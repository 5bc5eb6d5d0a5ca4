//! `unknown-kind`: a built-in group has no such kind.

use kubecheck_core::check::findings::{Draft, Findings};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Run};
use kubecheck_core::model::object::Object;

use crate::checks::words;
use crate::facts::{Facts, Gvkcheck, claim, kind_node};
use crate::identity::verdict::{self, Verdict};

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK007",
    name: "unknown-kind",
    summary: "A built-in group has no such kind, nor has any other",
    severity: Severity::Error,
    fixes: Fixes::Sometimes,
    since: "0.1.0",
    page: include_str!("unknown_kind.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Object(check) };

fn check(object: &Object<'_>, facts: &Facts, findings: &mut Findings<'_>) {
    let (Verdict::UnknownKind { nearest, subresource }, Some(claim)) = (&facts.verdict, claim(object)) else {
        return;
    };
    let (name, api_version) = (claim.kind, claim.api_version());
    let at = kind_node(object);
    let missing = format!("{api_version} has no kind {name}");
    let draft = match (subresource, nearest) {
        (Some((parent, subresource)), _) => {
            let plural = parent.at(facts.target).map_or(parent.kind, |resource| resource.plural);
            Draft::new(
                &RULE,
                at,
                format!("{missing} of its own: it is posted to {plural}/NAME/{subresource}"),
            )
            .help(format!("kubectl create --raw /…/{plural}/NAME/{subresource} -f FILE sends it"))
        }
        (None, Some(kind)) => Draft::new(&RULE, at, format!("{missing}; the nearest is {}", kind.kind))
            .help(format!("set kind: {} with apiVersion: {}", kind.kind, verdict::of(kind)))
            .fix_if(words::set_kind(object, kind)),
        (None, None) => Draft::new(&RULE, at, missing)
            .help(format!("see what there is: kubectl gvkcheck resolve --k8s {}", facts.target)),
    };
    findings.add(draft);
}
