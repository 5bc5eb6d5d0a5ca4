//! What a pod belongs to, up to what somebody wrote: a Deployment rather than its ReplicaSet.

use std::collections::BTreeMap;
use std::sync::Arc;

use kubecheck_core::model::meta::OwnerReference;

use super::refused;
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

/// The kinds of workloads that are read.
const KINDS: [&str; 6] =
    ["Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job", "ReplicationController"];

/// The workloads that were read, by kind and by namespace and name.
#[derive(Debug, Default)]
pub struct Owners {
    workloads: BTreeMap<&'static str, BTreeMap<String, Arc<Workload>>>,
}

impl Owners {
    /// Sorts the workloads.
    pub fn new(objects: &Objects) -> Owners {
        let all = [
            &objects.deployments,
            &objects.replica_sets,
            &objects.stateful_sets,
            &objects.daemon_sets,
            &objects.jobs,
            &objects.replication_controllers,
        ];
        let by_key =
            |all: &[Arc<Workload>]| all.iter().map(|one| (one.metadata.key(), one.clone())).collect();
        Owners { workloads: KINDS.into_iter().zip(all.map(|all| by_key(all))).collect() }
    }

    /// Tells whether workloads of a kind are read at all.
    pub fn knows(kind: &str) -> bool {
        KINDS.contains(&kind)
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

    /// Tells whether what a pod belongs to has all its pods without it; none if that was not read. A pod that belongs to nothing, or to
    /// something of which nothing is known here, has no other in its place.
    pub fn is_replaced(&self, meta: &Meta) -> Option<bool> {
        let Some(controller) = meta.controller() else { return Some(false) };
        if !Owners::knows(&controller.kind) {
            return Some(false);
        }
        let known = |owner: &Owner| self.named(&meta.namespace, owner);
        let above = self.top(meta).and_then(|top| known(&top));
        let (kind, workload) = above.or_else(|| known(&Owner::from(controller)))?;
        let (spec, status) = (&workload.spec, &workload.status);
        Some(match kind {
            "DaemonSet" => status.number_ready >= status.desired_number_scheduled,
            "Job" => workload.is_true("Complete") || has_all(workload),
            _ => status.ready_replicas >= spec.replicas.unwrap_or(1),
        })
    }

    /// Returns the job that a pod belongs to, if it was read.
    pub fn job(&self, meta: &Meta) -> Option<&Workload> {
        let job = meta.controller().filter(|controller| controller.kind == "Job")?;
        self.find(&meta.namespace, &Owner::from(job)).map(AsRef::as_ref)
    }
}

/// Tells whether a job that goes on has as many pods as it wants.
fn has_all(job: &Workload) -> bool {
    !job.spec.suspend && !job.is_true("Failed") && refused::lacking("Job", job).is_none()
}

#[cfg(test)]
mod tests;
