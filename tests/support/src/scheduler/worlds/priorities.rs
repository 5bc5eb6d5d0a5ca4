//! Priorities, disruption budgets, and nodes that pods wait for.

use serde_json::{Value, json};

use super::Topic;
use super::land::{Land, namespace, push};
use super::spread::selector;
use crate::dice::Dice;

/// Classes, with their values.
const CLASSES: [(&str, i64); 4] = [("low", -5), ("normal", 100), ("high", 1000), ("highest", 100_000)];

/// Adds the classes.
pub(super) fn classes(land: &mut Land) {
    if !land.has(Topic::Priorities) {
        return;
    }
    for (name, value) in CLASSES {
        land.put(json!({
            "apiVersion": "scheduling.k8s.io/v1",
            "kind": "PriorityClass",
            "metadata": {"name": name},
            "value": value,
            "preemptionPolicy": "PreemptLowerPriority",
        }));
    }
}

/// Gives a pod its priority, as admission does.
pub(super) fn of_pod(dice: &mut Dice, pod: &mut Value, is_pending: bool) {
    let classes = if is_pending { &CLASSES[1..] } else { &CLASSES[..3] };
    if dice.percent(85) {
        let (name, value) = dice.one_of(classes);
        pod["spec"]["priorityClassName"] = json!(name);
        pod["spec"]["priority"] = json!(value);
    } else {
        pod["spec"]["priority"] = json!(0);
    }
    let policy = if is_pending && dice.once_in(8) { "Never" } else { "PreemptLowerPriority" };
    pod["spec"]["preemptionPolicy"] = json!(policy);
    let is_leaving = !pod["metadata"]["deletionTimestamp"].is_null();
    if is_leaving && dice.percent(60) {
        let reason =
            dice.one_of(&["PreemptionByScheduler", "PreemptionByScheduler", "EvictionByEvictionAPI"]);
        let condition = json!({"type": "DisruptionTarget", "status": "True", "reason": reason});
        push(&mut pod["status"]["conditions"], condition);
    }
}

/// Lets a pod that waits have a node in view.
pub(super) fn nominate(dice: &mut Dice, pod: &mut Value, nodes: &[String]) {
    if dice.percent(25) {
        let node = dice.below(nodes.len() as i64 + 1) as usize;
        pod["status"]["nominatedNodeName"] = json!(nodes.get(node).map_or("node-gone", String::as_str));
    }
}

/// Adds budgets, which allow few disruptions.
pub(super) fn add(land: &mut Land) {
    if !land.has(Topic::Priorities) {
        return;
    }
    let mut dice = land.dice("budgets");
    for number in 0..dice.below(4) {
        let mut spec = json!({"minAvailable": 1});
        if dice.percent(90) {
            spec["selector"] = selector(&mut dice);
        }
        let allowed = dice.one_of(&[0, 0, 1, 2]);
        let mut budget = json!({
            "apiVersion": "policy/v1",
            "kind": "PodDisruptionBudget",
            "metadata": {"name": format!("budget-{number}"), "namespace": namespace(&mut dice)},
            "spec": spec,
            "status": {"disruptionsAllowed": allowed, "currentHealthy": 1, "desiredHealthy": 1, "expectedPods": 1, "observedGeneration": 1},
        });
        if dice.once_in(5) {
            budget["status"]["disruptedPods"] =
                json!({"bound-0": "2026-03-01T12:00:00Z", "bound-2": "2026-03-01T12:00:00Z"});
        }
        land.put(budget);
    }
}
