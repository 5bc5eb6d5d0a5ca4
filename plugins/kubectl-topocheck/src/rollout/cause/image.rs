//! A container whose image is not there (`pkg/kubelet/images/image_manager.go`, `types.go`).

use super::{Around, Outlook, PodCause};
use crate::model::status::{ContainerStatus, Waiting};

/// What registries and runtimes say of an image that is not there, or that this one may not have; in lower case.
const ABSENT: [&str; 9] = [
    "not found",
    "manifest unknown",
    "name unknown",
    "does not exist",
    "no such image",
    "no match for platform",
    "invalid reference",
    "repository name must",
    "unsupported media type",
];
/// What they say if credentials lack or do not suffice.
const REFUSED: [&str; 6] = [
    "unauthorized",
    "access denied",
    "access to the resource is denied",
    "forbidden",
    "authentication required",
    "no basic auth",
];
/// What is said if a registry is not reached; such words may stand beside the others.
const UNREACHED: [&str; 11] = [
    "no such host",
    "timeout",
    "timed out",
    "connection refused",
    "connection reset",
    "toomanyrequests",
    "too many requests",
    "service unavailable",
    "bad gateway",
    "internal server error",
    "unexpected eof",
];

/// Tells why an image is not there, if that is what a container waits for.
pub(super) fn cause(around: &Around<'_>, status: &ContainerStatus, waiting: &Waiting) -> Option<PodCause> {
    let name = &status.name;
    let image =
        around.pod.containers().find(|own| own.name == *name).map_or(status.image.as_str(), |own| &own.image);
    let found = match waiting.reason.as_str() {
        "InvalidImageName" => PodCause::new(
            "image-name-invalid",
            format!("container {name}: {image:?} is no name of an image"),
            Outlook::Never,
        ),
        "ErrImageNeverPull" => PodCause::new(
            "image-never-pulled",
            format!(
                "container {name}: {image} is not on {} and may not be pulled",
                around.pod.spec.node_name
            ),
            Outlook::Stands,
        ),
        "ErrImagePull"
        | "ImagePullBackOff"
        | "ImageInspectError"
        | "RegistryUnavailable"
        | "SignatureValidationFailed" => pull(around, name, image, waiting),
        _ => return None,
    };
    Some(found.of(name).next(around.describe()).since(around.unready_since()))
}

fn pull(around: &Around<'_>, name: &str, image: &str, waiting: &Waiting) -> PodCause {
    // The waiting state repeats the error since 1.31; before that only an event has it.
    let event =
        around.events().into_iter().find(|event| event.reason == "Failed" && event.message.contains(image));
    let said = match event {
        Some(event) if is_bare(&waiting.message) => event.message.as_str(),
        _ => waiting.message.as_str(),
    };
    let lower = said.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let (rule, outlook) = match () {
        () if waiting.reason == "RegistryUnavailable" || says(&UNREACHED) => {
            ("registry-unreached", Outlook::MayHeal)
        }
        () if waiting.reason == "SignatureValidationFailed" => ("image-refused", Outlook::Stands),
        () if says(&REFUSED) => ("image-refused", Outlook::Stands),
        () if says(&ABSENT) => ("image-not-found", Outlook::Stands),
        () => ("image-not-pulled", Outlook::MayHeal),
    };
    let said = if said.is_empty() { String::new() } else { format!(": {said}") };
    PodCause::new(rule, format!("container {name}: {image} is not pulled, {}{said}", waiting.reason), outlook)
}

/// Tells whether a waiting state says no more than that it waits.
fn is_bare(message: &str) -> bool {
    message.is_empty() || (message.starts_with("Back-off pulling image") && !message.contains("\": "))
}
