//! `image-registry-unreachable`: a registry cannot be asked.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

use crate::start::Stuck;
use crate::start::image::{ImageFault, Kind, Reference};
use crate::start::told::{Scene, Words, of_container};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP037",
    name: "image-registry-unreachable",
    summary: "The registry of an image cannot be reached, is not trusted, or fails",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("image_registry_unreachable.md"),
};

/// Words a registry that cannot be asked.
pub(crate) fn words(one: &Stuck, fault: &ImageFault, scene: &Scene<'_>) -> Words {
    let registry = Reference::read(&fault.image).map_or_else(String::new, |image| image.registry);
    let why = &fault.why;
    let (message, advice) = match fault.kind {
        Kind::NoSuchHost => {
            let near = scene.images.registry_like(&registry);
            let near = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
            (
                format!("registry {registry} has no address{near}: {why}"),
                "mend the name, or what the node asks for names",
            )
        }
        Kind::Certificate if why.contains("HTTP response to HTTPS client") => (
            format!("registry {registry} speaks HTTP, and the node HTTPS: {why}"),
            "give the registry a certificate, or tell the node's container runtime that it has none",
        ),
        Kind::Certificate => (
            format!("the node does not trust registry {registry}: {why}"),
            "give the node's container runtime the registry's certificate authority",
        ),
        Kind::ServerError => (format!("registry {registry} fails: {why}"), "look after the registry"),
        _ => (
            format!("registry {registry} cannot be reached from the node: {why}"),
            "see what is between the node and the registry: routes, firewalls, proxies",
        ),
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
