//! `openshift-legacy`: a kind of OpenShift in its ungrouped form of old.

use kubecheck_core::check::findings::{Draft, DraftFix, Findings};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Run};
use kubecheck_core::model::object::Object;
use kubecheck_core::report::finding::Safety;

use crate::facts::{Facts, Gvkcheck, api_version_node};
use crate::identity::Verdict;

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK009",
    name: "openshift-legacy",
    summary: "A kind of OpenShift in the ungrouped form that no server has any more",
    severity: Severity::Error,
    fixes: Fixes::Sometimes,
    since: "0.1.0",
    page: include_str!("openshift_legacy.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Object(check) };

fn check(object: &Object<'_>, facts: &Facts, findings: &mut Findings<'_>) {
    let Verdict::OpenShift(legacy) = facts.verdict else { return };
    let right = format!("{}/v1", legacy.group);
    let at = api_version_node(object);
    let message = format!("{} is a kind of OpenShift, in {right}; no server has it in v1", legacy.kind);
    let fix = DraftFix {
        title: format!("set apiVersion to {right}"),
        safety: Safety::Unsafe,
        set: vec![(at, right.clone())],
    };
    let help = format!("on OpenShift set apiVersion: {right}; Kubernetes itself does not have it");
    findings.add(Draft::new(&RULE, at, message).help(help).fix(fix));
}
