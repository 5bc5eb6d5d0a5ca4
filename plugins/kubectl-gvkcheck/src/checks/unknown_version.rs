//! `unknown-version`: the group has the kind, but never had it in this version.

use kubecheck_core::check::findings::{Draft, Findings};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Run};
use kubecheck_core::model::object::Object;

use crate::checks::words;
use crate::facts::{Facts, Gvkcheck, api_version_node, claim};
use crate::identity::verdict::{self, Verdict};

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK002",
    name: "unknown-version",
    summary: "The group has the kind, but never had it in this version",
    severity: Severity::Error,
    fixes: Fixes::Sometimes,
    since: "0.1.0",
    page: include_str!("unknown_version.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Object(check) };

fn check(object: &Object<'_>, facts: &Facts, findings: &mut Findings<'_>) {
    let (Verdict::UnknownVersion(versions), Some(claim)) = (&facts.verdict, claim(object)) else { return };
    let target = facts.target;
    let served: Vec<_> = versions.iter().copied().filter(|kind| facts.at().serves(kind)).collect();
    let all: Vec<&str> = versions.iter().map(|kind| kind.version).collect();
    let message = format!(
        "{} never was {} in Kubernetes {}; its versions: {}",
        claim.kind,
        claim.api_version(),
        words::range(),
        all.join(", ")
    );
    let mut draft = Draft::new(&RULE, api_version_node(object), message);
    // The kind may have moved to another group, as Deployment did from extensions to apps.
    let best =
        served.first().copied().or_else(|| words::served_versions(claim.kind, facts.at()).first().copied());
    draft = match best {
        Some(best) => draft.help(format!("set apiVersion: {}, which {target} serves", verdict::of(best))),
        None => draft.help(format!("{target} serves none of them by default")),
    };
    draft.fix = best.and_then(|best| words::set_api_version(object, best, target));
    findings.add(draft);
}
