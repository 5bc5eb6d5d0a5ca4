//! `image-unauthorized`: the registry does not give an image to whoever asks.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

use crate::start::Stuck;
use crate::start::image::{ImageFault, Kind as Fault, Reference};
use crate::start::there::There;
use crate::start::told::{Scene, Words, of_container};
use crate::world::kinds::Kind;

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP036",
    name: "image-unauthorized",
    summary: "The registry does not give the image of a container to the credentials it was asked with",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("image_unauthorized.md"),
};

/// Words an image that is not given.
pub(crate) fn words<'s>(one: &'s Stuck, fault: &ImageFault, scene: &Scene<'s>) -> Words {
    let image = Reference::read(&fault.image);
    let (registry, name) = match &image {
        Some(image) => (format!("registry {}", image.registry), image.within()),
        None => ("the registry".to_owned(), fault.image.clone()),
    };
    let what = match fault.kind {
        Fault::UnauthorizedOrAbsent => {
            format!("{registry} does not have {name}, or does not give it to whoever asks")
        }
        _ => format!("{registry} does not give {name} to whoever asks"),
    };
    let (credentials, advice, next) = credentials(one, scene);
    Words {
        message: format!("{}{what}: {credentials} ({})", of_container(&one.cause), fault.why),
        then: super::image::RETRY.to_owned(),
        advice,
        next,
        pointer: super::image::pointer(&one.cause),
        severity: None,
    }
}

/// Says with which credentials it was asked, what to do about them, and what to type next.
fn credentials<'s>(one: &'s Stuck, scene: &Scene<'s>) -> (String, String, String) {
    let namespace = one.subject.namespace.as_str();
    let secrets = || scene.flags.kubectl(&["get", "secrets"], namespace);
    let named = scene.pod(&one.subject).map_or(&[][..], |pod| &pod.spec.image_pull_secrets);
    let names: Vec<&'s str> =
        named.iter().map(|one| one.name.as_str()).filter(|name| !name.is_empty()).collect();
    if names.is_empty() {
        let advice = "make a Secret with credentials (kubectl create secret docker-registry), and name it in imagePullSecrets of the \
                      pod or of its service account";
        return ("the pod names no imagePullSecrets".to_owned(), advice.to_owned(), secrets());
    }
    let missing = names.iter().find(|name| scene.names.find(Kind::Secret, namespace, name) == There::No);
    if let Some(missing) = missing {
        let near = scene.names.near(Kind::Secret, namespace, missing);
        let near = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
        let advice = "make the Secret in this namespace, or name the right one";
        return (format!("its pull secret {missing} does not exist{near}"), advice.to_owned(), secrets());
    }
    let advice = "see whether the Secret has credentials for this registry, and whether they are still good";
    let said = format!("it was asked with the pull secrets {}", names.join(", "));
    let said = if names.len() == 1 { said.replace("secrets", "secret") } else { said };
    (said, advice.to_owned(), scene.flags.kubectl(&["describe", "secret", names[0]], namespace))
}
