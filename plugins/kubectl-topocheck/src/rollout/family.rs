//! Which pods and ReplicaSets are whose, as controllers know it: by the owner that manages them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::meta::Meta;
use crate::model::pod::Pod;
use crate::model::workload::Workload;
use crate::world::objects::Objects;

/// What is managed by what.
#[derive(Debug, Default)]
pub struct Family {
    sets: BTreeMap<Key, Vec<Arc<Workload>>>,
    pods: BTreeMap<Key, Vec<Arc<Pod>>>,
}

/// An owner: its namespace, kind and name.
type Key = (String, String, String);

impl Family {
    /// Puts all ReplicaSets and pods under what manages them.
    pub fn of(objects: &Objects) -> Family {
        let mut family = Family::default();
        for set in &objects.replica_sets {
            if let Some(key) = owner(&set.metadata) {
                family.sets.entry(key).or_default().push(set.clone());
            }
        }
        for pod in &objects.pods {
            if let Some(key) = owner(&pod.metadata) {
                family.pods.entry(key).or_default().push(pod.clone());
            }
        }
        family
    }

    /// Returns the ReplicaSets of a Deployment, the oldest first (`pkg/controller/controller_utils.go`,
    /// `ReplicaSetsByCreationTimestamp`).
    pub fn sets(&self, deployment: &Meta) -> Vec<Arc<Workload>> {
        let all = self.sets.get(&key(deployment, "Deployment")).map(Vec::as_slice).unwrap_or_default();
        let mut own: Vec<Arc<Workload>> =
            all.iter().filter(|set| is_of(&set.metadata, deployment)).cloned().collect();
        own.sort_by(|a, b| {
            let (a, b) = (&a.metadata, &b.metadata);
            a.created().cmp(&b.created()).then_with(|| a.name.cmp(&b.name))
        });
        own
    }

    /// Returns the pods of a ReplicaSet, StatefulSet or DaemonSet, in the order of their names.
    pub fn pods(&self, owner: &Meta, kind: &str) -> Vec<Arc<Pod>> {
        let all = self.pods.get(&key(owner, kind)).map(Vec::as_slice).unwrap_or_default();
        let mut own: Vec<Arc<Pod>> = all.iter().filter(|pod| is_of(&pod.metadata, owner)).cloned().collect();
        own.sort_by(|a, b| a.metadata.name.cmp(&b.metadata.name));
        own
    }
}

fn owner(own: &Meta) -> Option<Key> {
    let owner = own.controller()?;
    Some((own.namespace.clone(), owner.kind.clone(), owner.name.clone()))
}

fn key(owner: &Meta, kind: &str) -> Key {
    (owner.namespace.clone(), kind.to_owned(), owner.name.clone())
}

/// Tells whether what has the name of the owner is the owner: a dump from which UIDs were taken cannot say otherwise.
fn is_of(own: &Meta, owner: &Meta) -> bool {
    let named = own.controller().map_or("", |named| named.uid.as_str());
    named.is_empty() || owner.uid.is_empty() || named == owner.uid
}
