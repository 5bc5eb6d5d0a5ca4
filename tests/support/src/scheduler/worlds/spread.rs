//! Topology spread constraints.

use serde_json::{Value, json};

use super::nodes::{HOSTNAME, ZONE};
use crate::dice::Dice;

/// Gives a pod up to three constraints.
pub(super) fn of_pod(dice: &mut Dice, pod: &mut Value, is_pending: bool) {
    if !dice.percent(if is_pending { 70 } else { 10 }) {
        return;
    }
    let app = pod["metadata"]["labels"]["app"].clone();
    let keys = dice.some_of(&[ZONE, HOSTNAME, "rack"], 2);
    let keys = if keys.is_empty() { vec![ZONE] } else { keys };
    let mut constraints = Vec::new();
    for key in keys {
        constraints.push(constraint(dice, key, "DoNotSchedule", &app));
        // The same key may be there once of each kind.
        if dice.once_in(6) {
            constraints.push(constraint(dice, key, "ScheduleAnyway", &app));
        }
    }
    if dice.once_in(6) {
        constraints.retain(|constraint| constraint["whenUnsatisfiable"] == "ScheduleAnyway");
    }
    if !constraints.is_empty() {
        pod["spec"]["topologySpreadConstraints"] = json!(constraints);
    }
}

fn constraint(dice: &mut Dice, key: &str, otherwise: &str, app: &Value) -> Value {
    let mut constraint = json!({
        "maxSkew": dice.one_of(&[1, 1, 1, 2, 3]),
        "topologyKey": key,
        "whenUnsatisfiable": otherwise,
    });
    if dice.percent(93) {
        // Most pods keep away from their like.
        let own = !app.is_null() && dice.percent(60);
        constraint["labelSelector"] = if own { json!({"matchLabels": {"app": app}}) } else { selector(dice) };
        if dice.once_in(4) {
            constraint["matchLabelKeys"] =
                json!(dice.one_of(&[&["pod-template-hash"][..], &["none", "canary"]]));
        }
    }
    if otherwise == "DoNotSchedule" && dice.once_in(4) {
        constraint["minDomains"] = json!(dice.between(1, 4));
    }
    if dice.once_in(3) {
        constraint["nodeAffinityPolicy"] = json!(dice.one_of(&["Honor", "Ignore"]));
    }
    if dice.once_in(3) {
        constraint["nodeTaintsPolicy"] = json!(dice.one_of(&["Honor", "Ignore"]));
    }
    constraint
}

/// Returns a selector of pods, which may be empty: that matches all.
pub(super) fn selector(dice: &mut Dice) -> Value {
    match dice.below(9) {
        0..=3 => json!({"matchLabels": {"app": dice.one_of(&["web", "db", "cache"])}}),
        4 => json!({"matchLabels": {"tier": dice.one_of(&["front", "back"])}}),
        5 => json!({"matchExpressions": [{"key": "app", "operator": "In", "values": ["web", "db"]}]}),
        6 => {
            json!({"matchExpressions": [{"key": "tier", "operator": dice.one_of(&["Exists", "DoesNotExist"])}]})
        }
        7 => {
            json!({"matchLabels": {"app": "web"}, "matchExpressions": [{"key": "tier", "operator": "NotIn", "values": ["back"]}]})
        }
        _ => json!({}),
    }
}
