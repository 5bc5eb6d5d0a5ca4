//! What nodes declare that they can do, and pods that need it.

use serde_json::{Value, json};

use crate::dice::Dice;

const RESTART: &str = "RestartAllContainersOnContainerExits";

/// Lets a node declare features.
pub(super) fn of_node(dice: &mut Dice, node: &mut Value) {
    let known =
        ["ExtendWebSocketsToKubelet", "InPlacePodLevelResourcesVerticalScaling", RESTART, "SomethingNewer"];
    let features = dice.some_of(&known, 4);
    if !features.is_empty() {
        node["status"]["declaredFeatures"] = json!(features);
    }
}

/// Lets a pod need one.
pub(super) fn of_pod(dice: &mut Dice, pod: &mut Value, is_pending: bool) {
    if !dice.percent(if is_pending { 70 } else { 10 }) {
        return;
    }
    let container = &mut pod["spec"]["containers"][0];
    container["restartPolicy"] = json!("Never");
    let action = dice.one_of(&["RestartAllContainers", "RestartAllContainers", "Restart"]);
    container["restartPolicyRules"] =
        json!([{"action": action, "exitCodes": {"operator": "In", "values": [42]}}]);
}
