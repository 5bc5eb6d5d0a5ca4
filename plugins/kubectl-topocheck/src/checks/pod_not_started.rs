//! `pod-not-started`: a pod does not start, and nothing says why.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

use crate::start::Stuck;
use crate::start::told::{Scene, Words};
use crate::world::kinds::Kind;

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP048",
    name: "pod-not-started",
    summary: "A pod does not start, and nothing says why",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("pod_not_started.md"),
};

/// Words that nothing says why.
pub(crate) fn words(one: &Stuck, state: &str, scene: &Scene<'_>) -> Words {
    Words {
        message: format!("{state}, and no status and no event says why"),
        then: "nothing that is known here will change it".to_owned(),
        advice: "events are kept for an hour: see what the kubelet of the node says".to_owned(),
        next: scene.describe(&one.subject),
        // Without events it may be that one says that an image is being pulled.
        severity: (!scene.look.objects.has(Kind::Event)).then_some(Severity::Warning),
        ..Words::default()
    }
}
