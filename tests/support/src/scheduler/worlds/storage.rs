//! Classes of storage, drivers, and what drivers say of nodes.

use serde_json::{Value, json};

use super::Topic;
use super::claims::volume;
use super::land::Land;
use super::nodes::{REGION, ZONE};
use crate::dice::Dice;

/// A driver without anything special, one that tells what capacity it has, and one that took over from a plugin in Kubernetes itself.
pub(super) const DRIVER: &str = "csi.example.com";
const TRACKED: &str = "tracked.example.com";
const MIGRATED: &str = "pd.csi.storage.gke.io";

/// Classes: name, provisioner, whether it waits for a pod.
const CLASSES: [(&str, &str, bool); 7] = [
    ("fast", DRIVER, true),
    ("zoned", DRIVER, true),
    ("now", DRIVER, false),
    ("tracked", TRACKED, true),
    ("other", "nfs.example.com", true),
    ("local", "kubernetes.io/no-provisioner", true),
    ("legacy", "kubernetes.io/gce-pd", true),
];

/// Adds what claims and disks need.
pub(super) fn add(land: &mut Land) {
    let has_volumes = land.has(Topic::Volumes);
    if !has_volumes && !land.has(Topic::Disks) {
        return;
    }
    let mut dice = land.dice("storage");
    let limit = dice.one_of(&[1, 1, 2, 4]);
    for node in land.nodes.clone() {
        let mut dice = land.dice(&format!("storage of {node}"));
        // A node has none until its kubelet knows of a driver.
        if dice.percent(85) {
            let node = csi_node(&mut dice, &node, limit);
            land.put(node);
        }
    }
    if !has_volumes {
        return;
    }
    for (name, provisioner, waits) in CLASSES {
        let mode = if waits { "WaitForFirstConsumer" } else { "Immediate" };
        let mut class = json!({
            "apiVersion": "storage.k8s.io/v1",
            "kind": "StorageClass",
            "metadata": {"name": name},
            "provisioner": provisioner,
            "volumeBindingMode": mode,
        });
        if name == "zoned" {
            class["allowedTopologies"] = topologies(&mut dice);
        }
        land.put(class);
    }
    for (name, tells) in [(DRIVER, false), (TRACKED, true), (MIGRATED, false)] {
        if dice.percent(85) {
            land.put(json!({
                "apiVersion": "storage.k8s.io/v1",
                "kind": "CSIDriver",
                "metadata": {"name": name},
                "spec": {"storageCapacity": tells},
            }));
        }
    }
    capacities(land, &mut dice);
    attachments(land, &mut dice);
}

fn csi_node(dice: &mut Dice, node: &str, limit: i64) -> Value {
    let mut drivers = Vec::new();
    for (name, share) in [(DRIVER, 85), (TRACKED, 60), (MIGRATED, 60)] {
        if dice.percent(share) {
            let mut driver = json!({"name": name, "nodeID": node, "topologyKeys": [ZONE]});
            // Without a count there is no limit.
            if dice.percent(75) {
                driver["allocatable"] = json!({"count": if dice.once_in(12) { 0 } else { limit }});
            }
            drivers.push(driver);
        }
    }
    let mut csi_node = json!({
        "apiVersion": "storage.k8s.io/v1",
        "kind": "CSINode",
        "metadata": {"name": node},
        "spec": {"drivers": drivers},
    });
    if dice.percent(70) {
        let plugins = "kubernetes.io/aws-ebs,kubernetes.io/azure-disk,kubernetes.io/gce-pd";
        csi_node["metadata"]["annotations"] =
            json!({"storage.alpha.kubernetes.io/migrated-plugins": plugins});
    }
    csi_node
}

fn topologies(dice: &mut Dice) -> Value {
    match dice.below(3) {
        0 => json!([{"matchLabelExpressions": [{"key": ZONE, "values": ["zone-a"]}]}]),
        1 => json!([
            {"matchLabelExpressions": [{"key": ZONE, "values": ["zone-a", "zone-b"]}, {"key": REGION, "values": ["north"]}]},
            {"matchLabelExpressions": [{"key": ZONE, "values": ["zone-c"]}]},
        ]),
        _ => json!([{"matchLabelExpressions": [{"key": "rack", "values": ["r1", "r2"]}]}]),
    }
}

/// Adds what capacity there is where.
fn capacities(land: &mut Land, dice: &mut Dice) {
    for number in 0..dice.below(4) {
        let mut capacity = json!({
            "apiVersion": "storage.k8s.io/v1",
            "kind": "CSIStorageCapacity",
            "metadata": {"name": format!("capacity-{number}"), "namespace": "default"},
            "storageClassName": dice.one_of(&["tracked", "tracked", "tracked", "fast"]),
        });
        match dice.below(8) {
            // Who gives no topology is reached from nowhere.
            0 => {}
            1 => capacity["nodeTopology"] = json!({}),
            2..=4 => {
                capacity["nodeTopology"] = json!({"matchLabels": {ZONE: dice.one_of(&["zone-a", "zone-b"])}})
            }
            _ => {
                let expression = json!({"key": ZONE, "operator": "In", "values": ["zone-b", "zone-c"]});
                capacity["nodeTopology"] = json!({"matchExpressions": [expression]});
            }
        }
        if dice.percent(90) {
            capacity["capacity"] = json!(dice.one_of(&["1Gi", "5Gi", "100Gi"]));
        }
        if dice.once_in(3) {
            capacity["maximumVolumeSize"] = json!(dice.one_of(&["500Mi", "4Gi", "50Gi"]));
        }
        land.put(capacity);
    }
}

/// Attaches volumes to nodes on which no pod has them (any more).
fn attachments(land: &mut Land, dice: &mut Dice) {
    for number in 0..dice.below(5) {
        let name = format!("attached-{number}");
        let node = land.nodes[dice.below(land.nodes.len() as i64) as usize].clone();
        let driver = dice.one_of(&[DRIVER, DRIVER, TRACKED]);
        let mut attached = volume(land, &name, "fast", &["ReadWriteOnce"], 5);
        attached["spec"]["csi"]["driver"] = json!(driver);
        attached["status"]["phase"] = json!("Released");
        // The volume may be gone before the attachment is.
        if dice.percent(90) {
            land.put(attached);
        }
        land.put(json!({
            "apiVersion": "storage.k8s.io/v1",
            "kind": "VolumeAttachment",
            "metadata": {"name": format!("attachment-{number}")},
            "spec": {"attacher": driver, "nodeName": node, "source": {"persistentVolumeName": name}},
            "status": {"attached": dice.percent(80)},
        }));
    }
}
