//! A node with the pods on it, as the scheduler counts them (`framework/types.go`, `NodeInfo`).

use std::collections::BTreeSet;
use std::sync::Arc;

use super::pod::{HostPort, PodInfo};
use super::resources::Resources;
use crate::model::Labels;
use crate::model::node::Node;

/// A node, and what is on it.
#[derive(Clone, Debug)]
pub struct NodeInfo {
    /// The node.
    pub node: Arc<Node>,
    /// What pods may have.
    pub allocatable: Resources,
    /// What pods have.
    pub requested: Resources,
    /// The pods; those that have ended for good are not among them.
    pub pods: Vec<Arc<PodInfo>>,
    /// The ports that are taken, as the scheduler keeps them: a pod that goes frees its ports, even if another has the same.
    ports: BTreeSet<HostPort>,
}

impl NodeInfo {
    /// Makes an empty node.
    pub fn new(node: Arc<Node>) -> NodeInfo {
        let allocatable = Resources::of(&node.status.allocatable);
        NodeInfo {
            node,
            allocatable,
            requested: Resources::default(),
            pods: Vec::new(),
            ports: BTreeSet::new(),
        }
    }

    /// Returns the name.
    pub fn name(&self) -> &str {
        &self.node.metadata.name
    }

    /// Returns the labels.
    pub fn labels(&self) -> &Labels {
        &self.node.metadata.labels
    }

    /// Puts a pod on it.
    pub fn add(&mut self, pod: Arc<PodInfo>) {
        self.requested.add(&pod.held, 1);
        self.ports.extend(pod.ports.iter().cloned());
        self.pods.push(pod);
    }

    /// Takes a pod off it; nothing happens if it is not there.
    pub fn remove(&mut self, pod: &PodInfo) {
        if let Some(at) = self.pods.iter().position(|own| own.is(pod)) {
            let gone = self.pods.remove(at);
            self.requested.add(&gone.held, -1);
            self.ports.retain(|port| !gone.ports.contains(port));
        }
    }

    /// Returns who has a port that conflicts with one that is wanted.
    pub fn holder(&self, wanted: &HostPort) -> Option<&PodInfo> {
        let taken = self.ports.iter().find(|port| port.conflicts(wanted))?;
        self.pods.iter().map(Arc::as_ref).find(|pod| pod.ports.contains(taken))
    }
}
