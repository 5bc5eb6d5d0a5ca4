//! One edit of a pod or of the cluster, and how it is made on a copy.

use std::fmt;
use std::sync::Arc;

use kubecheck_core::model::quantity::Quantity;

use crate::model::affinity::Toleration;
use crate::model::container::{Container, Resources};
use crate::model::node::{Node, Taint};
use crate::model::pod::Pod;
use crate::schedule::filters::node_unschedulable::UNSCHEDULABLE;
use crate::schedule::node::NodeInfo;
use crate::schedule::pod::PodInfo;
use crate::schedule::resources::is_overcommitted;
use crate::schedule::snapshot::Snapshot;

/// How much harm an edit may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Risk {
    /// Only the pod itself changes.
    Pod,
    /// The cluster changes for all pods.
    Cluster,
    /// Other pods have to go.
    Eviction,
    /// A node has to be bought.
    Node,
}

/// Which containers of a pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// One container, by name.
    Container(String),
    /// One init container, by name.
    InitContainer(String),
    /// The pod as a whole.
    Pod,
}

/// One edit.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Ask for less of a resource; where a limit has to be the same, it is.
    LowerRequest {
        /// Which part of the pod asks.
        part: Part,
        /// The resource.
        resource: String,
        /// What it asks for.
        from: Quantity,
        /// What it may ask for.
        to: Quantity,
    },
    /// Tolerate a taint.
    AddToleration(Toleration),
    /// Select another value of a label, or not by this label.
    SetNodeSelector {
        /// The label.
        key: String,
        /// The value; none takes it out.
        value: Option<String>,
    },
    /// Let a term of the node affinity take another value of a label.
    WidenTerm {
        /// Which term.
        term: usize,
        /// The label.
        key: String,
        /// The value.
        value: String,
    },
    /// Allow pods to be spread less evenly.
    RaiseMaxSkew {
        /// Which constraint.
        constraint: usize,
        /// The label by which pods are spread.
        key: String,
        /// What is allowed.
        from: i64,
        /// What has to be.
        to: i64,
    },
    /// Take the mark off a node that keeps all pods away.
    Uncordon {
        /// The node.
        node: String,
    },
    /// Take a taint off a node.
    RemoveTaint {
        /// The node.
        node: String,
        /// The taint.
        taint: Taint,
    },
    /// Give a node a label, or take one off it.
    LabelNode {
        /// The node.
        node: String,
        /// The label.
        key: String,
        /// The value; none takes it off.
        value: Option<String>,
    },
    /// Delete pods, or move them elsewhere.
    DeletePods {
        /// The pods: `namespace/name`.
        pods: Vec<String>,
        /// Why they are in the way, such as `node-1 port 80/TCP`.
        why: String,
        /// Whether there is no smaller set that would do.
        is_fewest: bool,
    },
    /// Add a node.
    AddNode {
        /// The node, as it would be.
        node: Arc<Node>,
        /// The node it is like.
        like: String,
        /// What it must have for pods, in words.
        shape: String,
    },
}

impl Edit {
    /// Returns how much harm it may do.
    pub fn risk(&self) -> Risk {
        match self {
            Edit::LowerRequest { .. }
            | Edit::AddToleration(_)
            | Edit::SetNodeSelector { .. }
            | Edit::WidenTerm { .. }
            | Edit::RaiseMaxSkew { .. } => Risk::Pod,
            Edit::Uncordon { .. } | Edit::RemoveTaint { .. } | Edit::LabelNode { .. } => Risk::Cluster,
            Edit::DeletePods { .. } => Risk::Eviction,
            Edit::AddNode { .. } => Risk::Node,
        }
    }

    /// Names the kind of edit, with what it is about: of each kind one is told unless all are asked for.
    pub fn kind(&self) -> String {
        match self {
            Edit::LowerRequest { resource, .. } => format!("lower-request {resource}"),
            Edit::AddToleration(toleration) => format!("add-toleration {}", toleration.key),
            Edit::SetNodeSelector { key, .. } => format!("set-node-selector {key}"),
            Edit::WidenTerm { key, .. } => format!("widen-term {key}"),
            Edit::RaiseMaxSkew { constraint, .. } => format!("raise-max-skew {constraint}"),
            other => other.name().to_owned(),
        }
    }

