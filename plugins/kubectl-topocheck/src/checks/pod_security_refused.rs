//! `pod-security-refused`: a namespace demands more security than the pods of a workload have.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

use crate::start::Stuck;
use crate::start::told::{Scene, Words};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP021",
    name: "pod-security-refused",
    summary: "The namespace demands more security than the pods of a workload have",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("pod_security_refused.md"),
};

/// Words what the security of a namespace demands.
pub(crate) fn words(one: &Stuck, level: &str, violations: &str, scene: &Scene<'_>) -> Words {
    let message = match level {
        "" => format!("no security context constraint allows the pod: {violations}"),
        level => format!("the namespace enforces PodSecurity {level}: {violations}"),
    };
    Words {
        message,
        then: super::creation::RETRY.to_owned(),
        advice: "set this in the pod template, or put the workload into a namespace that allows it"
            .to_owned(),
        next: scene.edit(&one.subject),
        pointer: "/spec/template/spec/securityContext".to_owned(),
        severity: None,
    }
}
