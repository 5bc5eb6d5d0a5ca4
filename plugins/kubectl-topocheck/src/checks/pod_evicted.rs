//! `pod-evicted`: a pod was thrown out of its node.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

use super::admission;
use crate::start::Stuck;
use crate::start::text::{between, quoted};
use crate::start::told::{Scene, Words};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP026",
    name: "pod-evicted",
    summary: "A pod was thrown out of its node",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("pod_evicted.md"),
};

/// Words why a pod was thrown out. Amounts that differ from pod to pod are left out.
pub(crate) fn words(one: &Stuck, (reason, message): (&str, &str), scene: &Scene<'_>) -> Words {
    let (why, advice) = match reason {
        "Evicted" => eviction(message),
        "Preempting" => (
            "a critical pod took its place on the node".to_owned(),
            "give it a higher priority, or the node more room",
        ),
        "DeadlineExceeded" => (
            "its activeDeadlineSeconds were over before its containers ran".to_owned(),
            "give it more time, or find what it waited for",
        ),
        "NodeShutdown" | "Terminated" | "Shutdown" => {
            ("its node was shut down".to_owned(), "nothing, if another pod has taken its place")
        }
        other => (format!("{other}: {message}"), "see what the node says"),
    };
    Words {
        message: format!("thrown out: {why}"),
        then: admission::then(one, scene),
        advice: advice.to_owned(),
        next: scene.flags.kubectl(&["describe", "node", &one.subject.node], ""),
        severity: None,
        ..Words::default()
    }
}

/// Reads the kubelet's sentences (`pkg/kubelet/eviction/helpers.go`, `nodeLowMessageFmt` and those that follow).
fn eviction(message: &str) -> (String, &'static str) {
    if let Some(resource) = message.strip_prefix("The node was low on resource: ") {
        let resource = resource.split('.').next().unwrap_or(resource);
        let why = format!("the node was low on {resource}");
        return (
            why,
            "request what the pod really needs, so that it is scheduled where that is and evicted last",
        );
    }
    if message.starts_with("The node had condition: ") {
        let condition = between(message, "[", "]").unwrap_or_default();
        return (format!("the node does not take it: {condition}"), "free the node of what presses it");
    }
    if let Some(volume) = quoted(message, "Usage of EmptyDir volume ") {
        return (
            format!("emptyDir volume {volume} outgrew its sizeLimit"),
            "raise the sizeLimit, or write less",
        );
    }
    if message.contains("ephemeral") {
        return (
            "it wrote more than its limit of ephemeral-storage".to_owned(),
            "raise the limit, or write less",
        );
    }
    (message.to_owned(), "see what the node says")
}