    /// Returns the name that documents have for it.
    pub fn name(&self) -> &'static str {
        match self {
            Edit::LowerRequest { .. } => "lower-request",
            Edit::AddToleration(_) => "add-toleration",
            Edit::SetNodeSelector { .. } => "set-node-selector",
            Edit::WidenTerm { .. } => "widen-term",
            Edit::RaiseMaxSkew { .. } => "raise-max-skew",
            Edit::Uncordon { .. } => "uncordon",
            Edit::RemoveTaint { .. } => "remove-taint",
            Edit::LabelNode { .. } => "label-node",
            Edit::DeletePods { .. } => "delete-pods",
            Edit::AddNode { .. } => "add-node",
        }
    }

    /// Makes the edit on a copy of the pod, if it is one of the pod.
    pub fn on_pod(&self, pod: &mut Pod) {
        match self {
            Edit::LowerRequest { part, resource, to, .. } => {
                let spec = &mut pod.spec;
                let resources = match part {
                    Part::Pod => spec.resources.as_mut(),
                    Part::Container(name) => of(&mut spec.containers, name),
                    Part::InitContainer(name) => of(&mut spec.init_containers, name),
                };
                if let Some(resources) = resources {
                    resources.requests.insert(resource.clone(), *to);
                    if !is_overcommitted(resource) {
                        resources.limits.insert(resource.clone(), *to);
                    }
                }
            }
            Edit::AddToleration(toleration) => pod.spec.tolerations.push(toleration.clone()),
            Edit::SetNodeSelector { key, value } => {
                let selector = pod.spec.node_selector.get_or_insert_default();
                match value {
                    Some(value) => drop(selector.insert(key.clone(), value.clone())),
                    None => drop(selector.remove(key)),
                }
            }
            Edit::WidenTerm { term, key, value } => widen(pod, *term, key, value),
            Edit::RaiseMaxSkew { constraint, to, .. } => {
                if let Some(own) = pod.spec.topology_spread_constraints.get_mut(*constraint) {
                    own.max_skew = *to;
                }
            }
            _ => {}
        }
    }

    /// Makes the edit on a copy of the cluster, if it is one of the cluster.
    #[must_use]
    pub fn on_cluster(&self, snapshot: &Snapshot) -> Snapshot {
        match self {
            Edit::Uncordon { node } => with_node(snapshot, node, |node| {
                node.spec.unschedulable = false;
                node.spec.taints.retain(|taint| taint.key != UNSCHEDULABLE);
            }),
            Edit::RemoveTaint { node, taint } => {
                with_node(snapshot, node, |node| node.spec.taints.retain(|own| own != taint))
            }
            Edit::LabelNode { node, key, value } => with_node(snapshot, node, |node| match value {
                Some(value) => drop(node.metadata.labels.insert(key.clone(), value.clone())),
                None => drop(node.metadata.labels.remove(key)),
            }),
            Edit::DeletePods { pods, .. } => without(snapshot, pods),
            Edit::AddNode { node, like, .. } => {
                let mut added = NodeInfo::new(node.clone());
                let daemons = snapshot.node(like).map(|like| daemons(like)).unwrap_or_default();
                daemons.into_iter().for_each(|pod| added.add(pod));
                snapshot.with_node(added)
            }
            _ => snapshot.clone(),
        }
    }
}

fn of<'p>(containers: &'p mut [Container], name: &str) -> Option<&'p mut Resources> {
    let container = containers.iter_mut().find(|container| container.name == name)?;
    Some(&mut container.resources)
}

