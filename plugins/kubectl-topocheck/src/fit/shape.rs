//! The node that would have to come: like one that is there, but empty, or larger.

use std::sync::Arc;

use super::Candidate;
use super::edit::{Edit, daemons};
use super::verify;
use crate::model::node::Node;
use crate::schedule::filters::node_resources_fit::wanted;
use crate::schedule::node::NodeInfo;
use crate::schedule::pod::PodInfo;
use crate::schedule::resources::{CPU, EPHEMERAL_STORAGE, MEMORY, PODS, Resources, quantity};
use crate::schedule::snapshot::Snapshot;

/// How the node is called that is tried.
const NAME: &str = "new-node";
/// The label that says how a node is called.
const HOSTNAME: &str = "kubernetes.io/hostname";

/// Finds a node that would take the pod: the smallest of those that are there, as if it were new; or else one that is as large as the
/// pod needs.
pub(crate) fn candidate(pod: &PodInfo, snapshot: &Snapshot) -> Option<Candidate> {
    let mut likes: Vec<&Arc<NodeInfo>> = Vec::new();
    for node in &snapshot.nodes {
        // Nodes of the same size and marks are the same here.
        if !likes.iter().any(|own| is_alike(own, node)) {
            likes.push(node);
        }
    }
    likes.sort_by_key(|node| (node.allocatable.milli_cpu, node.allocatable.memory));
    let as_is = likes.iter().map(|like| edit(like, like.node.as_ref().clone()));
    let larger = likes.iter().map(|like| edit(like, enlarged(pod, like, snapshot)));
    let takes_it = |edit: &Edit| {
        verify::opens(pod, snapshot, std::slice::from_ref(edit)).iter().any(|name| name == NAME)
    };
    let found = as_is.chain(larger).find(takes_it)?;
    Some(Candidate { node: NAME.to_owned(), edits: vec![found], cost: 0.0 })
}

fn is_alike(a: &NodeInfo, b: &NodeInfo) -> bool {
    let marks = |node: &NodeInfo| {
        let mut labels = node.labels().clone();
        labels.remove(HOSTNAME);
        (labels, node.node.spec.taints.clone())
    };
    a.allocatable == b.allocatable && marks(a) == marks(b)
}

fn edit(like: &NodeInfo, mut node: Node) -> Edit {
    node.metadata.name = NAME.to_owned();
    node.metadata.labels.insert(HOSTNAME.to_owned(), NAME.to_owned());
    node.spec.unschedulable = false;
    node.spec.taints.retain(|taint| !taint.key.starts_with("node.kubernetes.io/"));
    let shape = shape(&Resources::of(&node.status.allocatable));
    Edit::AddNode { node: Arc::new(node), like: like.name().to_owned(), shape }
}

/// Writes what a node has for pods.
fn shape(allocatable: &Resources) -> String {
    let main = [CPU, MEMORY, EPHEMERAL_STORAGE, PODS].map(|name| (name, allocatable.get(name)));
    let others = allocatable.scalars.iter().map(|(name, amount)| (name.as_str(), *amount));
    let all = main.into_iter().chain(others).filter(|(_, amount)| *amount > 0);
    let all: Vec<String> =
        all.map(|(name, amount)| format!("{name} {}", quantity(name, amount).short())).collect();
    all.join(", ")
}

/// Returns a node like another that has enough for the pod beside what every such node runs.
fn enlarged(pod: &PodInfo, like: &NodeInfo, snapshot: &Snapshot) -> Node {
    let mut needed = wanted(pod, snapshot);
    daemons(like).iter().for_each(|daemon| needed.add(&daemon.held, 1));
    let mut node = like.node.as_ref().clone();
    for (name, amount) in needed.all().filter(|(_, amount)| *amount > 0) {
        let has = node.status.allocatable.entry(name.to_owned()).or_default();
        *has = (*has).max(quantity(name, amount));
    }
    node
}
