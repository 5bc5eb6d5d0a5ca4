//! Disks that pods name themselves, as it was done before there were claims.

use serde_json::{Value, json};

use super::land::push;
use crate::dice::Dice;

/// Gives a pod disks, of which there are few, so that they meet.
pub(super) fn of_pod(dice: &mut Dice, pod: &mut Value, is_pending: bool) {
    if !dice.percent(if is_pending { 75 } else { 55 }) {
        return;
    }
    for number in 0..dice.between(1, 2) {
        let is_read_only = dice.percent(40);
        let (kind, disk) = match dice.below(5) {
            0 => (
                "gcePersistentDisk",
                json!({"pdName": dice.one_of(&["pd-1", "pd-2"]), "fsType": "ext4", "readOnly": is_read_only}),
            ),
            1 => (
                "awsElasticBlockStore",
                json!({"volumeID": dice.one_of(&["vol-1", "vol-2"]), "readOnly": is_read_only}),
            ),
            2 => ("azureDisk", azure(dice, is_read_only)),
            3 => (
                "rbd",
                json!({
                    "monitors": dice.one_of(&[&["10.0.0.1", "10.0.0.2"][..], &["10.0.0.2"], &["10.0.0.3"]]),
                    "image": "image-1",
                    "pool": dice.one_of(&["rbd", "rbd", "ssd"]),
                    "readOnly": is_read_only,
                }),
            ),
            _ => (
                "iscsi",
                json!({
                    "targetPortal": dice.one_of(&["10.0.0.9:3260", "10.0.0.8:3260"]),
                    "iqn": dice.one_of(&["iqn.2026-01.com.example:one", "iqn.2026-01.com.example:two"]),
                    "lun": dice.below(2),
                    "readOnly": is_read_only,
                }),
            ),
        };
        push(&mut pod["spec"]["volumes"], json!({"name": format!("disk-{number}"), kind: disk}));
    }
}

/// Returns a disk of either kind, one of which has never been a driver's.
fn azure(dice: &mut Dice, is_read_only: bool) -> Value {
    let (kind, uri) = dice.one_of(&[
        ("Managed", "/subscriptions/s/resourcegroups/g/providers/microsoft.compute/disks/disk-1"),
        ("Managed", "/subscriptions/s/resourcegroups/g/providers/microsoft.compute/disks/disk-2"),
        ("Dedicated", "https://blob.example.com/vhds/disk-1.vhd"),
    ]);
    json!({"diskName": "disk-1", "diskURI": uri, "kind": kind, "readOnly": is_read_only})
}
