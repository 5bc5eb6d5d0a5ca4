//! What a pod belongs to, up to what somebody wrote: a Deployment rather than its ReplicaSet.

use std::collections::BTreeMap;
use std::sync::Arc;

use kubecheck_core::model::meta::OwnerReference;

use crate::model::meta::Meta;
use crate::model::workload::Workload;
use crate::world::objects::Objects;

/// A workload by its names.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Owner {
    /// The kind.
    pub kind: String,
    /// The name.
    pub name: String,
}

impl std::fmt::Display for Owner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.kind, self.name)
    }
}

impl From<&OwnerReference> for Owner {
    fn from(reference: &OwnerReference) -> Owner {
        Owner { kind: reference.kind.clone(), name: reference.name.clone() }
    }
}

/// The workloads that were read, by kind and by namespace and name.
#[derive(Debug, Default)]
pub struct Owners {
    workloads: BTreeMap<&'static str, BTreeMap<String, Arc<Workload>>>,
}

impl Owners {
    /// Sorts the workloads.
    pub fn new(objects: &Objects) -> Owners {
        let kinds = [
            ("Deployment", &objects.deployments),
            ("ReplicaSet", &objects.replica_sets),
            ("StatefulSet", &objects.stateful_sets),
            ("DaemonSet", &objects.daemon_sets),
            ("Job", &objects.jobs),
            ("ReplicationController", &objects.replication_controllers),
        ];
        let by_key =
            |all: &[Arc<Workload>]| all.iter().map(|one| (one.metadata.key(), one.clone())).collect();
        Owners { workloads: kinds.into_iter().map(|(kind, all)| (kind, by_key(all))).collect() }
    }

    /// Returns a workload, if it was read.
    pub fn find(&self, namespace: &str, owner: &Owner) -> Option<&Arc<Workload>> {
        self.named(namespace, owner).map(|(_, one)| one)
    }

    /// Returns a workload with its kind, if it was read.
    pub fn named(&self, namespace: &str, owner: &Owner) -> Option<(&'static str, &Arc<Workload>)> {
        let (kind, all) = self.workloads.get_key_value(owner.kind.as_str())?;
        let key = Meta { namespace: namespace.to_owned(), name: owner.name.clone(), ..Meta::default() }.key();
        Some((kind, all.get(&key)?))
    }

    /// Returns all workloads with their kinds.
    pub fn all(&self) -> impl Iterator<Item = (&'static str, &Arc<Workload>)> {
        self.workloads.iter().flat_map(|(kind, all)| all.values().map(|one| (*kind, one)))
    }

    /// Returns what an object belongs to in the end; none if nothing manages it.
    pub fn top(&self, meta: &Meta) -> Option<Owner> {
        let mut owner = Owner::from(meta.controller()?);
        // A chain is a ReplicaSet's or a Job's; more would be a circle.
        for _ in 0..4 {
            let above = self.find(&meta.namespace, &owner).and_then(|one| one.metadata.controller());
            match above {
                Some(above) => owner = Owner::from(above),
                None => break,
            }
        }
        Some(owner)
    }
}
