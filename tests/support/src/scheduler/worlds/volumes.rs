//! Pods with claims.

use serde_json::{Value, json};

use super::claims::{SELECTED, affine, bind, claim, place, volume};
use super::land::{Land, moment, push};
use super::nodes::HOSTNAME;
use crate::dice::Dice;

/// Gives a pod claims, with all that belongs to them.
pub(super) fn of_pod(land: &mut Land, pod: usize, is_pending: bool) {
    let name = text(&land.objects[pod]["metadata"]["name"]);
    let mut dice = land.dice(&format!("volumes of {name}"));
    if !dice.percent(if is_pending { 80 } else { 50 }) {
        return;
    }
    for number in 0..dice.one_of(&[1, 1, 2]) {
        let claim = format!("data-{name}-{number}");
        let others = others(land, pod);
        let claim = if !others.is_empty() && dice.percent(25) {
            others[dice.below(others.len() as i64) as usize].clone()
        } else if is_pending {
            waiting(land, &mut dice, pod, &claim, number)
        } else {
            bound(land, &mut dice, pod, &claim);
            claim
        };
        let source = json!({"persistentVolumeClaim": {"claimName": claim, "readOnly": dice.once_in(6)}});
        add(&mut land.objects[pod], number, source);
    }
    if dice.once_in(8) {
        push(&mut land.objects[pod]["spec"]["volumes"], json!({"name": "scratch", "emptyDir": {}}));
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Adds a volume, unless there is one by that number.
fn add(pod: &mut Value, number: i64, mut source: Value) {
    let name = format!("data-{number}");
    let volumes = pod["spec"]["volumes"].as_array().into_iter().flatten();
    if volumes.into_iter().all(|volume| volume["name"] != name.as_str()) {
        source["name"] = json!(name);
        push(&mut pod["spec"]["volumes"], source);
    }
}

/// Returns the claims of a pod's namespace that belong to nobody alone.
fn others(land: &Land, pod: usize) -> Vec<String> {
    let namespace = &land.objects[pod]["metadata"]["namespace"];
    // What is made for a volume of the pod itself cannot be another one of its volumes.
    let own = format!("{}-data-", text(&land.objects[pod]["metadata"]["name"]));
    let claims = land.of("PersistentVolumeClaim").into_iter().map(|index| &land.objects[index]);
    let claims = claims.filter(|claim| claim["metadata"]["ownerReferences"].is_null());
    let claims = claims.filter(|claim| &claim["metadata"]["namespace"] == namespace);
    claims.map(|claim| text(&claim["metadata"]["name"])).filter(|name| !name.starts_with(&own)).collect()
}

/// Adds a claim that is bound, and its volume.
fn bound(land: &mut Land, dice: &mut Dice, pod: usize, name: &str) {
    let namespace = text(&land.objects[pod]["metadata"]["namespace"]);
    let modes: &[&str] =
        dice.one_of(&[&["ReadWriteOnce"][..], &["ReadWriteOnce"], &["ReadWriteMany"], &["ReadWriteOncePod"]]);
    let class = dice.one_of(&["fast", "zoned", "now", "local", ""]);
    let mut claim = claim(&namespace, name, class, modes, 5);
    let mut volume = volume(land, &format!("pv-{namespace}-{name}"), class, modes, 5);
    place(dice, &mut volume, &land.nodes);
    bind(&mut claim, &mut volume);
    match dice.below(30) {
        0 => claim["status"]["phase"] = json!("Lost"),
        1 => leave(&mut claim),
        // It was bound to a volume that is gone.
        2 => {
            land.put(claim);
            return;
        }
        // The controller has not finished yet.
        3 => claim["metadata"]["annotations"] = Value::Null,
        _ => {}
    }
    land.put(claim);
    land.put(volume);
}

fn leave(object: &mut Value) {
    object["metadata"]["deletionTimestamp"] = json!(moment(80_000));
    object["metadata"]["deletionGracePeriodSeconds"] = json!(0);
    object["metadata"]["finalizers"] = json!(["kubernetes.io/pvc-protection"]);
}

/// Gives a pod that waits a claim in any state, and returns the claim's name.
fn waiting(land: &mut Land, dice: &mut Dice, pod: usize, name: &str, number: i64) -> String {
    let namespace = text(&land.objects[pod]["metadata"]["namespace"]);
    let once = &["ReadWriteOnce"];
    let size = dice.one_of(&[1, 3, 5, 20]);
    match dice.below(20) {
        0..=8 => bound(land, dice, pod, name),
        9 | 10 => {
            let class = dice.one_of(&["fast", "zoned", "zoned", "other", "legacy"]);
            land.put(claim(&namespace, name, class, once, size));
        }
        11 | 12 => {
            land.put(claim(&namespace, name, "tracked", once, size));
        }
        13 | 14 => local(land, dice, &namespace, name, size),
        15 => {
            let class = dice.one_of(&["now", "missing", ""]);
            land.put(claim(&namespace, name, class, once, size));
        }
        16 => {
            // The scheduler chose a node already, and the driver has not answered yet.
            let node = land.nodes[dice.below(land.nodes.len() as i64) as usize].clone();
            let mut claim = claim(&namespace, name, "fast", once, size);
            claim["metadata"]["annotations"] = json!({SELECTED: node});
            land.put(claim);
        }
        17 | 18 => return ephemeral(land, dice, pod, number, size),
        // There is no such claim.
        _ => {}
    }
    name.to_owned()
}

/// Adds a claim of volumes that somebody prepared, and such volumes.
fn local(land: &mut Land, dice: &mut Dice, namespace: &str, name: &str, size: i64) {
    let mut wants = claim(namespace, name, "local", &["ReadWriteOnce"], size);
    if dice.once_in(4) {
        wants["spec"]["selector"] = json!({"matchLabels": {"speed": "high"}});
    }
    land.put(wants);
    let mut is_meant = false;
    for number in 0..dice.below(5) {
        let size = dice.one_of(&[2, 4, 10, 30]);
        let mut volume =
            volume(land, &format!("local-{namespace}-{name}-{number}"), "local", &["ReadWriteOnce"], size);
        let node = land.nodes[dice.below(land.nodes.len() as i64) as usize].clone();
        if dice.percent(75) {
            volume["spec"]["csi"] = Value::Null;
            volume["spec"]["local"] = json!({"path": "/mnt/disk"});
            affine(&mut volume, HOSTNAME, &[&node]);
        } else {
            place(dice, &mut volume, &land.nodes);
        }
        if dice.once_in(2) {
            volume["metadata"]["labels"]["speed"] = json!(dice.one_of(&["high", "low"]));
        }
        match dice.below(12) {
            0 => volume["status"]["phase"] = json!("Released"),
            1 => leave(&mut volume),
            // Of two the scheduler takes any.
            2 if !is_meant => {
                is_meant = true;
                volume["spec"]["claimRef"] = json!({"namespace": namespace, "name": name});
            }
            3 => volume["spec"]["claimRef"] = json!({"namespace": namespace, "name": "of-another"}),
            4 => volume["spec"]["volumeMode"] = json!("Block"),
            5 => volume["spec"]["accessModes"] = json!(["ReadOnlyMany"]),
            _ => {}
        }
        land.put(volume);
    }
}

/// Gives a pod a volume that lives as long as it does, whose claim is there, is another's, or is still missing.
fn ephemeral(land: &mut Land, dice: &mut Dice, pod: usize, number: i64, size: i64) -> String {
    let class = dice.one_of(&["fast", "zoned", "local"]);
    let metadata = land.objects[pod]["metadata"].clone();
    let namespace = text(&metadata["namespace"]);
    let mut claim = claim(
        &namespace,
        &format!("{}-data-{number}", text(&metadata["name"])),
        class,
        &["ReadWriteOnce"],
        size,
    );
    let template = json!({"volumeClaimTemplate": {"spec": claim["spec"]}});
    add(&mut land.objects[pod], number, json!({"ephemeral": template}));
    let owner = json!({
        "apiVersion": "v1",
        "kind": "Pod",
        "name": metadata["name"],
        "uid": metadata["uid"],
        "controller": true,
        "blockOwnerDeletion": true,
    });
    match dice.below(8) {
        0 => return String::new(),
        1 => {}
        _ => claim["metadata"]["ownerReferences"] = json!([owner]),
    }
    land.put(claim);
    String::new()
}
