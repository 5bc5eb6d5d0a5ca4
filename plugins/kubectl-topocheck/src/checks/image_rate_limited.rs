//! `image-rate-limited`: too much was pulled for now.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

use crate::start::Stuck;
use crate::start::image::{ImageFault, Kind, Reference};
use crate::start::told::{Scene, Words, of_container};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP038",
    name: "image-rate-limited",
    summary: "Too many images were pulled, so that no more are given for now",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("image_rate_limited.md"),
};

/// Words a limit.
pub(crate) fn words(one: &Stuck, fault: &ImageFault, scene: &Scene<'_>) -> Words {
    let (message, advice) = match fault.kind {
        Kind::KubeletLimit => (
            "the kubelet pulls no more images a second than its registryPullQPS and registryBurst allow"
                .to_owned(),
            "wait; if it lasts, raise both in the kubelet's configuration",
        ),
        _ => {
            let registry = Reference::read(&fault.image).map_or_else(String::new, |image| image.registry);
            (
                format!("registry {registry} gives no more images for now: {}", fault.why),
                "pull with credentials, from a mirror, or less often (imagePullPolicy IfNotPresent)",
            )
        }
    };
    Words {
        message: format!("{}{message}", of_container(&one.cause)),
        then: super::image::RETRY.to_owned(),
        advice: advice.to_owned(),
        next: scene.describe(&one.subject),
        pointer: super::image::pointer(&one.cause),
        severity: None,
    }
}
