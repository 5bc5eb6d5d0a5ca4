//! The cluster as the scheduler counts it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::node::NodeInfo;
use super::pod::PodInfo;
use super::version::Features;
use crate::model::Labels;
use crate::model::device::{DeviceClass, ResourceClaim, ResourceSlice};
use crate::model::node::Node;
use crate::model::pod::Pod;
use crate::model::policy::{Namespace, PodDisruptionBudget};
use crate::model::storage::{
    CsiDriver, CsiNode, CsiStorageCapacity, PersistentVolume, PersistentVolumeClaim, StorageClass,
    VolumeAttachment,
};

/// What the scheduler looks at beside nodes and pods. Each is known by `namespace/name`, or by its name if it is in no namespace.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// The namespaces.
    pub namespaces: BTreeMap<String, Arc<Namespace>>,
    /// The claims.
    pub claims: BTreeMap<String, Arc<PersistentVolumeClaim>>,
    /// The volumes.
    pub volumes: BTreeMap<String, Arc<PersistentVolume>>,
    /// The classes of storage.
    pub classes: BTreeMap<String, Arc<StorageClass>>,
    /// The drivers of each node.
    pub csi_nodes: BTreeMap<String, Arc<CsiNode>>,
    /// The drivers.
    pub csi_drivers: BTreeMap<String, Arc<CsiDriver>>,
    /// How much room there is.
    pub capacities: Vec<Arc<CsiStorageCapacity>>,
    /// Which volume is where.
    pub attachments: Vec<Arc<VolumeAttachment>>,
    /// The claims of devices.
    pub device_claims: BTreeMap<String, Arc<ResourceClaim>>,
    /// The classes of devices.
    pub device_classes: BTreeMap<String, Arc<DeviceClass>>,
    /// The devices.
    pub slices: Vec<Arc<ResourceSlice>>,
    /// The disruption budgets.
    pub budgets: Vec<Arc<PodDisruptionBudget>>,
    /// The kinds of which nothing could be read, by resource: of what they have nothing is known.
    pub unread: BTreeSet<&'static str>,
}

impl Around {
    /// Says of the kinds that a filter needs and of which nothing could be read that it cannot be judged for them.
    pub fn unread(&self, filter: &str, needed: &[&'static str]) -> Vec<String> {
        let unread = needed.iter().filter(|resource| self.unread.contains(*resource));
        unread.map(|resource| format!("{filter} needs {resource}, which could not be read")).collect()
    }
}

/// A cluster at one moment. Copies are cheap: what is not changed is shared.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The nodes, in the order of their names.
    pub nodes: Vec<Arc<NodeInfo>>,
    /// Where each node is among them.
    places: Arc<BTreeMap<String, usize>>,
    /// Pods that wait for a node.
    pub pending: Vec<Arc<PodInfo>>,
    /// Pods for which room is being made, by the node.
    pub nominated: Arc<BTreeMap<String, Vec<Arc<PodInfo>>>>,
    /// All else.
    pub around: Arc<Around>,
    /// What the scheduler can do.
    pub features: Arc<Features>,
}

impl Snapshot {
    /// Puts pods on their nodes. A pod whose node is not there is left out, as are those that have ended for good.
    pub fn new(nodes: Vec<Arc<Node>>, pods: Vec<Arc<Pod>>, around: Around, features: Features) -> Snapshot {
        let mut nodes: Vec<NodeInfo> = nodes.into_iter().map(NodeInfo::new).collect();
        nodes.sort_by(|a, b| a.name().cmp(b.name()));
        nodes.dedup_by(|a, b| a.name() == b.name());
        let places: BTreeMap<String, usize> =
            nodes.iter().enumerate().map(|(at, node)| (node.name().to_owned(), at)).collect();
        let (mut pending, mut nominated) = (Vec::new(), BTreeMap::<String, Vec<Arc<PodInfo>>>::new());
        for pod in pods.into_iter().filter(|pod| !pod.is_terminal()) {
            let pod = Arc::new(PodInfo::new(pod, &features));
            if !pod.pod.spec.node_name.is_empty() {
                if let Some(at) = places.get(&pod.pod.spec.node_name) {
                    nodes[*at].add(pod);
                }
                continue;
            }
            let node = &pod.pod.status.nominated_node_name;
            if !node.is_empty() {
                nominated.entry(node.clone()).or_default().push(pod.clone());
            }
            // The scheduler finds no node for what is on its way out, but holds its room until it is gone.
            if !pod.pod.metadata.is_deleted() {
                pending.push(pod);
            }
        }
        Snapshot {
            nodes: nodes.into_iter().map(Arc::new).collect(),
            places: Arc::new(places),
            pending,
            nominated: Arc::new(nominated),
            around: Arc::new(around),
            features: Arc::new(features),
        }
    }

    /// Returns a node.
    pub fn node(&self, name: &str) -> Option<&Arc<NodeInfo>> {
        self.places.get(name).map(|at| &self.nodes[*at])
    }

    /// Returns the labels of a namespace, if it is there. Its name is always one of them, as the API server has it.
    pub fn namespace(&self, name: &str) -> Option<&Labels> {
        self.around.namespaces.get(name).map(|namespace| &namespace.metadata.labels)
    }

    /// Returns a copy with another node in the place of that of its name, or beside the others if there is none.
    #[must_use]
    pub fn with_node(&self, node: NodeInfo) -> Snapshot {
        let mut copy = self.clone();
        match self.places.get(node.name()) {
            Some(at) => copy.nodes[*at] = Arc::new(node),
            None => {
                Arc::make_mut(&mut copy.places).insert(node.name().to_owned(), copy.nodes.len());
                copy.nodes.push(Arc::new(node));
            }
        }
        copy
    }

    /// Returns the pods on all nodes.
    pub fn placed(&self) -> impl Iterator<Item = (&NodeInfo, &Arc<PodInfo>)> {
        self.nodes.iter().flat_map(|node| node.pods.iter().map(move |pod| (node.as_ref(), pod)))
    }
}
