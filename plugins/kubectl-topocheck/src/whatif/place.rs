//! Places pods one after the other, until one finds no node.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::admit::Wanted;
use super::claims;
use crate::schedule::judgement::{self, Judgement};
use crate::schedule::node::NodeInfo;
use crate::schedule::pod::PodInfo;
use crate::schedule::snapshot::Snapshot;
use crate::schedule::verdict::{OnNode, Trial};

/// What became of the pods.
#[derive(Debug)]
pub struct Placed {
    /// How many found a node.
    pub count: i64,
    /// On which node, in their order.
    pub nodes: Vec<String>,
    /// The first that found none, and why; none if all did.
    pub stopped: Option<(PodInfo, Judgement)>,
    /// On how many nodes pods are wanted, if there is to be one on each that is selected.
    pub selected: Option<i64>,
    /// What could not be judged.
    pub doubts: BTreeSet<String>,
    /// The cluster with those that found one.
    pub after: Snapshot,
}

/// How many pods are placed at most.
pub const MOST: i64 = 1000;

/// Places as many pods as are wanted, and at most [`MOST`]. Each goes to the node on which most is left, as the scheduler prefers it by
/// default; it may weigh other things as well, and choose another of the nodes that fit.
pub fn all(wanted: &Wanted, before: &Snapshot) -> Placed {
    let mut placed = Placed {
        count: 0,
        nodes: Vec::new(),
        stopped: None,
        selected: None,
        doubts: wanted.doubts.iter().cloned().collect(),
        after: before.clone(),
    };
    if wanted.refused.is_some() {
        return placed;
    }
    let Some(replicas) = wanted.replicas else { return on_every_node(wanted, placed) };
    for number in 0..replicas.min(MOST) {
        let pod = named(wanted, number, &mut placed.after);
        if number == 1 && claims::uses_up(&pod.pod, &placed.after) {
            placed.doubts.insert("which free volumes the claims of the pods before have taken".to_owned());
        }
        let (best, doubts) = best(&pod, &placed.after);
        placed.doubts.extend(doubts);
        match best {
            Some(name) => put(&mut placed, pod, &name),
            None => {
                let judgement = judgement::of(&pod, &placed.after);
                placed.doubts.extend(judgement.verdict.doubts.iter().cloned());
                placed.stopped = Some((pod, judgement));
                return placed;
            }
        }
    }
    if replicas > MOST {
        placed.doubts.insert(format!("only {MOST} of {replicas} pods were placed"));
    }
    placed
}

/// What decides on which nodes a DaemonSet wants pods (`pkg/controller/daemon/daemon_controller.go`, `NodeShouldRunDaemonPod`); what else
/// refuses a pod leaves it waiting.
const SELECTS: [&str; 3] = ["NodeName", "NodeAffinity", "TaintToleration"];

/// Places a pod on each node that is selected, as a DaemonSet does.
fn on_every_node(wanted: &Wanted, mut placed: Placed) -> Placed {
    let pod = named(wanted, 0, &mut placed.after);
    let mut judgement = judgement::of(&pod, &placed.after);
    placed.doubts.extend(judgement.verdict.doubts.iter().cloned());
    let is_selected = |node: &OnNode| node.refused.iter().all(|refused| !SELECTS.contains(&refused.plugin));
    let (fit, rest): (Vec<OnNode>, Vec<OnNode>) =
        judgement.verdict.nodes.iter().filter(|node| is_selected(node)).cloned().partition(OnNode::fits);
    placed.selected = i64::try_from(fit.len() + rest.len()).ok();
    for (number, node) in (0..).zip(&fit) {
        let pod = named(wanted, number, &mut placed.after);
        put(&mut placed, pod, &node.name);
    }
    if !rest.is_empty() {
        // Its pods are each for one node: of the others nothing is to be said.
        judgement.verdict.nodes = rest;
        judgement.message = None;
        placed.stopped = Some((pod, judgement));
    }
    placed
}

/// Makes one of the pods, and the claims that are made for it.
fn named(wanted: &Wanted, number: i64, snapshot: &mut Snapshot) -> PodInfo {
    let mut pod = wanted.pod.clone();
    if wanted.replicas.is_none_or(|replicas| replicas > 1) || !wanted.templates.is_empty() {
        pod.metadata.name = format!("{}-{number}", pod.metadata.name);
    }
    let mut made = claims::of_templates(&mut pod, &wanted.templates);
    made.extend(claims::of_volumes(&pod));
    claims::add(snapshot, made);
    PodInfo::supposed(pod, &snapshot.features)
}

/// Returns the node that takes a pod and has most left then, and what could not be judged (`plugins/noderesources`, `LeastAllocated`).
fn best(pod: &PodInfo, snapshot: &Snapshot) -> (Option<String>, Vec<String>) {
    if !pod.pod.spec.scheduling_gates.is_empty() {
        return (None, Vec::new());
    }
    let trial = Trial::new(pod, snapshot);
    let left = trial.narrowed();
    let is_left = |node: &&Arc<NodeInfo>| left.keeps(node.name());
    let fitting = snapshot.nodes.iter().filter(is_left).filter(|node| trial.fits(node));
    let best =
        fitting.max_by(|a, b| score(pod, a).total_cmp(&score(pod, b)).then_with(|| b.name().cmp(a.name())));
    (best.map(|node| node.name().to_owned()), trial.doubts())
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

#[cfg(test)]
mod tests;
