//! `image-not-present`: an image must not be pulled, and is not on the node.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

use crate::start::Stuck;
use crate::start::image::ImageFault;
use crate::start::told::{Scene, Words, of_container};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP040",
    name: "image-not-present",
    summary: "An image must not be pulled, and is not on the node",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("image_not_present.md"),
};

/// Words an image that must not be pulled.
pub(crate) fn words(one: &Stuck, fault: &ImageFault, scene: &Scene<'_>) -> Words {
    Words {
        message: format!(
            "{}image {} is not on the node, and imagePullPolicy Never forbids to pull it",
            of_container(&one.cause),
            fault.image
        ),
        then: "the kubelet looks again, and does not pull".to_owned(),
        advice: "load it onto the nodes, or let it be pulled (imagePullPolicy IfNotPresent)".to_owned(),
        next: scene.edit(&one.subject),
        pointer: super::image::pointer(&one.cause),
        severity: None,
    }
}
