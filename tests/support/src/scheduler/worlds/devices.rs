//! Claims of devices.

use serde_json::{Value, json};

use super::Topic;
use super::land::{Land, moment, push};
use crate::dice::Dice;

const DRIVER: &str = "gpu.example.com";
/// A resource that devices stand behind, in some worlds.
const RESOURCE: &str = "example.com/tpu";

/// Adds classes, and the devices of nodes.
pub(super) fn add(land: &mut Land) {
    if !land.has(Topic::Devices) {
        return;
    }
    let mut dice = land.dice("devices");
    let mut class = json!({
        "apiVersion": "resource.k8s.io/v1",
        "kind": "DeviceClass",
        "metadata": {"name": "gpu"},
        "spec": {"selectors": [{"cel": {"expression": "device.driver == 'gpu.example.com'"}}]},
    });
    if dice.once_in(3) {
        class["spec"]["extendedResourceName"] = json!(RESOURCE);
    }
    land.put(class);
    for node in land.nodes.clone() {
        let mut dice = land.dice(&format!("devices of {node}"));
        if dice.percent(65) {
            let many = dice.between(1, 3);
            let devices: Vec<Value> = (0..many).map(|number| device(&mut dice, number)).collect();
            land.put(json!({
                "apiVersion": "resource.k8s.io/v1",
                "kind": "ResourceSlice",
                "metadata": {"name": format!("{node}-gpus")},
                "spec": {
                    "driver": DRIVER,
                    "nodeName": node,
                    "pool": {"name": node, "generation": 1, "resourceSliceCount": 1},
                    "devices": devices,
                },
            }));
        }
    }
}

fn device(dice: &mut Dice, number: i64) -> Value {
    json!({
        "name": format!("gpu-{number}"),
        "attributes": {"model": {"string": dice.one_of(&["a1", "b2"])}, "index": {"int": number}},
        "capacity": {"memory": {"value": dice.one_of(&["8Gi", "40Gi"])}},
    })
}

/// Gives a pod a claim: one of its own, one that others have, or one that is not there.
pub(super) fn of_pod(land: &mut Land, pod: usize, is_pending: bool) {
    let metadata = land.objects[pod]["metadata"].clone();
    let name = metadata["name"].as_str().unwrap_or_default().to_owned();
    let mut dice = land.dice(&format!("devices of {name}"));
    if !dice.percent(if is_pending { 75 } else { 25 }) {
        return;
    }
    if is_pending && dice.once_in(5) {
        land.objects[pod]["spec"]["containers"][0]["resources"]["limits"][RESOURCE] =
            json!(dice.one_of(&["1", "2"]));
        return;
    }
    let spec = json!({"devices": {"requests": [request(&mut dice)]}});
    let mut claim = json!({
        "apiVersion": "resource.k8s.io/v1",
        "kind": "ResourceClaim",
        "metadata": {"name": format!("gpus-{name}"), "namespace": metadata["namespace"]},
        "spec": spec,
    });
    let mut wants = json!({"name": "gpus", "resourceClaimName": claim["metadata"]["name"]});
    let node = land.objects[pod]["spec"]["nodeName"].as_str().map(str::to_owned);
    let holder = json!({"resource": "pods", "name": name, "uid": metadata["uid"]});
    match node {
        Some(node) => allocate(&mut claim, &node, dice.below(3), &[holder]),
        None => match dice.below(10) {
            // Somebody had it before, somewhere.
            0 | 1 => {
                let node = land.nodes[dice.below(land.nodes.len() as i64) as usize].clone();
                let other = json!({"resource": "pods", "name": "bound-0", "uid": "00000000-0000-4000-8000-000000009999"});
                let holders = if dice.once_in(2) { vec![other] } else { Vec::new() };
                allocate(&mut claim, &node, dice.below(3), &holders);
            }
            2 => {
                claim["metadata"]["deletionTimestamp"] = json!(moment(80_000));
                claim["metadata"]["finalizers"] = json!(["resource.kubernetes.io/delete-protection"]);
            }
            3 => claim = Value::Null,
            4 | 5 => {
                wants = json!({"name": "gpus", "resourceClaimTemplateName": "gpus"});
                if dice.percent(60) {
                    let status = json!([{"name": "gpus", "resourceClaimName": claim["metadata"]["name"]}]);
                    land.objects[pod]["status"]["resourceClaimStatuses"] = status;
                    owned(&mut claim, &metadata);
                } else {
                    claim = Value::Null;
                }
            }
            _ => {}
        },
    }
    let object = &mut land.objects[pod];
    object["spec"]["resourceClaims"] = json!([wants]);
    push(&mut object["spec"]["containers"][0]["resources"]["claims"], json!({"name": "gpus"}));
    if !claim.is_null() {
        land.put(claim);
    }
}

fn owned(claim: &mut Value, pod: &Value) {
    claim["metadata"]["ownerReferences"] = json!([{
        "apiVersion": "v1", "kind": "Pod", "name": pod["name"], "uid": pod["uid"], "controller": true, "blockOwnerDeletion": true,
    }]);
}

fn request(dice: &mut Dice) -> Value {
    let mut exactly = json!({"deviceClassName": if dice.once_in(10) { "missing" } else { "gpu" }});
    match dice.below(4) {
        0 => exactly["allocationMode"] = json!("All"),
        1 => exactly["count"] = json!(2),
        _ => {}
    }
    if dice.once_in(3) {
        let expression = dice.one_of(&[
            "device.attributes['gpu.example.com'].model == 'a1'",
            "device.capacity['gpu.example.com'].memory.compareTo(quantity('10Gi')) > 0",
        ]);
        exactly["selectors"] = json!([{"cel": {"expression": expression}}]);
    }
    json!({"name": "gpu", "exactly": exactly})
}

/// Gives a claim a device of a node.
fn allocate(claim: &mut Value, node: &str, number: i64, holders: &[Value]) {
    let field = json!({"key": "metadata.name", "operator": "In", "values": [node]});
    claim["status"] = json!({
        "allocation": {
            "devices": {"results": [{"request": "gpu", "driver": DRIVER, "pool": node, "device": format!("gpu-{number}")}]},
            "nodeSelector": {"nodeSelectorTerms": [{"matchFields": [field]}]},
        },
        "reservedFor": holders,
    });
}
