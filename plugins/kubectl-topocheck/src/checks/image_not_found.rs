//! `image-not-found`: the registry does not have an image.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

use crate::start::Stuck;
use crate::start::image::{ImageFault, Reference};
use crate::start::told::{Scene, Words, of_container};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP035",
    name: "image-not-found",
    summary: "The registry does not have the image of a container",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("image_not_found.md"),
};

/// Words an image that is not there.
pub(crate) fn words(one: &Stuck, fault: &ImageFault, scene: &Scene<'_>) -> Words {
    let image = Reference::read(&fault.image);
    let what = match &image {
        Some(image) => format!("registry {} has no {}", image.registry, image.within()),
        None => format!("there is no image {}", fault.image),
    };
    let like =
        image.and_then(|image| scene.images.like(&image)).map(|like| format!("; {like}")).unwrap_or_default();
    Words {
        message: format!("{}{what}{like}", of_container(&one.cause)),
        then: super::image::RETRY.to_owned(),
        advice: "push it, or name one that is there".to_owned(),
        next: scene.edit(&one.subject),
        pointer: super::image::pointer(&one.cause),
        severity: None,
    }
}
