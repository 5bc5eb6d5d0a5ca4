//! Pods of nodes that were started anew, are not ready, or are not there.

use kubecheck_core::model::time;
use serde_json::{Value, json};

use super::*;
use crate::start::testing::{NOW, objects};

/// A pod of a month that was ready until some time, with containers that stand in some way.
fn pod(unready: &str, waiting: &str) -> Value {
    let last = json!({"exitCode": 137, "reason": "ContainerStatusUnknown"});
    json!({
        "kind": "Pod", "metadata": {"name": "web", "namespace": "shop", "creationTimestamp": "2025-12-01T00:00:00Z"},
        "spec": {"nodeName": "n1", "containers": [{"name": "a", "image": "web"}]},
        "status": {
            "phase": "Running",
            "conditions": [
                {"type": "PodScheduled", "status": "True", "lastTransitionTime": "2025-12-01T00:00:00Z"},
                {"type": "PodReadyToStartContainers", "status": "False", "lastTransitionTime": unready},
                {"type": "Ready", "status": "False", "lastTransitionTime": unready},
            ],
            "containerStatuses": [{"name": "a", "state": {"waiting": {"reason": waiting}}, "lastState": {"terminated": last}}],
        },
    })
}

fn node(name: &str, status: &str, message: &str) -> Value {
    let ready = json!({"type": "Ready", "status": status, "reason": "KubeletNotReady", "message": message});
    json!({"kind": "Node", "metadata": {"name": name}, "status": {"conditions": [ready]}})
}

fn failed_mount(at: &str) -> Value {
    json!({
        "kind": "Event", "metadata": {"name": "e", "namespace": "shop"}, "reason": "FailedMount",
        "involvedObject": {"kind": "Pod", "namespace": "shop", "name": "web"}, "firstTimestamp": at, "lastTimestamp": at,
        "message": "MountVolume.SetUp failed for volume \"data\" : driver name x not found in the list of registered CSI drivers",
    })
}

fn state_of(all: &[Value], has_all_nodes: bool) -> State {
    let objects = objects(all);
    let mut look = Look::new(&objects, time::parse(NOW).expect("it is a time"));
    look.has_all_nodes = has_all_nodes;
    look.one(&objects.pods[0])
}

fn what(all: &[Value], has_all_nodes: bool) -> What {
    match state_of(all, has_all_nodes) {
        State::Stuck(cause) => cause.what,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_grace_begins_anew_with_the_node() {
    for (unready, is_late) in [("2026-01-01T00:59:40Z", false), ("2026-01-01T00:50:00Z", true)] {
        let plain = state_of(&[pod(unready, "ContainerCreating")], false);
        let mount =
            state_of(&[pod(unready, "ContainerCreating"), failed_mount("2026-01-01T00:59:50Z")], false);
        for state in [plain, mount] {
            assert_eq!(matches!(state, State::Stuck(_)), is_late, "{unready}: {state:?}");
        }
    }
    let all = state_of(&[pod("2026-01-01T00:50:00Z", "RestartingAllContainers")], false);
    assert_eq!(all, State::InProgress("all its containers are started again".to_owned()));
}

#[test]
fn a_kubelet_that_reports_goes_on_working() {
    let pod = || pod("2026-01-01T00:50:00Z", "ErrImagePull");
    let image = |what: What| matches!(what, What::Image(_));
    assert!(image(what(&[pod(), node("n1", "False", "cni plugin not initialized")], true)));
    for (status, message) in [("Unknown", ""), ("False", "[container runtime is down]")] {
        assert!(matches!(what(&[pod(), node("n1", status, message)], true), What::NodeSilent { .. }));
    }
    // What a dump lacks may only not have been printed.
    let other = || node("n2", "True", "");
    assert!(matches!(what(&[pod(), other()], true), What::NodeSilent { why } if why == GONE));
    assert!(image(what(&[pod(), other()], false)));
}

#[test]
fn a_kubelet_waits_for_claims_without_a_word() {
    let claim = |unready: &str| {
        let mut pod = pod(unready, "ContainerCreating");
        pod["spec"]["volumes"] = json!([{"name": "data", "persistentVolumeClaim": {"claimName": "data"}}]);
        pod
    };
    assert!(matches!(state_of(&[claim("2026-01-01T00:58:00Z")], false), State::InProgress(_)));
    assert!(matches!(state_of(&[claim("2026-01-01T00:57:00Z")], false), State::Stuck(_)));
    assert!(matches!(state_of(&[pod("2026-01-01T00:58:00Z", "ContainerCreating")], false), State::Stuck(_)));
}

#[test]
fn that_a_volume_is_at_another_node_is_told_once() {
    let mut attach = failed_mount("2026-01-01T00:30:00Z");
    attach["reason"] = json!("FailedAttachVolume");
    attach["metadata"]["name"] = json!("a");
    attach["message"] =
        json!("Multi-Attach error for volume \"pvc-1\" Volume is already used by pod(s) old-0");
    let mut late = failed_mount("2026-01-01T00:59:00Z");
    late["message"] = json!(
        "Unable to attach or mount volumes: unmounted volumes=[data]: timed out waiting for the condition"
    );
    let pod = || pod("2026-01-01T00:30:00Z", "ContainerCreating");
    let told = what(&[pod(), attach.clone(), late.clone()], false);
    assert!(matches!(told, What::NotAttached { .. }), "{told:?}");
    let mut attached = attach.clone();
    attached["reason"] = json!("SuccessfulAttachVolume");
    attached["metadata"]["name"] = json!("b");
    attached["lastTimestamp"] = json!("2026-01-01T00:40:00Z");
    let told = what(&[pod(), attach, attached, late], false);
    assert!(matches!(told, What::NotMounted { .. }), "{told:?}");
}

#[test]
fn what_is_over_by_now_is_not_told() {
    let pulling = |at: &str| {
        let mut event = failed_mount(at);
        event["reason"] = json!("Pulling");
        event["metadata"]["name"] = json!("p");
        event["message"] = json!("Pulling image \"web\"");
        event
    };
    let all = |at: &str| {
        [pod("2026-01-01T00:50:00Z", "ContainerCreating"), failed_mount("2026-01-01T00:55:00Z"), pulling(at)]
    };
    assert!(matches!(what(&all("2026-01-01T00:54:00Z"), false), What::NotMounted { .. }));
    let state = state_of(&all("2026-01-01T00:56:00Z"), false);
    assert_eq!(state, State::InProgress("image web is being pulled".to_owned()));
}
