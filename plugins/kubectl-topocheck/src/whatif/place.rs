//! Places pods one after the other, until one finds no node.

use std::sync::Arc;

use super::admit::Wanted;
use crate::schedule::judgement::{self, Judgement};
use crate::schedule::node::NodeInfo;
use crate::schedule::pod::PodInfo;
use crate::schedule::snapshot::Snapshot;
use crate::schedule::verdict::Trial;

/// What became of the pods.
#[derive(Debug)]
pub struct Placed {
    /// How many found a node.
    pub count: i64,
    /// On which node, in their order.
    pub nodes: Vec<String>,
    /// The first that found none, and why; none if all did.
    pub stopped: Option<(PodInfo, Judgement)>,
    /// The cluster with those that found one.
    pub after: Snapshot,
}

/// Places as many pods as are wanted. Each goes to the node on which most is left, as the scheduler prefers it by default; it may weigh
/// other things as well, and choose another of the nodes that fit.
pub fn all(wanted: &Wanted, before: &Snapshot) -> Placed {
    let mut placed = Placed { count: 0, nodes: Vec::new(), stopped: None, after: before.clone() };
    let Some(replicas) = wanted.replicas else { return on_every_node(wanted, placed) };
    for number in 0..replicas {
        let pod = named(wanted, number, before);
        let best = best(&pod, &placed.after);
        match best {
            Some(name) => put(&mut placed, pod, &name),
            None => {
                let judgement = judgement::of(&pod, &placed.after);
                placed.stopped = Some((pod, judgement));
                break;
            }
        }
    }
    placed
}

/// Places a pod on each node that takes it, as a DaemonSet does.
fn on_every_node(wanted: &Wanted, mut placed: Placed) -> Placed {
    let pod = named(wanted, 0, &placed.after);
    let judgement = judgement::of(&pod, &placed.after);
    placed.nodes = judgement.verdict.fitting().map(|node| node.name.clone()).collect();
    placed.count = i64::try_from(placed.nodes.len()).unwrap_or(i64::MAX);
    if placed.nodes.len() < placed.after.nodes.len() {
        placed.stopped = Some((pod, judgement));
    }
    placed
}

fn named(wanted: &Wanted, number: i64, snapshot: &Snapshot) -> PodInfo {
    let mut pod = wanted.pod.clone();
    if wanted.replicas.is_none_or(|replicas| replicas > 1) {
        pod.metadata.name = format!("{}-{number}", pod.metadata.name);
    }
    PodInfo::new(Arc::new(pod), &snapshot.features)
}

/// Returns the node that takes a pod and has most left then (`plugins/noderesources`, `LeastAllocated`).
fn best(pod: &PodInfo, snapshot: &Snapshot) -> Option<String> {
    if !pod.pod.spec.scheduling_gates.is_empty() {
        return None;
    }
    let trial = Trial::new(pod, snapshot);
    let left = trial.narrowed();
    let is_left = |node: &&Arc<NodeInfo>| left.keeps(node.name());
    let fitting = snapshot.nodes.iter().filter(is_left).filter(|node| trial.fits(node));
    let best =
        fitting.max_by(|a, b| score(pod, a).total_cmp(&score(pod, b)).then_with(|| b.name().cmp(a.name())));
    best.map(|node| node.name().to_owned())
}

fn score(pod: &PodInfo, node: &NodeInfo) -> f64 {
    let free = |has: i64, used: i64, more: i64| {
        if has <= 0 { 0.0 } else { (has - used - more).max(0) as f64 / has as f64 }
    };
    let (has, used, more) = (&node.allocatable, &node.requested, &pod.held);
    free(has.milli_cpu, used.milli_cpu, more.milli_cpu) + free(has.memory, used.memory, more.memory)
}

fn put(placed: &mut Placed, pod: PodInfo, name: &str) {
    let Some(node) = placed.after.node(name) else { return };
    let mut node = node.as_ref().clone();
    node.add(Arc::new(pod));
    placed.after = placed.after.with_node(node);
    placed.count += 1;
    placed.nodes.push(name.to_owned());
}
