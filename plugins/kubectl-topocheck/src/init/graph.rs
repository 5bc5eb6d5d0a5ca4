//! Who waits for whom: workloads, through the services, Jobs and pods that their init containers wait for.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::asks::Need;
use super::standing::{How, is_ready, makers, of};
use super::thing::Thing;
use super::waits::{self, Wait};
use crate::model::Labels;
use crate::model::pod::PodSpec;
use crate::model::selector::Selector;
use crate::start::owner::Owner;
use crate::start::told::Scene;

/// A workload, or a pod that belongs to none.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Node {
    /// The namespace.
    pub namespace: String,
    /// The kind.
    pub kind: String,
    /// The name.
    pub name: String,
}

impl std::fmt::Display for Node {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}/{}", self.namespace, self.kind, self.name)
    }
}

/// An init container of a workload waits for something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The workload.
    pub from: Node,
    /// The init container.
    pub container: String,
    /// Where it stands among the init containers.
    pub index: usize,
    /// What it waits for.
    pub wait: Wait,
    /// The workloads that have to be ready for it.
    pub to: Vec<Node>,
    /// How what it waits for stands.
    pub how: How,
}

/// A workload that makes pods with init containers, and what they are made of.
#[derive(Clone, Copy, Debug)]
pub struct Made<'o> {
    /// The labels of its pods.
    pub labels: &'o Labels,
    /// What its pods are made of.
    pub spec: &'o PodSpec,
}

/// Returns the workloads with init containers, in all namespaces or in one; each that belongs to another is left out.
pub fn workloads<'o>(scene: &Scene<'o>, namespace: Option<&str>) -> BTreeMap<Node, Made<'o>> {
    let mut found = BTreeMap::new();
    let is_meant = |name: &str| namespace.is_none_or(|wanted| wanted == name);
    for (kind, one) in scene.look.owners.all() {
        let spec = &one.spec.template.spec;
        if one.metadata.controller().is_none()
            && !spec.init_containers.is_empty()
            && is_meant(&one.metadata.namespace)
        {
            let node = node(&one.metadata.namespace, kind, &one.metadata.name);
            found.insert(node, Made { labels: &one.spec.template.metadata.labels, spec });
        }
    }
    for pod in
        scene.look.objects.pods.iter().filter(|pod| is_meant(&pod.metadata.namespace) && !pod.is_terminal())
    {
        let owner = scene.look.owners.top(&pod.metadata);
        let node = match &owner {
            None => node(&pod.metadata.namespace, "Pod", &pod.metadata.name),
            Some(owner) => node(&pod.metadata.namespace, &owner.kind, &owner.name),
        };
        if !pod.spec.init_containers.is_empty() {
            found.entry(node).or_insert(Made { labels: &pod.metadata.labels, spec: &pod.spec });
        }
    }
    found
}

fn node(namespace: &str, kind: &str, name: &str) -> Node {
    Node { namespace: namespace.to_owned(), kind: kind.to_owned(), name: name.to_owned() }
}

/// Finds who waits for what.
pub fn edges(workloads: &BTreeMap<Node, Made<'_>>, scene: &Scene<'_>) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (from, made) in workloads {
        for (index, container) in made.spec.init_containers.iter().enumerate() {
            for wait in waits::of(container, made.spec, &from.namespace, scene.names.objects).waits {
                let to = behind(&wait.thing, scene);
                let how = of(&wait.thing, scene).how;
                edges.push(Edge {
                    from: from.clone(),
                    container: container.name.clone(),
                    index,
                    wait,
                    to,
                    how,
                });
            }
        }
    }
    edges
}

