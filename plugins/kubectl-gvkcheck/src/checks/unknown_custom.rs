//! `unknown-custom`: a custom kind that no CRD of the input defines.

use kubecheck_core::check::findings::{Draft, Findings};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Run};
use kubecheck_core::model::object::Object;

use crate::checks::unknown_version;
use crate::facts::{Facts, Gvkcheck, api_version_node, claim};
use crate::identity::{Claim, Verdict};
use crate::world::Definition;

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK012",
    name: "unknown-custom",
    summary: "A custom kind that no CRD of the input defines",
    severity: Severity::Warning,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("unknown_custom.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE, &unknown_version::RULE], run: Run::Object(check) };

fn check(object: &Object<'_>, facts: &Facts, findings: &mut Findings<'_>) {
    let (Verdict::Custom, Some(claim)) = (&facts.verdict, claim(object)) else { return };
    let defined: Vec<&Definition> = facts.world.kind(claim.group, claim.kind).collect();
    if !facts.world.may_deny(claim.group, Some(claim.version)) {
        return;
    }
    let at = api_version_node(object);
    if defined.is_empty() {
        let Some(severity) = facts.missing_crd else { return };
        let api_version = claim.api_version();
        let lack = if facts.world.knows(claim.group) {
            "neither the server's discovery nor a CRD in the input has it"
        } else {
            "no CRD in the input defines it"
        };
        let message = format!("{api_version} {} is a custom kind, and {lack}", claim.kind);
        let help =
            "name its CRD with --crds, or set --missing-crd=ignore; a cluster without the CRD answers 404";
        findings.add(Draft::new(&RULE, at, message).help(help).severity(severity));
        return;
    }
    let mut served: Vec<&str> = defined.iter().flat_map(|definition| definition.served()).collect();
    served.dedup();
    if !served.contains(&claim.version) {
        let draft = Draft::new(&unknown_version::RULE, at, other_version(claim, &served));
        let group = claim.group;
        let help = served.first().map(|best| format!("set apiVersion: {group}/{best}"));
        findings.add(Draft { help, ..draft });
    }
}

/// Says that the CRD of the input does not serve this version of its kind.
fn other_version(claim: Claim<'_>, served: &[&str]) -> String {
    let Claim { group, version, kind } = claim;
    let served = if served.is_empty() { "no version".to_owned() } else { served.join(", ") };
    format!("the CRD of {kind} in {group} does not serve {version}; it serves {served}")
}
