//! Pods: on nodes, done, on their way out, and those that wait.

use serde_json::{Value, json};

use super::land::{Land, moment, namespace};
use super::{
    Topic, affinity, company, devices, disks, features, ports, priorities, resize, resources, spread, taints,
    volumes,
};
use crate::dice::Dice;

/// What a topic does to a pod, which waits or does not.
type OfPod = fn(&mut Dice, &mut Value, bool);

/// Adds two to fifteen pods on nodes and one to three that wait.
pub(super) fn add(land: &mut Land) {
    let mut dice = land.dice("pods");
    let least = if land.is_crowded { 8 } else { 2 };
    let (bound, pending) = (dice.between(least, 15), dice.between(1, 3));
    for number in 0..bound {
        let mut dice = land.dice(&format!("bound {number}"));
        // Of a node that is gone, pods stay for a while.
        let node = if dice.once_in(40) {
            "node-gone".to_owned()
        } else {
            land.nodes[index(&mut dice, land)].clone()
        };
        one(land, &format!("bound-{number}"), Some(node));
    }
    for number in 0..pending {
        one(land, &format!("pending-{number}"), None);
    }
}

fn index(dice: &mut Dice, land: &Land) -> usize {
    dice.below(land.nodes.len() as i64) as usize
}

/// Adds a pod, which may bring claims and volumes.
fn one(land: &mut Land, name: &str, node: Option<String>) {
    let is_pending = node.is_none();
    let mut dice = land.dice(name);
    let mut pod = json!({
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, "namespace": namespace(&mut dice), "labels": labels(&mut dice)},
        "spec": {"containers": []},
    });
    // No pod is without labels in most clusters, but it may be.
    if dice.once_in(20) {
        pod["metadata"]["labels"] = Value::Null;
    }
    let dice_of = |topic: &str| land.dice(&format!("{topic} of {name}"));
    resources::of_pod(&mut dice_of("resources"), &mut pod, is_pending, land.has(Topic::Resources));
    if let Some(node) = node {
        bind(&mut dice, &mut pod, &node);
        if land.has(Topic::Resize) {
            resize::of_pod(&mut dice_of("resize"), &mut pod);
        }
    }
    taints::of_pod(&mut dice_of("taints"), &mut pod, land.has(Topic::Taints));
    let topics: [(Topic, OfPod); 7] = [
        (Topic::Ports, ports::of_pod),
        (Topic::Spread, spread::of_pod),
        (Topic::Company, company::of_pod),
        (Topic::Disks, disks::of_pod),
        (Topic::Features, features::of_pod),
        (Topic::Priorities, priorities::of_pod),
        (Topic::Queue, queue),
    ];
    for (topic, of_pod) in topics {
        if land.has(topic) {
            of_pod(&mut dice_of(&format!("{topic:?}")), &mut pod, is_pending);
        }
    }
    if land.has(Topic::Affinity) {
        affinity::of_pod(&mut dice_of("affinity"), &mut pod, is_pending, &land.nodes);
    }
    if land.has(Topic::Priorities) && is_pending {
        priorities::nominate(&mut dice_of("nomination"), &mut pod, &land.nodes);
    }
    let place = land.put(pod);
    // What follows owns things in the pod's name, or is owned by it.
    if land.has(Topic::Volumes) {
        volumes::of_pod(land, place, is_pending);
    }
    if land.has(Topic::Devices) {
        devices::of_pod(land, place, is_pending);
    }
}

fn labels(dice: &mut Dice) -> Value {
    let mut labels = json!({"app": dice.one_of(&["web", "web", "web", "db", "cache"])});
    if dice.percent(70) {
        labels["tier"] = json!(dice.one_of(&["front", "back"]));
    }
    if dice.percent(60) {
        labels["pod-template-hash"] = json!(dice.one_of(&["7d4f", "9c1b"]));
    }
    if dice.percent(20) {
        labels["canary"] = json!("");
    }
    labels
}

/// Puts a pod on a node, in any of the states it may have there.
fn bind(dice: &mut Dice, pod: &mut Value, node: &str) {
    pod["spec"]["nodeName"] = json!(node);
    let phase = dice.one_of(&["Running", "Running", "Running", "Running", "Pending", "Succeeded", "Failed"]);
    let phase = if dice.once_in(30) { "Unknown" } else { phase };
    // Of pods with equal priorities, the one that started later goes first: no two start at the same time.
    let started = moment(40_000 + dice.below(40_000));
    pod["status"] = json!({
        "phase": phase,
        "startTime": started,
        "conditions": [{"type": "PodScheduled", "status": "True"}],
    });
    if dice.once_in(10) {
        leave(pod);
    }
}

fn leave(pod: &mut Value) {
    pod["metadata"]["deletionTimestamp"] = json!(moment(86_000));
    pod["metadata"]["deletionGracePeriodSeconds"] = json!(30);
}

/// What keeps a pod that waits from being looked at.
fn queue(dice: &mut Dice, pod: &mut Value, is_pending: bool) {
    if dice.once_in(4) {
        pod["spec"]["schedulerName"] = json!(dice.one_of(&["stork", "volcano"]));
    }
    // Nobody looks at these any more.
    if is_pending && dice.once_in(10) {
        leave(pod);
    }
    if is_pending && dice.once_in(20) {
        pod["status"]["phase"] = json!("Failed");
    }
    if is_pending && dice.once_in(3) {
        let gates: Vec<Value> =
            ["example.com/quota", "example.com/image"].iter().map(|gate| json!({"name": gate})).collect();
        pod["spec"]["schedulingGates"] = json!(gates[..dice.between(1, 2) as usize]);
    }
}
