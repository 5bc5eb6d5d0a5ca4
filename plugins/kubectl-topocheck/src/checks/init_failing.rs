//! `init-failing`: an init container fails, and is started again.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

use crate::start::Stuck;
use crate::start::told::{Scene, Words, of_container};

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
    Words {
        message: format!("{}{exit}", of_container(&one.cause)),
        then:
            "the kubelet starts it again, at intervals of up to 5 minutes, unless its restartPolicy is Never"
                .to_owned(),
        advice: "see what it says".to_owned(),
        next: scene
            .flags
            .kubectl(&["logs", &one.subject.name, "-c", name, "--previous"], &one.subject.namespace),
        pointer: super::image::part(&one.cause),
        severity: None,
    }
}
