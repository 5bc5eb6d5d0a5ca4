//! Affinity and anti-affinity between pods.

use serde_json::{Value, json};

use super::nodes::{HOSTNAME, REGION, ZONE};
use super::spread::selector;
use crate::dice::Dice;

/// Lets a pod seek the company of others, or avoid it.
pub(super) fn of_pod(dice: &mut Dice, pod: &mut Value, is_pending: bool) {
    let labels = pod["metadata"]["labels"].clone();
    let affinity = &mut pod["spec"]["affinity"];
    // What pods on nodes seek counts for nothing, what they avoid does.
    if dice.percent(if is_pending { 45 } else { 10 }) {
        let mut terms = terms(dice);
        // The first of a group seeks what it is itself.
        if dice.once_in(3) && !labels["app"].is_null() {
            terms = vec![json!({
                "topologyKey": dice.one_of(&[ZONE, HOSTNAME, REGION]),
                "labelSelector": {"matchLabels": {"app": labels["app"]}},
            })];
        }
        affinity["podAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"] = json!(terms);
    }
    if dice.percent(if is_pending { 45 } else { 35 }) {
        affinity["podAntiAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"] = json!(terms(dice));
    }
    for kind in ["podAffinity", "podAntiAffinity"] {
        if dice.once_in(10) {
            affinity[kind]["preferredDuringSchedulingIgnoredDuringExecution"] =
                json!([{"weight": dice.between(1, 100), "podAffinityTerm": term(dice)}]);
        }
    }
}

fn terms(dice: &mut Dice) -> Vec<Value> {
    (0..dice.one_of(&[1, 1, 1, 2])).map(|_| term(dice)).collect()
}

fn term(dice: &mut Dice) -> Value {
    let mut term = json!({"topologyKey": dice.one_of(&[ZONE, ZONE, HOSTNAME, HOSTNAME, REGION, "rack"])});
    // A term without a selector matches no pod.
    if dice.percent(95) {
        term["labelSelector"] = selector(dice);
        if dice.once_in(6) {
            term["matchLabelKeys"] = json!(["pod-template-hash"]);
        }
        if dice.once_in(8) {
            term["mismatchLabelKeys"] = json!([dice.one_of(&["canary", "none"])]);
        }
    }
    if dice.once_in(4) {
        term["namespaces"] = json!(dice.one_of(&[&["team-a"][..], &["default", "team-b"], &["nowhere"]]));
    }
    if dice.once_in(4) {
        term["namespaceSelector"] = match dice.below(4) {
            0 => json!({}),
            1 => json!({"matchLabels": {"env": "prod"}}),
            2 => json!({"matchExpressions": [{"key": "team", "operator": "In", "values": ["core", "b"]}]}),
            _ => json!({"matchLabels": {"team": "nobody"}}),
        };
    }
    term
}
