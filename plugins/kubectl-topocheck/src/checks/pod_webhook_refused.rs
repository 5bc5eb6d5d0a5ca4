//! `pod-webhook-refused`: a webhook or a policy refuses the pods of a workload, or a webhook cannot be asked.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

use crate::start::Stuck;
use crate::start::refused::Answer;
use crate::start::told::{Scene, Words};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP022",
    name: "pod-webhook-refused",
    summary: "An admission webhook or policy refuses the pods of a workload, or cannot be asked",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("pod_webhook_refused.md"),
};

/// Words what a webhook or a policy does.
pub(crate) fn words(one: &Stuck, name: &str, (answer, why): (Answer, &str), scene: &Scene<'_>) -> Words {
    let thing = super::creation::thing(&one.cause);
    let (message, advice, next) = match answer {
        Answer::Denied => (
            format!("webhook {name} denies the {thing}: {why}"),
            "give it what the webhook demands",
            scene.edit(&one.subject),
        ),
        Answer::Failing => (
            format!("webhook {name} cannot be asked: {why}"),
            "bring the service of the webhook up; with failurePolicy Fail nothing is made without it",
            scene
                .flags
                .kubectl(&["get", "mutatingwebhookconfigurations,validatingwebhookconfigurations"], ""),
        ),
        Answer::Policy => (
            format!("policy {name} denies the {thing}: {why}"),
            "give it what the policy demands",
            scene.flags.kubectl(&["get", "validatingadmissionpolicy", name, "-o", "yaml"], ""),
        ),
    };
    let then = super::creation::RETRY.to_owned();
    Words { message, then, advice: advice.to_owned(), next, ..Words::default() }
}
