//! `pod-not-created`: the API server refuses the pods of a workload for another reason.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

use crate::start::Stuck;
use crate::start::refused::Refusal;
use crate::start::told::{Scene, Words};
use crate::world::kinds::Kind;

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP023",
    name: "pod-not-created",
    summary: "The API server refuses the pods of a workload",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("pod_not_created.md"),
};

/// Words what else the API server has against a pod.
pub(crate) fn words<'s>(one: &'s Stuck, refusal: &Refusal, scene: &Scene<'s>) -> Words {
    let namespace = one.subject.namespace.as_str();
    let then = super::creation::RETRY.to_owned();
    let (message, advice, next) = match refusal {
        Refusal::ServiceAccount { name } => {
            let (_, there) = scene.presence(Kind::ServiceAccount, namespace, name);
            (
                format!("service account {name} does not exist{there}"),
                "make it, or name the right one",
                scene.flags.kubectl(&["get", "serviceaccounts"], namespace),
            )
        }
        Refusal::PriorityClass { name } => {
            let (_, there) = scene.presence(Kind::PriorityClass, "", name);
            (
                format!("priority class {name} does not exist{there}"),
                "make it, or name the right one",
                scene.flags.kubectl(&["get", "priorityclasses"], ""),
            )
        }
        Refusal::Other { why } => (
            format!("the API server refuses the {}: {why}", super::creation::thing(&one.cause)),
            "change the pod template so that it is accepted",
            scene.edit(&one.subject),
        ),
        _ => (String::new(), "", scene.describe(&one.subject)),
    };
    Words { message, then, advice: advice.to_owned(), next, ..Words::default() }
}
