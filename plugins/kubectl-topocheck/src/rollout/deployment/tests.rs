//! States of Deployments that are hard to bring about for real.

use std::sync::Arc;

use super::*;
use crate::model::policy::ResourceQuota;
use crate::model::workload::Workload;
use crate::rollout::testing::{NOW, at};
use crate::world::objects::Objects;
use kubecheck_core::model::quantity::Quantity;
use serde_json::{Value, json};

/// What there is: a Deployment of three with the bounds of the API server, its old ReplicaSet, and a new one with one pod.
struct Case {
    deployment: Value,
    old: Value,
    new: Value,
    pods: Vec<Value>,
    quota: Option<&'static str>,
    patience: Patience,
}

fn template(image: &str) -> Value {
    json!({"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "main", "image": image}]}})
}

fn set(name: &str, image: &str, replicas: i64, available: i64) -> Value {
    json!({
        "metadata": {
            "name": name, "namespace": "shop", "uid": name, "creationTimestamp": "2026-01-01T00:00:00Z",
            "ownerReferences": [{"kind": "Deployment", "name": "web", "uid": "d", "controller": true}],
        },
        "spec": {"replicas": replicas, "template": template(image)},
        "status": {"replicas": replicas, "availableReplicas": available},
    })
}

fn pod(name: &str, set: &str, status: Value) -> Value {
    json!({
        "metadata": {
            "name": name, "namespace": "shop", "uid": name, "creationTimestamp": "2026-01-01T00:50:00Z",
            "ownerReferences": [{"kind": "ReplicaSet", "name": set, "uid": set, "controller": true}],
        },
        "spec": {"nodeName": "n1", "containers": [{"name": "main", "image": "x:2"}]}, "status": status,
    })
}

fn ready() -> Value {
    json!({"phase": "Running", "conditions": [{"type": "Ready", "status": "True", "lastTransitionTime": "2026-01-01T00:10:00Z"}]})
}

fn waiting(reason: &str, message: &str, since: &str) -> Value {
    json!({
        "phase": "Pending", "startTime": since, "conditions": [{"type": "Ready", "status": "False", "lastTransitionTime": since}],
        "containerStatuses": [{"name": "main", "state": {"waiting": {"reason": reason, "message": message}}}],
    })
}

fn case(first: Value) -> Case {
    let olds = (1..=3).map(|at| pod(&format!("old-{at}"), "old", ready()));
    Case {
        deployment: json!({
            "metadata": {"name": "web", "namespace": "shop", "uid": "d", "generation": 2},
            "spec": {"replicas": 3, "template": template("x:2")},
            "status": {"observedGeneration": 2, "replicas": 4, "updatedReplicas": 1, "availableReplicas": 3, "readyReplicas": 3},
        }),
        old: set("old", "x:1", 3, 3),
        new: set("new", "x:2", 1, 0),
        pods: olds.chain([pod("new-1", "new", first)]).collect(),
        quota: None,
        patience: Patience { grace: 60, restarts: Some(5), still: 0 },
    }
}

fn judged(case: Case) -> Rollout {
    fn read<T: serde::de::DeserializeOwned>(value: Value) -> Arc<T> {
        Arc::new(serde_json::from_value(value).expect("it is what it is read as"))
    }
    let mut objects = Objects {
        replica_sets: vec![read(case.old), read(case.new)],
        pods: case.pods.into_iter().map(read).collect(),
        ..Objects::default()
    };
    objects.read.extend([Kind::ReplicaSet, Kind::Pod]);
    if let Some(used) = case.quota {
        let mut quota = ResourceQuota::default();
        quota.metadata.namespace = "shop".to_owned();
        quota.metadata.name = "small".to_owned();
        quota.status.hard.insert("pods".to_owned(), Quantity::whole(4));
        quota.status.used.insert("pods".to_owned(), Quantity::parse(used).expect("it is a number"));
        objects.quotas.push(Arc::new(quota));
    }
    let deployment = read::<Workload>(case.deployment);
    judged_in(&deployment, &objects, case.patience)
}

fn judged_in(deployment: &Workload, objects: &Objects, patience: Patience) -> Rollout {
    let family = Family::of(objects);
    at(objects, |scene| {
        judge(deployment, Around { scene: *scene, family: &family, snapshot: None, patience })
    })
}

fn rule(rollout: &Rollout) -> Option<Rule> {
    rollout.hold.as_ref().map(|hold| hold.rule)
}

fn absent(since: &str) -> Value {
    waiting("ErrImagePull", "x:2: not found", since)
}

#[test]
fn what_stands_is_hopeless_after_the_grace_and_never_before() {
    for (since, state) in [("2026-01-01T00:59:01Z", State::Held), ("2026-01-01T00:59:00Z", State::Hopeless)] {
        let rollout = judged(case(absent(since)));
        assert_eq!((rollout.state, rule(&rollout)), (state, Some(Rule::Blocked)), "{since}");
        assert_eq!(rollout.blocking.len(), 1);
        assert_eq!(rollout.next[0], "kubectl set image deployment/web main=IMAGE -n shop");
        assert_eq!(
            rollout.hold.map(|hold| hold.says).as_deref(),
            Some(
                "4 pods of at most 4, 1 of the new template of which 0 available, 3 available of at least 3: \
                 no pod of the old template may go, and none of the new one come, before new-1 is available"
            )
        );
    }
    // What may heal is waited for, however long it stands.
    let refused = waiting("ErrImagePull", "dial tcp: i/o timeout", "2026-01-01T00:00:00Z");
    assert_eq!(judged(case(refused)).state, State::Held);
    let never = judged(case(waiting("InvalidImageName", "x", "2026-01-01T00:59:59Z")));
    assert_eq!(never.state, State::Hopeless);
}

#[test]
fn a_pod_too_many_that_never_runs_does_not_count() {
    // The new template is to have one pod less than there are: the one that does not run goes first.
    let mut own = case(absent("2026-01-01T00:00:00Z"));
    own.pods.push(pod("new-2", "new", ready()));
    own.new["status"]["availableReplicas"] = json!(1);
    let rollout = judged(own);
    assert_eq!((rollout.state, rule(&rollout)), (State::Progressing, None));
}

#[test]
fn a_quota_holds_only_who_has_nothing_else_to_do() {
    let refused = |used: &'static str| {
        let mut own = case(ready());
        own.pods.pop();
        // Another pod of the namespace has the rest of the quota.
        own.pods.push(pod("api-1", "api", ready()));
        own.new["status"] = json!({"replicas": 0, "conditions": [{
            "type": "ReplicaFailure", "status": "True", "reason": "FailedCreate", "lastTransitionTime": "2026-01-01T00:00:00Z",
            "message": "pods \"new-\" is forbidden: exceeded quota: small, requested: pods=1, used: pods=4, limited: pods=4",
        }]});
        own.quota = Some(used);
        own
    };
    let rollout = judged(refused("4"));
    assert_eq!((rollout.state, rule(&rollout)), (State::Hopeless, Some(Rule::CreateRefused)));
    assert_eq!((rollout.blocking[0].kind, rollout.blocking[0].name.as_str()), ("ReplicaSet", "new"));
    // There is room by now.
    assert_eq!(judged(refused("3")).state, State::Progressing);
    // A pod of the old template is on its way, and gives its part back.
    let mut own = refused("4");
    own.pods[0]["metadata"]["deletionTimestamp"] = json!(NOW);
    assert_ne!(judged(own).state, State::Hopeless);
    // The Deployment's controller is at work, or has not counted a pod that is available by now.
    let mut own = refused("4");
    own.deployment["status"]["observedGeneration"] = json!(1);
    assert_eq!(judged(own).state, State::Progressing);
    let mut own = refused("4");
    own.old["status"]["availableReplicas"] = json!(2);
    assert_eq!(judged(own).state, State::Progressing);
    // The bounds let a pod of the old template go.
    let mut own = refused("4");
    own.deployment["spec"]["strategy"] =
        json!({"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 1}});
    assert_eq!(judged(own).state, State::Progressing);
}

#[test]
fn a_replica_set_that_cannot_be_made_is_told_although_nothing_is_observed() {
    let mut own = case(ready());
    own.pods.pop();
    own.new = set("new", "x:0", 0, 0);
    own.deployment["status"]["observedGeneration"] = json!(1);
    own.deployment["status"]["conditions"] = json!([{
        "type": "Progressing", "status": "False", "reason": "ReplicaSetCreateError", "lastTransitionTime": "2026-01-01T00:00:00Z",
        "message": "Failed to create new replica set \"web-5d\": admission webhook \"a.b\" denied the request: no",
    }]);
    let rollout = judged(own);
    assert_eq!((rollout.state, rule(&rollout)), (State::Hopeless, Some(Rule::CreateRefused)));
    assert_eq!(rollout.blocking[0].kind, "Deployment");
}

#[test]
fn a_controller_that_does_nothing_is_told_after_the_grace() {
    let unseen = |still| {
        let mut own = case(ready());
        own.deployment["status"]["observedGeneration"] = json!(1);
        own.patience.still = still;
        judged(own)
    };
    assert_eq!((unseen(60).state, rule(&unseen(60))), (State::Progressing, None));
    let rollout = unseen(61);
    assert_eq!((rollout.state, rule(&rollout)), (State::Held, Some(Rule::Unattended)));
    assert_eq!(rollout.next, ["kubectl finalizers stalls -n shop"]);
    assert_eq!(
        rollout.hold.map(|hold| hold.says).as_deref(),
        Some("its controller has seen generation 1 of 2, for 61s")
    );
}

#[test]
fn time_alone_is_told_with_its_end() {
    let mut own = case(ready());
    own.deployment["spec"]["minReadySeconds"] = json!(3600);
    for set in [&mut own.old, &mut own.new] {
        set["spec"]["minReadySeconds"] = json!(3600);
    }
    own.old = set("old", "x:1", 0, 0);
    own.new["spec"]["replicas"] = json!(3);
    own.new["status"]["replicas"] = json!(3);
    own.pods = (1..=3).map(|at| pod(&format!("new-{at}"), "new", ready())).collect();
    own.pods[1]["status"]["conditions"][0]["lastTransitionTime"] = json!("2026-01-01T00:20:00Z");
    own.deployment["status"] =
        json!({"observedGeneration": 2, "replicas": 3, "updatedReplicas": 3, "readyReplicas": 3});
    let rollout = judged(own);
    assert_eq!((rollout.state, rule(&rollout)), (State::Progressing, Some(Rule::MinReady)));
    assert_eq!(rollout.ready_at, time::parse("2026-01-01T01:20:00Z"));
    assert_eq!(rollout.blocking[0].available_at, time::parse("2026-01-01T01:10:00Z"));
}

#[test]
fn a_deadline_is_that_of_the_controller() {
    let with = |reason: &str, seconds: i64| {
        let mut own = case(absent("2026-01-01T00:59:50Z"));
        own.deployment["spec"]["progressDeadlineSeconds"] = json!(seconds);
        own.deployment["status"]["conditions"] = json!([{"type": "Progressing", "status": "True", "reason": reason, "lastUpdateTime": "2026-01-01T00:59:00Z"}]);
        judged(own)
    };
    assert_eq!(with("ReplicaSetUpdated", 300).deadline_at, time::parse("2026-01-01T01:04:00Z"));
    assert_eq!(with("ReplicaSetUpdated", i64::from(i32::MAX)).deadline_at, None);
    assert_eq!(with("NewReplicaSetAvailable", 300).deadline_at, None);
    let late = with("ProgressDeadlineExceeded", 300);
    assert_eq!(
        (late.state, rule(&late), late.deadline_at),
        (State::Hopeless, Some(Rule::DeadlineExceeded), None)
    );
}

#[test]
fn without_replica_sets_nothing_is_claimed() {
    let own = case(absent("2026-01-01T00:00:00Z"));
    let deployment: Workload = serde_json::from_value(own.deployment).expect("it is a Deployment");
    let objects = Objects::default();
    let patience = Patience { still: 1000, ..Patience::default() };
    let rollout = judged_in(&deployment, &objects, patience);
    assert_eq!((rollout.state, rule(&rollout)), (State::Progressing, None));
}
