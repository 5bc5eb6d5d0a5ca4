//! Ports of nodes that pods take.

use serde_json::{Value, json};

use super::land::push;
use crate::dice::Dice;

/// Gives the first container ports of the node.
pub(super) fn of_pod(dice: &mut Dice, pod: &mut Value, is_pending: bool) {
    if !dice.percent(if is_pending { 60 } else { 45 }) {
        return;
    }
    let is_on_host = dice.once_in(6);
    if is_on_host {
        pod["spec"]["hostNetwork"] = json!(true);
    }
    // Sidecars have ports of nodes too, init containers that end have none.
    let init = pod["spec"]["initContainers"].as_array_mut().into_iter().flatten();
    let sidecar = init.into_iter().find(|container| container["restartPolicy"] == "Always");
    if let Some(sidecar) = sidecar.filter(|_| dice.once_in(2)) {
        sidecar["ports"] = json!([{"containerPort": 9443, "hostPort": if is_on_host { 9443 } else { 8080 }}]);
    }
    for port in dice.some_of(&[80, 8081, 9090], 2) {
        let mut entry = json!({"containerPort": port});
        if is_on_host || dice.percent(85) {
            entry["hostPort"] = json!(port);
        }
        if dice.percent(35) {
            entry["protocol"] = json!(dice.one_of(&["TCP", "UDP", "SCTP"]));
        }
        if dice.percent(45) {
            entry["hostIP"] = json!(dice.one_of(&["0.0.0.0", "127.0.0.1", "10.0.0.7", "::1", "::"]));
        }
        push(&mut pod["spec"]["containers"][0]["ports"], entry);
    }
}
