//! `image-name-invalid`: what stands as image is no name of one.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

use crate::start::Stuck;
use crate::start::image::{ImageFault, complaint};
use crate::start::told::{Scene, Words, of_container};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP034",
    name: "image-name-invalid",
    summary: "What a container has as image is no name of an image",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("image_name_invalid.md"),
};

/// Words a name that is none.
pub(crate) fn words(one: &Stuck, fault: &ImageFault, scene: &Scene<'_>) -> Words {
    Words {
        message: format!(
            "{}{:?} is no name of an image: {}",
            of_container(&one.cause),
            fault.image,
            complaint(&fault.image)
        ),
        then: "the pod never starts: the name does not mend itself".to_owned(),
        advice: "write REGISTRY/REPOSITORY:TAG".to_owned(),
        next: scene.edit(&one.subject),
        pointer: super::image::pointer(&one.cause),
        severity: None,
    }
}
