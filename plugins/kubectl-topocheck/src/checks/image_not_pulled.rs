//! `image-not-pulled`: an image is not pulled for another reason.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

use crate::start::Stuck;
use crate::start::image::{ImageFault, Kind};
use crate::start::told::{Scene, Words, of_container};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP041",
    name: "image-not-pulled",
    summary: "An image cannot be pulled",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("image_not_pulled.md"),
};

/// Words what else keeps an image away.
pub(crate) fn words(one: &Stuck, fault: &ImageFault, scene: &Scene<'_>) -> Words {
    let ImageFault { image, kind, why } = fault;
    let node = scene.flags.kubectl(&["describe", "node", &one.subject.node], "");
    let (message, advice, next) = match kind {
        Kind::NoSpace => (
            format!("the node has no room for image {image}: {why}"),
            "free the disk of the node, or give it a larger one",
            node,
        ),
        Kind::Signature => (
            format!("the signature of image {image} is not accepted: {why}"),
            "sign it as the node's policy demands",
            scene.describe(&one.subject),
        ),
        Kind::ShortName => (
            format!("the node does not know which registry {image} is from: {why}"),
            "write the registry before the name",
            scene.edit(&one.subject),
        ),
        Kind::Page => (
            format!("image {image} cannot be pulled, since a page for people was sent in its place: {why}"),
            "see what stands before the registry: a proxy, a login, a wrong path in the image's name",
            scene.edit(&one.subject),
        ),
        _ => (
            format!("image {image} cannot be pulled: {why}"),
            "see what the node's container runtime says",
            scene.describe(&one.subject),
        ),
    };
    Words {
        message: format!("{}{message}", of_container(&one.cause)),
        then: super::image::RETRY.to_owned(),
        advice: advice.to_owned(),
        next,
        pointer: super::image::pointer(&one.cause),
        severity: None,
    }
}
