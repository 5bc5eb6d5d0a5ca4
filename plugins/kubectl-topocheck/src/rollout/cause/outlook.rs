//! Whether what stops a pod can go away by itself.

use super::Outlook;
use crate::start::Stuck;
use crate::start::cause::{Reference, What};
use crate::start::image::Kind as ImageKind;
use crate::start::refused::{Lack, Refusal};
use crate::start::there::There;
use crate::start::told::Scene;
use crate::world::kinds::Kind;

/// Tells whether what stops a pod that has a node, or keeps one from being made, can go away by itself.
pub(in crate::rollout) fn of(stuck: &Stuck, scene: &Scene<'_>) -> Outlook {
    let namespace = stuck.subject.namespace.as_str();
    match &stuck.cause.what {
        What::Missing { of, .. } => missing(scene, of, namespace),
        What::KeyMissing { of, key, .. } => {
            let keys = scene.names.keys(of, namespace);
            let is_there = keys.is_some_and(|keys| keys.contains(key.as_str()));
            if is_there { Outlook::MayHeal } else { Outlook::Stands }
        }
        What::Image(fault) => image(fault.kind),
        // Without events nobody knows but that it may be on its way; that is a gap.
        What::Unknown { .. } if !scene.look.objects.has(Kind::Event) => Outlook::Starts,
        What::RuntimeClass { .. } => Outlook::Stands,
        What::Security { .. } | What::Command { .. } => Outlook::Never,
        What::Refused(refusal) => refused(refusal, namespace, scene),
        // A claim, a mount, a network, a node, a container: all of them are tried again, and wait for others.
        _ => Outlook::MayHeal,
    }
}

/// What is there by now is found by the next trial.
fn missing(scene: &Scene<'_>, of: &Reference, namespace: &str) -> Outlook {
    match scene.names.find(of.list(), namespace, &of.name) {
        There::Yes => Outlook::MayHeal,
        There::No | There::Unknown => Outlook::Stands,
    }
}

fn image(kind: ImageKind) -> Outlook {
    match kind {
        ImageKind::Invalid => Outlook::Never,
        ImageKind::NotFound
        | ImageKind::Unauthorized
        | ImageKind::UnauthorizedOrAbsent
        | ImageKind::Platform
        | ImageKind::NeverPulled
        | ImageKind::Signature
        | ImageKind::ShortName => Outlook::Stands,
        // Registries, networks and nodes come back.
        ImageKind::NoSuchHost
        | ImageKind::Certificate
        | ImageKind::Unreachable
        | ImageKind::ServerError
        | ImageKind::RateLimited
        | ImageKind::KubeletLimit
        | ImageKind::NoSpace
        | ImageKind::Page
        | ImageKind::Other => Outlook::MayHeal,
    }
}

/// Tells whether what the API server has against a pod can go away by itself. Of a quota that is used up nothing is said here.
fn refused(refusal: &Refusal, namespace: &str, scene: &Scene<'_>) -> Outlook {
    let is_there =
        |kind: Kind, namespace: &str, name: &str| scene.names.find(kind, namespace, name) == There::Yes;
    let named = |is_there: bool| if is_there { Outlook::MayHeal } else { Outlook::Stands };
    match refusal {
        Refusal::Quota { lack: Lack::Used(_), .. } => Outlook::MayHeal,
        Refusal::Quota { lack: Lack::Unsaid(_), .. }
        | Refusal::Security { .. }
        | Refusal::Gatekeeper { .. } => Outlook::Stands,
        Refusal::ServiceAccount { name } => named(is_there(Kind::ServiceAccount, namespace, name)),
        Refusal::PriorityClass { name } => named(is_there(Kind::PriorityClass, "", name)),
        Refusal::Other { .. } => Outlook::MayHeal,
    }
}
