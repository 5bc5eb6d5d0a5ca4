//! Taints, tolerations, nodes that are cordoned.

use serde_json::{Value, json};

use super::land::push;
use crate::dice::Dice;

const CORDONED: &str = "node.kubernetes.io/unschedulable";
const EFFECTS: [&str; 3] = ["NoSchedule", "NoExecute", "PreferNoSchedule"];

/// Taints by key and values.
const TAINTS: [(&str, &[&str]); 4] = [
    ("dedicated", &["gpu", "db"]),
    ("spot", &[""]),
    ("maintenance", &["true"]),
    ("example.com/licence", &["a"]),
];

/// What the node life cycle controller puts on nodes.
const STATES: [(&str, &str); 5] = [
    ("node.kubernetes.io/not-ready", "NoExecute"),
    ("node.kubernetes.io/not-ready", "NoSchedule"),
    ("node.kubernetes.io/unreachable", "NoExecute"),
    ("node.kubernetes.io/disk-pressure", "NoSchedule"),
    ("node.cloudprovider.kubernetes.io/uninitialized", "NoSchedule"),
];

/// Taints a node, or cordons it.
pub(super) fn of_node(dice: &mut Dice, node: &mut Value) {
    let mut taints = Vec::new();
    if dice.percent(40) {
        for (key, values) in dice.some_of(&TAINTS, 2) {
            taints.push(json!({"key": key, "value": dice.one_of(values), "effect": dice.one_of(&EFFECTS)}));
        }
    }
    if dice.percent(15) {
        let (key, effect) = dice.one_of(&STATES);
        taints.push(json!({"key": key, "effect": effect, "timeAdded": "2026-03-01T00:00:00Z"}));
        if key.ends_with("not-ready") {
            node["status"]["conditions"][0]["status"] = json!("False");
        }
    }
    if dice.percent(15) {
        node["spec"]["unschedulable"] = json!(true);
        // The taint follows a moment later.
        if dice.percent(80) {
            taints.push(json!({"key": CORDONED, "effect": "NoSchedule"}));
        }
    }
    if !taints.is_empty() {
        node["spec"]["taints"] = json!(taints);
    }
}

/// Gives a pod tolerations. Most have those that the API server adds to all.
pub(super) fn of_pod(dice: &mut Dice, pod: &mut Value, has_more: bool) {
    let tolerations = &mut pod["spec"]["tolerations"];
    if dice.percent(80) {
        for key in ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"] {
            push(
                tolerations,
                json!({"key": key, "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300}),
            );
        }
    }
    if !has_more {
        return;
    }
    for _ in 0..dice.below(4) {
        push(tolerations, toleration(dice));
    }
    // As pods of DaemonSets have it.
    if dice.percent(12) {
        push(tolerations, json!({"key": CORDONED, "operator": "Exists", "effect": "NoSchedule"}));
    }
    if dice.percent(6) {
        push(tolerations, json!({"operator": "Exists"}));
    }
}

fn toleration(dice: &mut Dice) -> Value {
    let (key, values) = dice.one_of(&TAINTS);
    let mut toleration = json!({"key": key});
    if dice.percent(30) {
        toleration["operator"] = json!("Exists");
        if dice.once_in(5) {
            toleration = json!({"operator": "Exists"});
        }
    } else {
        toleration["value"] = json!(if dice.percent(85) { dice.one_of(values) } else { "other" });
        if dice.percent(50) {
            toleration["operator"] = json!("Equal");
        }
    }
    if dice.percent(70) || toleration["key"].is_null() {
        let effect = dice.one_of(&EFFECTS);
        toleration["effect"] = json!(effect);
        if effect == "NoExecute" && dice.once_in(3) {
            toleration["tolerationSeconds"] = json!(dice.one_of(&[0, 60]));
        }
    }
    toleration
}