/// Finds the workloads that have to be ready for something to be ready; none if it is ready without.
fn behind(thing: &Thing, scene: &Scene<'_>) -> Vec<Node> {
    let of_labels = |namespace: &str, labels: &Labels| -> Vec<Node> {
        let mut found: Vec<Node> = makers(namespace, labels, scene)
            .into_iter()
            .map(|(kind, one)| node(namespace, kind, &one.metadata.name))
            .collect();
        let wanted = Selector::of_labels(labels);
        let bare = scene.look.objects.pods.iter().filter(|pod| {
            pod.metadata.namespace == namespace
                && pod.metadata.controller().is_none()
                && !pod.is_terminal()
                && wanted.matches(&pod.metadata.labels)
        });
        found.extend(bare.map(|pod| node(namespace, "Pod", &pod.metadata.name)));
        found
    };
    match thing {
        Thing::Service { namespace, name, need, .. } => {
            let service = scene
                .names
                .objects
                .services
                .iter()
                .find(|one| one.metadata.name == *name && one.metadata.namespace == *namespace);
            let Some(service) = service else { return Vec::new() };
            let is_hard =
                *need == Need::Answer || service.is_headless() && !service.spec.publish_not_ready_addresses;
            match is_hard && !service.spec.selector.is_empty() {
                true => of_labels(namespace, &service.spec.selector),
                false => Vec::new(),
            }
        }
        Thing::Object { kind, namespace, name } => {
            let title = match kind.as_str() {
                "job" => "Job",
                "deployment" => "Deployment",
                "statefulset" => "StatefulSet",
                "daemonset" => "DaemonSet",
                "pod" => "Pod",
                _ => return Vec::new(),
            };
            vec![node(namespace, title, name)]
        }
        Thing::Pods { namespace, selector } => {
            let labels: Labels = selector
                .split(',')
                .filter_map(|pair| pair.split_once('='))
                .map(|(key, value)| (key.to_owned(), value.trim_start_matches('=').to_owned()))
                .collect();
            if labels.is_empty() { Vec::new() } else { of_labels(namespace, &labels) }
        }
        _ => Vec::new(),
    }
}

/// Workloads that wait for each other, in a circle: each waits for the next, and the last for the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circle {
    /// The waits, one a workload.
    pub edges: Vec<Edge>,
    /// Whether each of its workloads wants pods and has none that is ready: then none ever will.
    pub is_closed: bool,
}

/// Finds the circles: for each set of workloads that wait for each other the shortest one, from the first by name.
pub fn circles(edges: &[Edge], scene: &Scene<'_>) -> Vec<Circle> {
    let mut next: BTreeMap<&Node, BTreeSet<&Node>> = BTreeMap::new();
    for edge in edges {
        next.entry(&edge.from).or_default().extend(&edge.to);
    }
    let (mut circles, mut seen) = (Vec::new(), BTreeSet::new());
    for start in next.keys() {
        if seen.contains(*start) {
            continue;
        }
        let Some(path) = shortest(start, &next) else { continue };
        seen.extend(path.iter().map(|node| (*node).clone()));
        let pairs = path.iter().zip(path.iter().cycle().skip(1));
        let on_path = pairs
            .filter_map(|(from, to)| edges.iter().find(|edge| edge.from == **from && edge.to.contains(to)));
        let is_closed = path.iter().all(|node| !has_ready(node, scene) && !is_idle(node, scene));
        circles.push(Circle { edges: on_path.cloned().collect(), is_closed });
    }
    circles
}

/// Finds the shortest way from a workload back to itself.
fn shortest<'n>(start: &'n Node, next: &BTreeMap<&'n Node, BTreeSet<&'n Node>>) -> Option<Vec<&'n Node>> {
    let mut before: BTreeMap<&Node, &Node> = BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(at) = queue.pop_front() {
        for to in next.get(at).into_iter().flatten() {
            if *to == start {
                let mut path = vec![at];
                while let Some(previous) = path.last().and_then(|last| before.get(last)) {
                    path.push(previous);
                }
                path.reverse();
                return Some(path);
            }
            if *to != start && !before.contains_key(to) {
                before.insert(to, at);
                queue.push_back(to);
            }
        }
    }
    None
}

/// Tells whether a workload wants no pods, so that nothing of it waits.
fn is_idle(node: &Node, scene: &Scene<'_>) -> bool {
    let owner = Owner { kind: node.kind.clone(), name: node.name.clone() };
    scene.look.owners.find(&node.namespace, &owner).is_some_and(|one| one.spec.replicas == Some(0))
}

fn has_ready(node: &Node, scene: &Scene<'_>) -> bool {
    scene.look.objects.pods.iter().any(|pod| {
        let owner = scene.look.owners.top(&pod.metadata);
        let is_its = match &owner {
            Some(owner) => owner.kind == node.kind && owner.name == node.name,
            None => node.kind == "Pod" && pod.metadata.name == node.name,
        };
        is_its && pod.metadata.namespace == node.namespace && is_ready(pod)
    })
}
