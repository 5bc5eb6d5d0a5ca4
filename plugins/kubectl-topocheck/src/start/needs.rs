//! What else is worth reading, once it is known what stops pods: whether what they name is there.

use std::collections::BTreeSet;

use super::cause::{RefKind, What};
use super::image::Kind as ImageKind;
use super::refused::Refusal;
use super::there::Place;
use super::{Found, Look, Stuck};
use crate::world::kinds::Kind;

/// What is read to find what stops pods.
pub const FIRST: [Kind; 9] = [
    Kind::Pod,
    Kind::Event,
    Kind::Node,
    Kind::Deployment,
    Kind::ReplicaSet,
    Kind::StatefulSet,
    Kind::DaemonSet,
    Kind::Job,
    Kind::ReplicationController,
];

/// What may be read besides, in the namespaces of pods that are stopped.
pub const THEN: [Kind; 9] = [
    Kind::ConfigMap,
    Kind::Secret,
    Kind::ServiceAccount,
    Kind::PersistentVolumeClaim,
    Kind::VolumeAttachment,
    Kind::RuntimeClass,
    Kind::PriorityClass,
    Kind::Service,
    Kind::EndpointSlice,
];

/// Returns the lists that tell more of what was found.
pub fn of(found: &Found) -> BTreeSet<Place> {
    found.stuck.iter().flat_map(places).collect()
}

/// Tells whether the scheduler's engine has something to say: a pod has no node, and the scheduler has not said why.
pub fn wants_scheduler(found: &Found) -> bool {
    found
        .stuck
        .iter()
        .any(|one| matches!(&one.cause.what, What::NoNode { .. }) && one.cause.said.text.is_empty())
}

/// Returns the ConfigMaps that say in the environment of overdue init containers what these wait for, by namespace and name; and those of
/// which the keys are wanted.
pub fn config_maps(found: &Found, look: &Look<'_>) -> BTreeSet<(String, String)> {
    let named = found.stuck.iter().flat_map(|one| {
        let names: Vec<String> = match &one.cause.what {
            What::InitOverdue { .. } => {
                let pod = look.pod_of(&one.subject);
                pod.map(|pod| crate::init::needs::named(&pod.spec).map(str::to_owned).collect())
                    .unwrap_or_default()
            }
            What::KeyMissing { of, .. } if of.kind == RefKind::ConfigMap => vec![of.name.clone()],
            _ => Vec::new(),
        };
        names.into_iter().map(|name| (one.subject.namespace.clone(), name))
    });
    named.collect()
}

fn places(one: &Stuck) -> Vec<Place> {
    let here = |kind: Kind| (kind, one.subject.namespace.clone());
    let everywhere = |kind: Kind| (kind, String::new());
    match &one.cause.what {
        What::Missing { of, .. } => vec![here(of.list())],
        // Of a ConfigMap the keys are wanted, for which it is read itself.
        What::KeyMissing { of, .. } if of.kind != RefKind::ConfigMap => vec![here(of.list())],
        What::NotAttached { .. } => {
            vec![here(Kind::PersistentVolumeClaim), everywhere(Kind::VolumeAttachment)]
        }
        What::NotMounted { .. } => vec![here(Kind::PersistentVolumeClaim)],
        What::RuntimeClass { .. } => vec![everywhere(Kind::RuntimeClass)],
        What::Refused(Refusal::ServiceAccount { .. }) => vec![here(Kind::ServiceAccount)],
        What::Refused(Refusal::PriorityClass { .. }) => vec![everywhere(Kind::PriorityClass)],
        What::Image(fault)
            if matches!(fault.kind, ImageKind::Unauthorized | ImageKind::UnauthorizedOrAbsent) =>
        {
            vec![here(Kind::Secret)]
        }
        What::InitOverdue { .. } => vec![here(Kind::Service), here(Kind::EndpointSlice), here(Kind::Secret)],
        _ => Vec::new(),
    }
}
