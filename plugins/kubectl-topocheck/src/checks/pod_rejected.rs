//! `pod-rejected`: the kubelet of its node rejects a pod that was scheduled there.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

use super::admission;
use crate::start::Stuck;
use crate::start::told::{Scene, Words};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP025",
    name: "pod-rejected",
    summary: "The kubelet rejects a pod that was scheduled to its node",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("pod_rejected.md"),
};

/// What the kubelet's words mean (`pkg/kubelet/lifecycle/predicate.go` and `handlers.go`, `pkg/kubelet/cm`).
const MEANINGS: [(&str, &str); 14] = [
    ("NodeAffinity", "the labels of the node do not match the pod's selector any more"),
    ("NodeName", "the pod names another node"),
    ("NodePorts", "a host port of it is taken on the node"),
    ("UnexpectedAdmissionError", "a device or resource of the node could not be given to it"),
    ("TopologyAffinityError", "its resources cannot be had from one part of the node"),
    ("SMTAlignmentError", "its CPUs are no whole cores"),
    ("PodOSNotSupported", "it is for another operating system"),
    ("PodOSSelectorNodeLabelDoesNotMatch", "it is for another operating system"),
    ("SupplementalGroupsPolicyNotSupported", "the node does not know its supplementalGroupsPolicy"),
    ("SysctlForbidden", "a sysctl of it is not allowed on the node"),
    ("AppArmor", "its AppArmor profile cannot be enforced on the node"),
    ("PodFeatureUnsupported", "it needs a feature that the kubelet does not have"),
    ("PodLevelResourcesNotSupported", "the kubelet does not know resources of pods"),
    ("VolumeAttachmentLimitExceeded", "the node takes no more volumes"),
];

/// Words a rejection.
pub(crate) fn words(one: &Stuck, (reason, message): (&str, &str), scene: &Scene<'_>) -> Words {
    let meaning = match reason.strip_prefix("OutOf") {
        Some(resource) => format!("the node has too little {resource} left"),
        None => {
            let known = MEANINGS.iter().find(|(word, _)| *word == reason);
            known.map_or_else(|| reason.to_owned(), |(_, meaning)| (*meaning).to_owned())
        }
    };
    Words {
        message: format!("the kubelet rejects it: {meaning} ({reason}: {message})"),
        then: admission::then(one, scene),
        advice: "see what the node has, and who else uses it".to_owned(),
        next: scene.flags.kubectl(&["describe", "node", &one.subject.node], ""),
        severity: None,
        ..Words::default()
    }
}
