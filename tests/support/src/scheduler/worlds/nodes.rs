//! Nodes: their labels, what they have, what they declare.

use serde_json::{Value, json};

use super::Topic;
use super::land::Land;
use super::{features, taints};
use crate::dice::Dice;

pub(super) const ZONE: &str = "topology.kubernetes.io/zone";
pub(super) const REGION: &str = "topology.kubernetes.io/region";
pub(super) const HOSTNAME: &str = "kubernetes.io/hostname";
pub(super) const ZONES: [&str; 3] = ["zone-a", "zone-b", "zone-c"];
pub(super) const DISKS: [&str; 2] = ["ssd", "hdd"];

/// Adds three to eight nodes.
pub(super) fn add(land: &mut Land) {
    let mut dice = land.dice("nodes");
    // In some worlds nodes have almost nothing left, in others room for everything.
    let size = dice.one_of(&[1, 2, 2, 4]);
    let most = if land.is_crowded { 4 } else { 8 };
    for number in 0..dice.between(3, most) {
        let name = format!("node-{number}");
        let mut dice = land.dice(&format!("node {number}"));
        let mut node = json!({
            "apiVersion": "v1",
            "kind": "Node",
            "metadata": {"name": name, "labels": labels(&mut dice, &name)},
            "spec": {},
            "status": {
                "capacity": capacity(&mut dice, size, land),
                "conditions": [{"type": "Ready", "status": "True", "reason": "KubeletReady"}],
            },
        });
        node["status"]["allocatable"] = node["status"]["capacity"].clone();
        if land.has(Topic::Taints) {
            taints::of_node(&mut land.dice(&format!("taints {number}")), &mut node);
        }
        if land.has(Topic::Features) {
            features::of_node(&mut land.dice(&format!("features {number}")), &mut node);
        }
        land.nodes.push(name);
        land.put(node);
    }
}

fn labels(dice: &mut Dice, name: &str) -> Value {
    let mut labels = json!({"kubernetes.io/os": "linux"});
    if dice.percent(95) {
        // A hostname need not be the name of the node.
        labels[HOSTNAME] =
            json!(if dice.percent(95) { name.to_owned() } else { format!("{name}.example.com") });
    }
    if dice.percent(88) {
        labels[ZONE] = json!(dice.one_of(&ZONES));
    }
    if dice.percent(80) {
        labels[REGION] = json!(dice.one_of(&["north", "north", "south"]));
    }
    if dice.percent(70) {
        labels["disk"] = json!(dice.one_of(&DISKS));
    }
    if dice.percent(60) {
        labels["cores"] = json!(dice.one_of(&["4", "8", "16", "0", "many"]));
    }
    if dice.percent(50) {
        labels["rack"] = json!(dice.one_of(&["r1", "r2", "r3", "r4"]));
    }
    if dice.percent(25) {
        labels["node-role.kubernetes.io/worker"] = json!("");
    }
    labels
}

/// Returns what a node has, in quantities of many spellings.
fn capacity(dice: &mut Dice, size: i64, land: &Land) -> Value {
    let cpu = dice.one_of(&["1", "1500m", "2", "2.5", "4"]);
    let cpu = if size > 1 { dice.one_of(&["2", "4", "7910m", "8"]) } else { cpu };
    let mut capacity = json!({
        "cpu": cpu,
        "memory": dice.one_of(&["2Gi", "4Gi", "3977Mi", "8589934592", "7e9", "16G"]),
        "pods": dice.one_of(&["2", "3", "5", "10", "110", "110", "110"]),
    });
    if dice.percent(85) {
        capacity["ephemeral-storage"] = json!(dice.one_of(&["1Gi", "10Gi", "47093746742"]));
    }
    if land.is_crowded && dice.percent(75) {
        capacity["pods"] = json!(dice.one_of(&["1", "2", "3"]));
    }
    if !land.has(Topic::Resources) {
        return capacity;
    }
    if dice.percent(65) {
        capacity["example.com/gpu"] = json!(dice.one_of(&["0", "1", "2", "2", "4"]));
    }
    if dice.percent(50) {
        capacity["example.com/fpga"] = json!(dice.one_of(&["1", "2"]));
    }
    if dice.percent(70) {
        capacity["hugepages-2Mi"] = json!(dice.one_of(&["0", "64Mi", "128Mi"]));
    }
    if dice.percent(20) {
        capacity["hugepages-1Gi"] = json!("1Gi");
    }
    // As old dumps and machines that have just joined have it.
    if dice.once_in(25) {
        return json!({});
    }
    capacity
}
