//! The objects that were read, by kind.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use kubecheck_core::model::tree::Value as Tree;
use kubecheck_core::model::typed;
use kubecheck_core::report::finding::Gap;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use super::kinds::Kind;
use crate::model::config::{ConfigMap, Secret};
use crate::model::device::{DeviceClass, ResourceClaim, ResourceSlice};
use crate::model::event::Event;
use crate::model::meta::Meta;
use crate::model::node::{Node, NodeMetrics};
use crate::model::pod::Pod;
use crate::model::policy::{Namespace, PodDisruptionBudget, PriorityClass, ResourceQuota};
use crate::model::service::{EndpointSlice, Service};
use crate::model::storage::{
    CsiDriver, CsiNode, CsiStorageCapacity, PersistentVolume, PersistentVolumeClaim, StorageClass,
    VolumeAttachment,
};
use crate::model::workload::Workload;

/// An object of which only the metadata is read.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Named {
    /// The metadata.
    pub metadata: Meta,
}

macro_rules! objects {
    ($($kind:ident $field:ident: $item:ty,)*) => {
        /// What was read, and what was not.
        #[derive(Clone, Debug, Default)]
        pub struct Objects {
            /// The kinds of which all was read that there is; of a dump, the kinds of which there is something.
            pub read: BTreeSet<Kind>,
            /// What could not be read.
            pub gaps: Vec<Gap>,
            $(
                #[doc = concat!("The objects of [`Kind::", stringify!($kind), "`].")]
                pub $field: Vec<Arc<$item>>,
            )*
        }

        impl Objects {
            /// Takes an object in.
            ///
            /// # Errors
            /// What is not as its kind has it.
            pub(crate) fn take(&mut self, kind: Kind, source: impl Source) -> Result<(), String> {
                match kind {
                    $(Kind::$kind => self.$field.push(Arc::new(source.read::<$item>()?.kept())),)*
                }
                Ok(())
            }

            /// Adds what another part of the same world has.
            pub fn append(&mut self, other: Objects) {
                self.read.extend(other.read);
                self.gaps.extend(other.gaps);
                $(self.$field.extend(other.$field);)*
            }

            /// Keeps each object once: dumps of one cluster often hold a pod in a list and in a file of its own. The last that was read
            /// stays; another of the same name is a gap, as dumps of two clusters make no cluster.
            pub(super) fn keep_once(&mut self) {
                $(keep_once(&mut self.$field, |one| &one.metadata, Kind::$kind, &mut self.gaps);)*
            }

            /// Returns a copy with other objects beside its own, or in the place of those of the same name. Which kinds were read stays.
            pub fn with(&self, other: &Objects) -> Objects {
                let mut both = self.clone();
                $(both.$field.extend(other.$field.iter().cloned());)*
                both.keep_once();
                both.gaps.clone_from(&self.gaps);
                both
            }

            /// Returns a copy of the objects of some kinds, in one namespace or in all.
            pub(super) fn only(&self, kinds: &BTreeSet<Kind>, namespace: Option<&str>) -> Objects {
                let is_there = |meta: &Meta| {
                    namespace.is_none_or(|name| meta.namespace.is_empty() || meta.namespace == name)
                };
                Objects {
                    read: self.read.intersection(kinds).copied().collect(),
                    gaps: self.gaps.clone(),
                    $($field: match kinds.contains(&Kind::$kind) {
                        true => self.$field.iter().filter(|one| is_there(&one.metadata)).cloned().collect(),
                        false => Vec::new(),
                    },)*
                }
            }
        }
    };
}

objects! {
    Node nodes: Node,
    Pod pods: Pod,
    Namespace namespaces: Namespace,
    PersistentVolumeClaim claims: PersistentVolumeClaim,
    PersistentVolume volumes: PersistentVolume,
    StorageClass classes: StorageClass,
    CsiNode csi_nodes: CsiNode,
    CsiDriver csi_drivers: CsiDriver,
    CsiStorageCapacity capacities: CsiStorageCapacity,
    VolumeAttachment attachments: VolumeAttachment,
    PodDisruptionBudget budgets: PodDisruptionBudget,
    PriorityClass priorities: PriorityClass,
    ResourceClaim device_claims: ResourceClaim,
    DeviceClass device_classes: DeviceClass,
    ResourceSlice slices: ResourceSlice,
    Deployment deployments: Workload,
    ReplicaSet replica_sets: Workload,
    StatefulSet stateful_sets: Workload,
    DaemonSet daemon_sets: Workload,
    Job jobs: Workload,
    ReplicationController replication_controllers: Workload,
    Event events: Event,
    Service services: Service,
    EndpointSlice endpoint_slices: EndpointSlice,
    ConfigMap config_maps: ConfigMap,
    Secret secrets: Secret,
    ServiceAccount service_accounts: Named,
    RuntimeClass runtime_classes: Named,
    ResourceQuota quotas: ResourceQuota,
    NodeMetrics node_metrics: NodeMetrics,
}

