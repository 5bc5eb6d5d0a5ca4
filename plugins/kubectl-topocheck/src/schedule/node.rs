//! A node with the pods on it, as the scheduler counts them (`framework/types.go`, `NodeInfo`).

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
}

impl NodeInfo {
    /// Makes an empty node.
    pub fn new(node: Arc<Node>) -> NodeInfo {
        let allocatable = Resources::of(&node.status.allocatable);
        NodeInfo { node, allocatable, requested: Resources::default(), pods: Vec::new() }
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
        self.pods.push(pod);
    }

    /// Takes a pod off it; nothing happens if it is not there.
    pub fn remove(&mut self, pod: &PodInfo) {
        if let Some(at) = self.pods.iter().position(|own| own.is(pod)) {
            let gone = self.pods.remove(at);
            self.requested.add(&gone.held, -1);
        }
    }

    /// Returns who has a port that conflicts with one that is wanted.
    pub fn holder(&self, wanted: &HostPort) -> Option<&PodInfo> {
        let pods = self.pods.iter().map(Arc::as_ref);
        let mut holders = pods.filter(|pod| pod.ports.iter().any(|port| port.conflicts(wanted)));
        holders.next()
    }
}
