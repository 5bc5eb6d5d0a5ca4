//! `init-failing`: an init container fails, and is started again.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

use super::admission;
use crate::model::status::ContainerStatus;
use crate::start::told::{Scene, Words, of_container};
use crate::start::{Stuck, logs_of};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP053",
    name: "init-failing",
    summary: "An init container fails, so that its pod does not start",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("init_failing.md"),
};

/// Words an init container that fails.
pub(crate) fn words(one: &Stuck, exit: &str, scene: &Scene<'_>) -> Words {
    let name = one.cause.container.as_ref().map_or("", |part| part.name.as_str());
    let pod = scene.pod(&one.subject);
    let is_over = pod.is_some_and(|pod| pod.status.phase == "Failed");
    let then = match is_over {
        true => admission::then(one, scene),
        false => "the kubelet starts it again, at intervals of up to 5 minutes".to_owned(),
    };
    let is_it = |status: &&ContainerStatus| status.name == name;
    let status = pod.and_then(|pod| pod.status.init_container_statuses.iter().find(is_it));
    let is_before = status.is_none_or(|status| status.state.terminated.is_none());
    let logs = |pod| logs_of(pod, name, is_before, scene.flags);
    Words {
        message: format!("{}{exit}", of_container(&one.cause)),
        then,
        advice: "see what it says".to_owned(),
        next: pod.map_or_else(|| scene.describe(&one.subject), logs),
        pointer: super::image::part(&one.cause),
        severity: None,
    }
}
