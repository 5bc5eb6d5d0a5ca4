//! Portraits of nodes: what they have, and what of it is spoken for, as the scheduler counts.

use std::sync::Arc;

use kubecheck_core::model::quantity::Quantity;

use crate::fit::edit::is_daemon;
use crate::model::node::{Node, NodeMetrics};
use crate::schedule::node::NodeInfo;
use crate::schedule::pod::PodInfo;
use crate::schedule::resources::{CPU, EPHEMERAL_STORAGE, MEMORY, Resources, quantity};
use crate::schedule::snapshot::Snapshot;

/// The portrait of a node.
#[derive(Clone, Debug)]
pub struct Portrait {
    /// The node.
    pub node: Arc<Node>,
    /// What is known of each resource, CPU and memory first.
    pub resources: Vec<Share>,
    /// How many pods are on it; those that have ended are left out.
    pub pods: i64,
    /// How many it takes.
    pub most_pods: i64,
    /// What is amiss: `cordoned`, `not ready`, `memory pressure`.
    pub troubles: Vec<String>,
    /// The pods that ask for most, the first first.
    pub largest: Vec<Asked>,
}

/// What is known of one resource of a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// The resource.
    pub name: String,
    /// All that there is.
    pub capacity: Option<Quantity>,
    /// What pods may have of it.
    pub allocatable: Quantity,
    /// What pods ask for.
    pub requested: Quantity,
    /// What of this pods of DaemonSets ask for.
    pub daemons: Quantity,
    /// What is used; none if nobody measures.
    pub used: Option<Quantity>,
    /// The most that one more pod may ask for.
    pub free: Quantity,
}

/// What a pod asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The pod: `namespace/name`.
    pub pod: String,
    /// CPU and memory.
    pub resources: Vec<(String, Quantity)>,
}

impl Share {
    /// Returns how much of what pods may have is asked for, in percent; none if there is nothing.
    pub fn percent(&self) -> Option<i64> {
        let (all, asked) = (self.allocatable.milli_value(), self.requested.milli_value());
        (all > 0).then(|| (i128::from(asked) * 100 / i128::from(all)) as i64)
    }
}

/// Draws all nodes, in the order of the snapshot's.
pub fn draw(snapshot: &Snapshot, metrics: &[Arc<NodeMetrics>]) -> Vec<Portrait> {
    let used = |name: &str| metrics.iter().find(|own| own.metadata.name == name).map(Arc::as_ref);
    snapshot.nodes.iter().map(|node| portrait(node, used(node.name()))).collect()
}

fn portrait(node: &NodeInfo, metrics: Option<&NodeMetrics>) -> Portrait {
    let mut daemons = Resources::default();
    node.pods.iter().filter(|pod| is_daemon(&pod.pod)).for_each(|pod| daemons.add(&pod.held, 1));
    let has_place = i64::try_from(node.pods.len()).unwrap_or(i64::MAX) < node.allocatable.pods;
    let share = |name: &str| {
        let of = |amount: i64| quantity(name, amount);
        let free = node.allocatable.get(name) - node.requested.get(name);
        Share {
            name: name.to_owned(),
            capacity: node.node.status.capacity.get(name).copied(),
            allocatable: of(node.allocatable.get(name)),
            requested: of(node.requested.get(name)),
            daemons: of(daemons.get(name)),
            used: metrics.and_then(|metrics| metrics.usage.get(name).copied()),
            free: of(if has_place { free.max(0) } else { 0 }),
        }
    };
    let others = node.allocatable.scalars.keys().chain(node.requested.scalars.keys());
    let mut names: Vec<&str> = others.map(String::as_str).collect();
    names.sort_unstable();
    names.dedup();
    let names = [CPU, MEMORY, EPHEMERAL_STORAGE].into_iter().chain(names);
    let is_there = |share: &Share| !share.allocatable.is_zero() || !share.requested.is_zero();
    Portrait {
        node: node.node.clone(),
        resources: names.map(share).filter(is_there).collect(),
        pods: i64::try_from(node.pods.len()).unwrap_or(i64::MAX),
        most_pods: node.allocatable.pods,
        troubles: troubles(&node.node),
        largest: largest(node),
    }
}

/// Says what is amiss with a node, from its conditions and its spec.
pub fn troubles(node: &Node) -> Vec<String> {
    let mut found = Vec::new();
    match node.condition("Ready").map(|ready| ready.status.as_str()) {
        Some("True") => {}
        Some("False") => found.push("not ready".to_owned()),
        Some(_) => found.push("unreachable".to_owned()),
        None => found.push("ready is not known".to_owned()),
    }
    for (kind, name) in [
        ("MemoryPressure", "memory pressure"),
        ("DiskPressure", "disk pressure"),
        ("PIDPressure", "PID pressure"),
        ("NetworkUnavailable", "no network"),
    ] {
        if node.condition(kind).is_some_and(|condition| condition.status == "True") {
            found.push(name.to_owned());
        }
    }
    if node.spec.unschedulable {
        found.push("cordoned".to_owned());
    }
    found
}

/// Returns the pods of a node by what they ask for of what is scarcest.
fn largest(node: &NodeInfo) -> Vec<Asked> {
    let part = |pod: &PodInfo, name: &str| {
        let all = node.allocatable.get(name).max(1);
        pod.held.get(name) as f64 / all as f64
    };
    let weight = |pod: &PodInfo| part(pod, CPU).max(part(pod, MEMORY));
    let mut pods: Vec<&Arc<PodInfo>> = node.pods.iter().collect();
    pods.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then_with(|| a.pod.key().cmp(&b.pod.key())));
    let asked = |pod: &Arc<PodInfo>| Asked {
        pod: pod.pod.key(),
        resources: [CPU, MEMORY].map(|name| (name.to_owned(), quantity(name, pod.held.get(name)))).into(),
    };
    pods.into_iter().map(asked).collect()
}