fn keep_once<T>(all: &mut Vec<Arc<T>>, metadata: impl Fn(&T) -> &Meta, kind: Kind, gaps: &mut Vec<Gap>) {
    let mut last: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut is_kept = vec![true; all.len()];
    for (at, one) in all.iter().enumerate() {
        let meta = metadata(one);
        let Some(before) = last.insert((&meta.namespace, &meta.name), at) else { continue };
        is_kept[before] = false;
        if metadata(&all[before]).uid != meta.uid {
            let what = format!("{} {}", kind.resource().kind, meta.key());
            let why = "there are two of this name in what was read, with other uids; the last is taken";
            gaps.push(Gap { what, why: why.to_owned(), needed_for: Vec::new(), is_transient: false });
        }
    }
    drop(last);
    let mut kept = is_kept.into_iter();
    all.retain(|_| kept.next().unwrap_or(true));
}

/// What of an object is kept.
trait Kept: Sized {
    /// Forgets what nobody will ask of it.
    fn kept(self) -> Self {
        self
    }
}

impl Kept for Pod {
    fn kept(mut self) -> Pod {
        self.forget_if_ready();
        self
    }
}

macro_rules! kept_whole {
    ($($item:ty)*) => {
        $(impl Kept for $item {})*
    };
}

kept_whole! {
    Node Namespace PersistentVolumeClaim PersistentVolume StorageClass CsiNode CsiDriver CsiStorageCapacity VolumeAttachment
    PodDisruptionBudget PriorityClass ResourceClaim DeviceClass ResourceSlice Workload Event Service EndpointSlice Named ConfigMap Secret
    ResourceQuota NodeMetrics
}

/// An object as it came: from an API server or from a file.
pub(crate) trait Source: Copy {
    /// Makes a value of a type of it.
    ///
    /// # Errors
    /// What is not as the type wants it.
    fn read<T: DeserializeOwned>(self) -> Result<T, String>;
}

impl Source for &RawValue {
    fn read<T: DeserializeOwned>(self) -> Result<T, String> {
        serde_json::from_str(self.get()).or_else(|error| {
            // Go writes null for a list that is none, such as `topologyKeys` of a driver without topology, and reads it as none.
            let mut value: Value = serde_json::from_str(self.get()).map_err(|error| error.to_string())?;
            drop_nulls(&mut value);
            serde_json::from_value(value).map_err(|_| error.to_string())
        })
    }
}

/// Takes out keys whose value is null.
fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, value| !value.is_null());
            fields.values_mut().for_each(drop_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

impl Source for Tree<'_> {
    fn read<T: DeserializeOwned>(self) -> Result<T, String> {
        typed::lenient(self).map_err(|(at, why)| format!("{}:{}: {why}", at.line, at.column))
    }
}

impl Objects {
    /// Puts what is in no namespace and is used by pods into one.
    pub(super) fn settle(&mut self, within: &str) {
        let put = |meta: &mut Meta| {
            if meta.namespace.is_empty() {
                within.clone_into(&mut meta.namespace);
            }
        };
        self.claims.iter_mut().for_each(|one| put(&mut Arc::make_mut(one).metadata));
        self.device_claims.iter_mut().for_each(|one| put(&mut Arc::make_mut(one).metadata));
        self.budgets.iter_mut().for_each(|one| put(&mut Arc::make_mut(one).metadata));
    }

    /// Returns the metadata of all objects of a kind that makes pods or is used by them, by its name in the API.
    pub fn metadata(&self, kind: &str) -> Vec<&Meta> {
        fn of<T>(all: &[Arc<T>], metadata: impl Fn(&T) -> &Meta) -> Vec<&Meta> {
            all.iter().map(|one| metadata(one)).collect()
        }
        match kind {
            "Pod" => of(&self.pods, |one| &one.metadata),
            "PersistentVolumeClaim" => of(&self.claims, |one| &one.metadata),
            "Deployment" => of(&self.deployments, |one| &one.metadata),
            "ReplicaSet" => of(&self.replica_sets, |one| &one.metadata),
            "StatefulSet" => of(&self.stateful_sets, |one| &one.metadata),
            "DaemonSet" => of(&self.daemon_sets, |one| &one.metadata),
            "Job" => of(&self.jobs, |one| &one.metadata),
            "ReplicationController" => of(&self.replication_controllers, |one| &one.metadata),
            _ => Vec::new(),
        }
    }

    /// Tells whether a kind was read.
    pub fn has(&self, kind: Kind) -> bool {
        self.read.contains(&kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_is_nothing() {
        let text = r#"{"metadata":{"name":"a","labels":null},"spec":{"drivers":[{"name":"d","topologyKeys":null,"allocatable":{"count":3}}]}}"#;
        let raw: &RawValue = serde_json::from_str(text).expect("it is JSON");
        let mut objects = Objects::default();
        objects.take(Kind::CsiNode, raw).expect("it can be read");
        let driver = &objects.csi_nodes[0].spec.drivers[0];
        assert_eq!(driver.allocatable.as_ref().and_then(|own| own.count), Some(3));
        assert!(driver.topology_keys.is_empty());
    }

    #[test]
    fn what_makes_no_sense_is_told_as_it_is() {
        let raw: &RawValue =
            serde_json::from_str(r#"{"metadata":{"name":1,"labels":null}}"#).expect("it is JSON");
        let why = Objects::default().take(Kind::Node, raw).expect_err("a number is no name");
        assert!(why.contains("integer `1`"), "{why}");
    }
}
