//! Pods that are resized in place: what they have, are promised and want may differ.

use serde_json::{Value, json};

use super::land::push;
use crate::dice::Dice;

/// Gives a running pod the statuses of a resize.
pub(super) fn of_pod(dice: &mut Dice, pod: &mut Value) {
    if pod["status"]["phase"] != "Running" || !dice.percent(60) {
        return;
    }
    for (list, statuses) in [("containers", "containerStatuses"), ("initContainers", "initContainerStatuses")]
    {
        let containers = pod["spec"][list].as_array().cloned().unwrap_or_default();
        let told: Vec<Value> = containers.iter().map(|container| status(dice, container)).collect();
        if !told.is_empty() {
            pod["status"][statuses] = json!(told);
        }
    }
    if !pod["spec"]["resources"].is_null() && dice.percent(60) {
        pod["status"]["resources"] = json!({"requests": amounts(dice)});
        pod["status"]["allocatedResources"] = amounts(dice);
    }
    let condition = match dice.below(4) {
        0 => {
            json!({"type": "PodResizePending", "status": "True", "reason": "Infeasible", "message": "too large"})
        }
        1 => json!({"type": "PodResizePending", "status": "True", "reason": "Deferred"}),
        2 => json!({"type": "PodResizeInProgress", "status": "True"}),
        _ => return,
    };
    push(&mut pod["status"]["conditions"], condition);
}

fn status(dice: &mut Dice, container: &Value) -> Value {
    let mut status = json!({
        "name": container["name"],
        "image": container["image"],
        "imageID": "",
        "ready": true,
        "restartCount": 0,
        "state": {"running": {"startedAt": "2026-03-01T12:00:00Z"}},
    });
    if dice.percent(85) {
        status["resources"] = json!({"requests": amounts(dice)});
    }
    if dice.percent(70) {
        status["allocatedResources"] = amounts(dice);
    }
    status
}

fn amounts(dice: &mut Dice) -> Value {
    let mut amounts = json!({"cpu": dice.one_of(&["50m", "500m", "1", "2"])});
    if dice.percent(70) {
        amounts["memory"] = json!(dice.one_of(&["32Mi", "300Mi", "1Gi", "2Gi"]));
    }
    amounts
}
