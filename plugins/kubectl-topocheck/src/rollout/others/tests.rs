//! StatefulSets and DaemonSets whose pods were refused or are of an old template.

use serde_json::{Value, json};

use super::*;
use crate::rollout::Patience;
use crate::rollout::family::Family;
use crate::start::testing::{at, objects};

/// A workload with one pod whose image has no name; `label` says which template the pod is of.
fn pod(kind: &str, label: (&str, &str)) -> Value {
    let waiting = json!({"reason": "InvalidImageName", "message": "no name"});
    json!({
        "kind": "Pod",
        "metadata": {
            "name": "db-0", "namespace": "shop", "uid": "p", "creationTimestamp": "2026-01-01T00:00:00Z",
            "labels": {label.0: label.1},
            "ownerReferences": [{"kind": kind, "name": "db", "uid": "w", "controller": true}],
        },
        "spec": {"nodeName": "n1", "containers": [{"name": "main", "image": "X"}]},
        "status": {"phase": "Pending", "containerStatuses": [{"name": "main", "state": {"waiting": waiting}}]},
    })
}

fn workload(kind: &str, spec: Value, status: Value) -> Value {
    json!({
        "kind": kind, "spec": spec, "status": status,
        "metadata": {
            "name": "db", "namespace": "shop", "uid": "w", "generation": 2,
            "annotations": {"deprecated.daemonset.template.generation": "2"},
        },
    })
}

fn judged(kind: &'static str, all: &[Value]) -> (State, Option<Rule>) {
    let objects = objects(all);
    let family = Family::of(&objects);
    at(&objects, None, |scene| {
        let workload = match kind {
            "DaemonSet" => &objects.daemon_sets[0],
            _ => &objects.stateful_sets[0],
        };
        let around = Around {
            scene: *scene,
            family: &family,
            snapshot: None,
            patience: Patience { grace: 0, ..Patience::default() },
        };
        let rollout = judge(kind, workload, around);
        (rollout.state, rollout.hold.map(|hold| hold.rule))
    })
}

const LOST: (State, Option<Rule>) = (State::Hopeless, Some(Rule::Blocked));
const GOES_ON: (State, Option<Rule>) = (State::Progressing, None);

#[test]
fn pods_of_an_old_template_are_replaced_whatever_is_wrong_with_them() {
    let generation = |own| pod("DaemonSet", ("pod-template-generation", own));
    let status = json!({"observedGeneration": 2, "desiredNumberScheduled": 1, "currentNumberScheduled": 1});
    let set = || workload("DaemonSet", json!({}), status.clone());
    assert_eq!(judged("DaemonSet", &[set(), generation("2")]), LOST);
    assert_eq!(judged("DaemonSet", &[set(), generation("1")]), GOES_ON);
    let revision = |own| pod("StatefulSet", ("controller-revision-hash", own));
    let set = |spec: Value| {
        let status = json!({"observedGeneration": 2, "replicas": 1, "updateRevision": "db-2", "currentRevision": "db-1"});
        workload("StatefulSet", spec, status)
    };
    let parallel = || json!({"podManagementPolicy": "Parallel"});
    assert_eq!(judged("StatefulSet", &[set(parallel()), revision("db-2")]), LOST);
    assert_eq!(judged("StatefulSet", &[set(parallel()), revision("db-1")]), GOES_ON);
    // Where a bound counts, or a pod that was replaced is not ready, it stays.
    let bounded = json!({"podManagementPolicy": "Parallel", "updateStrategy": {"rollingUpdate": {"maxUnavailable": 1}}});
    assert_eq!(judged("StatefulSet", &[set(bounded), revision("db-1")]), LOST);
    let mut after = revision("db-2");
    after["metadata"]["name"] = json!("db-1");
    assert_eq!(judged("StatefulSet", &[set(parallel()), revision("db-1"), after]), LOST);
    // One that waits for each pod before it sees to the next never comes to it.
    assert_eq!(judged("StatefulSet", &[set(json!({})), revision("db-1")]), LOST);
    let kept =
        json!({"podManagementPolicy": "Parallel", "updateStrategy": {"rollingUpdate": {"partition": 1}}});
    assert_eq!(judged("StatefulSet", &[set(kept), revision("db-1")]), LOST);
}

#[test]
fn a_pod_that_does_not_go_holds_those_that_are_to_be_made() {
    let leaving = |due: &str| {
        let mut pod = pod("StatefulSet", ("controller-revision-hash", "db-2"));
        pod["metadata"]["deletionTimestamp"] = json!(due);
        pod
    };
    let status =
        json!({"observedGeneration": 2, "replicas": 1, "updateRevision": "db-2", "currentRevision": "db-1"});
    let set = || workload("StatefulSet", json!({}), status.clone());
    assert_eq!(judged("StatefulSet", &[set(), leaving("2026-01-01T00:59:55Z")]), GOES_ON);
    let held = (State::Held, Some(Rule::Blocked));
    assert_eq!(judged("StatefulSet", &[set(), leaving("2026-01-01T00:50:00Z")]), held);
}

#[test]
fn what_its_controller_has_not_seen_may_mend_it() {
    let status =
        json!({"observedGeneration": 1, "replicas": 1, "updateRevision": "db-1", "currentRevision": "db-1"});
    let set = workload("StatefulSet", json!({}), status);
    let one = pod("StatefulSet", ("controller-revision-hash", "db-1"));
    assert_eq!(judged("StatefulSet", &[set, one]), GOES_ON);
}

#[test]
fn what_was_refused_and_then_made_is_over() {
    let status = json!({"observedGeneration": 2, "desiredNumberScheduled": 1});
    let set = || workload("DaemonSet", json!({}), status.clone());
    let event = |reason: &str, at: &str| {
        json!({
            "kind": "Event", "metadata": {"name": reason, "namespace": "shop"}, "reason": reason,
            "involvedObject": {"kind": "DaemonSet", "namespace": "shop", "name": "db"}, "lastTimestamp": at,
            "message": "Error creating: pods \"db-\" is forbidden: violates PodSecurity \"baseline:latest\": host namespaces",
        })
    };
    let refused = || event("FailedCreate", "2026-01-01T00:10:00Z");
    let refusal = (State::Hopeless, Some(Rule::CreateRefused));
    assert_eq!(judged("DaemonSet", &[set(), refused()]), refusal);
    let made = |at: &str| event("SuccessfulCreate", at);
    assert_eq!(judged("DaemonSet", &[set(), refused(), made("2026-01-01T00:05:00Z")]), refusal);
    assert_eq!(judged("DaemonSet", &[set(), refused(), made("2026-01-01T00:20:00Z")]), GOES_ON);
}