fn widen(pod: &mut Pod, term: usize, key: &str, value: &str) {
    let affinity = pod.spec.affinity.as_mut().and_then(|affinity| affinity.node_affinity.as_mut());
    let terms =
        affinity.and_then(|affinity| affinity.required.as_mut()).map(|all| &mut all.node_selector_terms);
    let Some(term) = terms.and_then(|terms| terms.get_mut(term)) else { return };
    let is_meant = |one: &&mut crate::model::selector::Requirement| one.key == key && one.operator == "In";
    for requirement in term.match_expressions.iter_mut().filter(is_meant) {
        requirement.values.push(value.to_owned());
    }
}

fn with_node(snapshot: &Snapshot, name: &str, change: impl FnOnce(&mut Node)) -> Snapshot {
    let Some(info) = snapshot.node(name) else { return snapshot.clone() };
    let mut info = info.as_ref().clone();
    change(Arc::make_mut(&mut info.node));
    snapshot.with_node(info)
}

fn without(snapshot: &Snapshot, pods: &[String]) -> Snapshot {
    let mut copy = snapshot.clone();
    for node in &snapshot.nodes {
        let gone: Vec<&Arc<PodInfo>> = node.pods.iter().filter(|pod| pods.contains(&pod.pod.key())).collect();
        if !gone.is_empty() {
            let mut info = node.as_ref().clone();
            gone.into_iter().for_each(|pod| info.remove(pod));
            copy = copy.with_node(info);
        }
    }
    copy
}

/// Returns the pods of a node that any node like it would have as well.
pub(crate) fn daemons(node: &NodeInfo) -> Vec<Arc<PodInfo>> {
    node.pods.iter().filter(|pod| is_daemon(&pod.pod)).cloned().collect()
}

/// Tells whether a pod belongs to its node: of a DaemonSet, or started by the kubelet itself.
pub fn is_daemon(pod: &Pod) -> bool {
    let owner = pod.metadata.controller().map(|owner| owner.kind.as_str());
    matches!(owner, Some("DaemonSet" | "Node"))
        || pod.metadata.annotations.contains_key("kubernetes.io/config.mirror")
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Part::Container(name) => write!(f, "container {name}"),
            Part::InitContainer(name) => write!(f, "init container {name}"),
            Part::Pod => f.write_str("the pod"),
        }
    }
}

impl fmt::Display for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Edit::LowerRequest { part, resource, from, to } => {
                let what = if is_overcommitted(resource) { "request" } else { "request and limit" };
                write!(f, "lower the {resource} {what} of {part} from {from} to {to}")
            }
            Edit::AddToleration(toleration) => write!(f, "tolerate {}", tolerated(toleration)),
            Edit::SetNodeSelector { key, value: Some(value) } => write!(f, "select {key}={value}"),
            Edit::SetNodeSelector { key, value: None } => write!(f, "do not select by {key}"),
            Edit::WidenTerm { term, key, value } => {
                write!(f, "let affinity term {term} also take {key}={value}")
            }
            Edit::RaiseMaxSkew { key, from, to, .. } => {
                write!(f, "raise maxSkew over {key} from {from} to {to}")
            }
            Edit::Uncordon { node } => write!(f, "uncordon {node}"),
            Edit::RemoveTaint { node, taint } => write!(f, "take the taint {taint} off {node}"),
            Edit::LabelNode { node, key, value: Some(value) } => write!(f, "label {node} {key}={value}"),
            Edit::LabelNode { node, key, value: None } => write!(f, "take the label {key} off {node}"),
            Edit::DeletePods { pods, why, is_fewest } => {
                let fewest = if *is_fewest { "" } else { " (perhaps fewer would do)" };
                write!(f, "move or delete {}{fewest}: {why}", pods.join(", "))
            }
            Edit::AddNode { like, shape, .. } => write!(f, "add a node like {like}: {shape}"),
        }
    }
}

/// Writes a toleration as the taint that it tolerates.
fn tolerated(toleration: &Toleration) -> Taint {
    Taint { key: toleration.key.clone(), value: toleration.value.clone(), effect: toleration.effect.clone() }
}
