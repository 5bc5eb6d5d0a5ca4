//! `container-not-started`: the first process of a container does not begin.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

use crate::start::Stuck;
use crate::start::told::{Scene, Words, of_container};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP045",
    name: "container-not-started",
    summary: "A container was made and does not start",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("container_not_started.md"),
};

/// Words why a container does not start.
pub(crate) fn words(one: &Stuck, why: &str, scene: &Scene<'_>) -> Words {
    let advice = match () {
        () if why.contains("OOM-killed") || why.contains("memory limit too low") => {
            "raise the memory limit: not even the start fits into it"
        }
        () if why.contains("not a directory") => {
            "a file is mounted where the image has a folder, or the other way round: use subPath, or another mountPath"
        }
        () => "see what the kubelet and the container runtime say",
    };
    Words {
        message: format!("{}does not start: {why}", of_container(&one.cause)),
        then: "the kubelet starts it again, at intervals of up to 5 minutes".to_owned(),
        advice: advice.to_owned(),
        next: scene.describe(&one.subject),
        pointer: super::image::part(&one.cause),
        severity: None,
    }
}
