//! `invalid-crd`: a CustomResourceDefinition that the API server refuses.

use kubecheck_core::check::findings::{Draft, Findings};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Run};
use kubecheck_core::model::object::Object;

use crate::checks::{kustomize, words};
use crate::crd::definition;
use crate::facts::{Facts, Gvkcheck};

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK028",
    name: "invalid-crd",
    summary: "A CRD that the server refuses: its schema is not structural, a rule does not compile, or the like",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("invalid_crd.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Object(check) };

fn check(object: &Object<'_>, facts: &Facts, findings: &mut Findings<'_>) {
    if !facts.defines_kinds() || kustomize::has_directive(object.root) {
        return;
    }
    for fault in definition::check(object, facts.target.number()) {
        let message = format!("{}: {}", words::field(object, fault.at), fault.message);
        findings.add(
            Draft::new(&RULE, fault.at, message)
                .help("the server refuses the CRD, and none of its objects can be made"),
        );
    }
}
