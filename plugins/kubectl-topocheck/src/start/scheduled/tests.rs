//! What is said of pods without a node that nobody has said anything of.

use serde_json::{Value, json};

use crate::start::cause::What;
use crate::start::testing::{at, objects, scheduler};

fn node() -> Value {
    let status = json!({"allocatable": {"cpu": "2", "pods": "110"}});
    json!({"kind": "Node", "metadata": {"name": "n1"}, "status": status})
}

fn pod(name: &str, owner: &str, cpu: &str, created: Option<&str>) -> Value {
    json!({
        "kind": "Pod",
        "metadata": {
            "name": name, "namespace": "shop", "uid": name, "creationTimestamp": created,
            "ownerReferences": [{"kind": owner, "name": "web", "uid": "web", "controller": true}],
        },
        "spec": {"containers": [{"name": "main", "resources": {"requests": {"cpu": cpu}}}]},
        "status": {"phase": "Pending"},
    })
}

/// Returns how pods stand, by their names, in words.
fn stand(all: &[Value]) -> Vec<String> {
    let objects = objects(all);
    let snapshot = scheduler(&objects);
    at(&objects, Some(&snapshot), |scene| {
        let found = scene.look.all(None);
        let stuck = found.stuck.iter().map(|one| match &one.cause.what {
            What::NoNode { why } => format!("{}: {why}", one.subject.name),
            other => panic!("{other:?}"),
        });
        let waits = found.in_progress.iter().map(|(subject, at)| format!("{} waits: {at}", subject.name));
        stuck.chain(waits).collect()
    })
}

#[test]
fn pods_of_a_stateful_set_have_each_their_own_reason() {
    let made = Some("2025-12-01T01:00:00Z");
    let both = |owner: &str| stand(&[node(), pod("web-0", owner, "1", made), pod("web-1", owner, "3", made)]);
    let fits = "it fits on n1, and no scheduler has taken it up for 31d";
    let first = format!("web-0: {fits}");
    let told = both("StatefulSet");
    assert_eq!(told[0], first);
    assert!(told[1].starts_with("web-1: ") && told[1].contains("Insufficient cpu"), "{told:?}");
    // Those of a ReplicaSet are alike, and the first is asked for all.
    assert_eq!(both("ReplicaSet"), [first, format!("web-1: {fits}")]);
}

#[test]
fn of_a_pod_of_unknown_age_it_is_not_said_that_it_waits_for_long() {
    let told = stand(&[node(), pod("web-0", "StatefulSet", "1", None)]);
    assert_eq!(told, ["web-0 waits: it fits on n1; since when it waits is not known"]);
}

#[test]
fn room_that_is_being_made_is_waited_for() {
    let made = Some("2025-12-01T01:00:00Z");
    let event = |at: &str| {
        json!({
            "kind": "Event", "metadata": {"name": "e", "namespace": "shop"}, "reason": "TriggeredScaleUp",
            "involvedObject": {"kind": "Pod", "namespace": "shop", "name": "web-0"}, "lastTimestamp": at,
        })
    };
    let told = |more: Value| stand(&[node(), pod("web-0", "ReplicaSet", "3", made), more]);
    let scaled = ["web-0 waits: an autoscaler said that it adds a node for it"];
    assert_eq!(told(event("2026-01-01T00:50:00Z")), scaled);
    assert!(told(event("2026-01-01T00:44:59Z"))[0].contains("Insufficient cpu"));
    let nominated = |due: &str| {
        let mut own = pod("web-0", "ReplicaSet", "2", made);
        own["status"]["nominatedNodeName"] = json!("n1");
        let mut victim = pod("low", "ReplicaSet", "2", made);
        victim["spec"]["nodeName"] = json!("n1");
        victim["metadata"]["deletionTimestamp"] = json!(due);
        stand(&[node(), own, victim])
    };
    assert_eq!(
        nominated("2026-01-01T01:01:00Z"),
        ["web-0 waits: other pods go from n1, and make room for it"]
    );
    assert_eq!(nominated("2026-01-01T00:50:00Z"), ["web-0: room is being made for it on n1"]);
}
