//! Claims and volumes, in the states they go through.

use serde_json::{Value, json};

use super::land::Land;
use super::nodes::{HOSTNAME, REGION, ZONE, ZONES};
use super::storage::DRIVER;
use crate::dice::Dice;

const BOUND: &str = "pv.kubernetes.io/bind-completed";
pub(super) const SELECTED: &str = "volume.kubernetes.io/selected-node";

/// Returns a claim of so many Gi.
pub(super) fn claim(namespace: &str, name: &str, class: &str, modes: &[&str], size: i64) -> Value {
    json!({
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": {"name": name, "namespace": namespace},
        "spec": {
            "accessModes": modes,
            "resources": {"requests": {"storage": format!("{size}Gi")}},
            "storageClassName": class,
        },
        "status": {"phase": "Pending"},
    })
}

/// Returns a volume of a driver. No two have the same size, so that it is plain which one a claim gets.
pub(super) fn volume(land: &Land, name: &str, class: &str, modes: &[&str], size: i64) -> Value {
    json!({
        "apiVersion": "v1",
        "kind": "PersistentVolume",
        "metadata": {"name": name},
        "spec": {
            "capacity": {"storage": format!("{}Mi", size * 1024 + land.objects.len() as i64)},
            "accessModes": modes,
            "storageClassName": class,
            "persistentVolumeReclaimPolicy": "Delete",
            "csi": {"driver": DRIVER, "volumeHandle": format!("handle-{name}")},
        },
        "status": {"phase": "Available"},
    })
}

/// Binds a claim to a volume.
pub(super) fn bind(claim: &mut Value, volume: &mut Value) {
    claim["spec"]["volumeName"] = volume["metadata"]["name"].clone();
    claim["metadata"]["annotations"][BOUND] = json!("yes");
    claim["status"]["phase"] = json!("Bound");
    volume["spec"]["claimRef"] = json!({
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "namespace": claim["metadata"]["namespace"],
        "name": claim["metadata"]["name"],
    });
    volume["status"]["phase"] = json!("Bound");
}

/// Ties a volume to nodes: by affinity, by labels, or not at all.
pub(super) fn place(dice: &mut Dice, volume: &mut Value, nodes: &[String]) {
    match dice.below(7) {
        0 | 1 => affine(volume, ZONE, &some(dice, &ZONES)),
        2 => affine(volume, REGION, &["north"]),
        3 => {
            let node = nodes[dice.below(nodes.len() as i64) as usize].clone();
            affine(volume, HOSTNAME, &[&node]);
        }
        4 => volume["metadata"]["labels"] = json!({ZONE: some(dice, &ZONES).join("__")}),
        5 => {
            // As it was labelled before Kubernetes 1.17.
            volume["metadata"]["labels"] = json!({
                "failure-domain.beta.kubernetes.io/zone": dice.one_of(&ZONES),
                "failure-domain.beta.kubernetes.io/region": dice.one_of(&["north", "south"]),
            });
            if dice.once_in(2) {
                let disk = json!({"pdName": volume["metadata"]["name"], "fsType": "ext4"});
                volume["spec"]["csi"] = Value::Null;
                volume["spec"]["gcePersistentDisk"] = disk;
            }
        }
        _ => {}
    }
}

/// Lets a volume be reached from nodes with a label only.
pub(super) fn affine(volume: &mut Value, key: &str, values: &[&str]) {
    let expression = json!({"key": key, "operator": "In", "values": values});
    volume["spec"]["nodeAffinity"] = json!({
        "required": {"nodeSelectorTerms": [{"matchExpressions": [expression]}]},
    });
}

fn some(dice: &mut Dice, values: &[&'static str]) -> Vec<&'static str> {
    let some = dice.some_of(values, 2);
    if some.is_empty() { vec![dice.one_of(values)] } else { some }
}
