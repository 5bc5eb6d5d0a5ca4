//! Makes the scheduler's view of a cluster of what was read.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::kinds::Kind;
use super::objects::Objects;
use crate::model::meta::Meta;
use crate::schedule::snapshot::{Around, Snapshot};
use crate::schedule::version::Features;

/// Makes the scheduler's view; the objects are shared.
pub fn of(objects: &Objects, features: Features) -> Snapshot {
    let unread = Kind::OF_SCHEDULER.into_iter().filter(|kind| !objects.has(*kind));
    let around = Around {
        unread: unread.map(|kind| kind.resource().plural).collect(),
        namespaces: by_key(&objects.namespaces, |one| &one.metadata),
        claims: by_key(&objects.claims, |one| &one.metadata),
        volumes: by_key(&objects.volumes, |one| &one.metadata),
        classes: by_key(&objects.classes, |one| &one.metadata),
        csi_nodes: by_key(&objects.csi_nodes, |one| &one.metadata),
        csi_drivers: by_key(&objects.csi_drivers, |one| &one.metadata),
        capacities: objects.capacities.clone(),
        attachments: objects.attachments.clone(),
        device_claims: by_key(&objects.device_claims, |one| &one.metadata),
        device_classes: by_key(&objects.device_classes, |one| &one.metadata),
        slices: objects.slices.clone(),
        budgets: objects.budgets.clone(),
    };
    Snapshot::new(objects.nodes.clone(), objects.pods.clone(), around, features)
}

fn by_key<T>(all: &[Arc<T>], metadata: impl Fn(&T) -> &Meta) -> BTreeMap<String, Arc<T>> {
    all.iter().map(|one| (metadata(one).key(), one.clone())).collect()
}
