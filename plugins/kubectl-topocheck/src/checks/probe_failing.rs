//! `probe-failing`: a container runs, and its probe says that it has not started or is not ready.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

use crate::start::Stuck;
use crate::start::told::{Scene, Words, of_container};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP046",
    name: "probe-failing",
    summary: "A container runs, and its startup or readiness probe fails",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("probe_failing.md"),
};

/// Words a probe that fails.
pub(crate) fn words(one: &Stuck, (kind, why): (&str, &str), scene: &Scene<'_>) -> Words {
    let said = if why.is_empty() { ", and no event says why".to_owned() } else { format!(": {why}") };
    let (message, then) = match kind {
        "startup" => (
            format!("its startup probe fails{said}"),
            "the kubelet kills it when the probe has failed too often, and starts it again",
        ),
        "" => (
            "it runs and is not ready, and no probe of it says why".to_owned(),
            "it gets no requests before it is ready",
        ),
        _ => (format!("its readiness probe fails{said}"), "it gets no requests before the probe passes"),
    };
    let name = one.cause.container.as_ref().map_or("", |part| part.name.as_str());
    let probe = if kind.is_empty() { String::new() } else { format!("/{kind}Probe") };
    Words {
        message: format!("{}{message}", of_container(&one.cause)),
        then: then.to_owned(),
        advice: "see what the container says; then mend it, or the probe's port, path and times".to_owned(),
        next: scene.flags.kubectl(&["logs", &one.subject.name, "-c", name], &one.subject.namespace),
        pointer: super::image::part(&one.cause) + &probe,
        severity: None,
    }
}
