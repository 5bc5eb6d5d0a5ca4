//! Node selectors and node affinity.

use serde_json::{Value, json};

use super::nodes::{DISKS, HOSTNAME, ZONE, ZONES};
use crate::dice::Dice;

/// Asks for some nodes.
pub(super) fn of_pod(dice: &mut Dice, pod: &mut Value, is_pending: bool, nodes: &[String]) {
    // Where a pod is already, nobody asks.
    if dice.percent(if is_pending { 30 } else { 5 }) {
        pod["spec"]["nodeSelector"] = match dice.below(6) {
            0 => json!({ZONE: dice.one_of(&ZONES)}),
            1 => json!({"disk": dice.one_of(&DISKS), "kubernetes.io/os": "linux"}),
            2 => json!({"node-role.kubernetes.io/worker": ""}),
            3 => json!({"kubernetes.io/os": dice.one_of(&["linux", "windows"])}),
            4 => json!({"disk": dice.one_of(&["ssd", "hdd", ""])}),
            _ => json!({HOSTNAME: nodes[dice.below(nodes.len() as i64) as usize]}),
        };
    }
    if dice.percent(if is_pending { 40 } else { 5 }) {
        let mut terms: Vec<Value> = (0..dice.between(1, 3)).map(|_| term(dice, nodes)).collect();
        // If every term names nodes, only those are looked at.
        if dice.once_in(5) {
            terms = (0..dice.between(1, 2)).map(|_| json!({"matchFields": [named(dice, nodes)]})).collect();
        }
        pod["spec"]["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"] =
            json!({"nodeSelectorTerms": terms});
    }
    if dice.percent(15) {
        pod["spec"]["affinity"]["nodeAffinity"]["preferredDuringSchedulingIgnoredDuringExecution"] = json!([{"weight": 10, "preference": {"matchExpressions": [{"key": "disk", "operator": "Exists"}]}}]);
    }
}

/// Returns a term, which may be empty, or about names of nodes.
fn term(dice: &mut Dice, nodes: &[String]) -> Value {
    if dice.once_in(15) {
        return json!({});
    }
    let mut term = json!({});
    if dice.once_in(5) {
        term["matchFields"] = json!([named(dice, nodes)]);
        if dice.percent(60) {
            return term;
        }
    }
    let expressions: Vec<Value> = (0..dice.between(1, 2)).map(|_| expression(dice)).collect();
    term["matchExpressions"] = json!(expressions);
    term
}

/// Names a node, which may be gone.
fn named(dice: &mut Dice, nodes: &[String]) -> Value {
    let name = dice.below(nodes.len() as i64 + 1) as usize;
    let name = nodes.get(name).map_or("node-gone", String::as_str);
    let operator = dice.one_of(&["In", "In", "In", "NotIn"]);
    json!({"key": "metadata.name", "operator": operator, "values": [name]})
}

fn expression(dice: &mut Dice) -> Value {
    let (key, values): (&str, &[&str]) = dice.one_of(&[
        (ZONE, &ZONES[..]),
        ("disk", &["ssd", "hdd", ""]),
        ("rack", &["r1", "r2", "r3"]),
        ("node-role.kubernetes.io/worker", &[""]),
    ]);
    match dice.below(8) {
        0..=2 => json!({"key": key, "operator": "In", "values": some(dice, values)}),
        3 => json!({"key": key, "operator": "NotIn", "values": some(dice, values)}),
        4 => json!({"key": key, "operator": "Exists"}),
        5 => json!({"key": key, "operator": "DoesNotExist"}),
        6 => {
            json!({"key": "cores", "operator": "Gt", "values": [dice.one_of(&["4", "0", "7", "12", "abc"])]})
        }
        _ => json!({"key": "cores", "operator": "Lt", "values": [dice.one_of(&["4", "9", "0"])]}),
    }
}

/// Returns one or more values.
fn some(dice: &mut Dice, values: &[&'static str]) -> Vec<&'static str> {
    let some = dice.some_of(values, 2);
    if some.is_empty() { vec![dice.one_of(values)] } else { some }
}
