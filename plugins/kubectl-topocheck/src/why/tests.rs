//! How objects stand, and which chain says so.

use serde_json::{Value, json};

use super::*;
use crate::start::testing::{at, objects, scheduler};

const LONG_AGO: &str = "2025-12-01T00:00:00Z";
const JUST_NOW: &str = "2026-01-01T00:59:55Z";

/// Walks from `kind/name` of `shop`.
fn chain(all: &[Value], object: &str) -> Chain {
    let objects = objects(all);
    let snapshot = (!objects.nodes.is_empty()).then(|| scheduler(&objects));
    let (kind, name) = object.split_once('/').expect("it has a kind");
    at(&objects, snapshot.as_ref(), |scene| {
        let walk = Walk::new(*scene, snapshot.as_ref());
        walk.begin(&Named::new(kind, "shop", name)).expect("it is there")
    })
}

/// Returns how the first object of a chain stands, and the conditions.
fn told(chain: &Chain) -> (Verdict, Vec<&str>) {
    (chain.verdict, chain.links.iter().map(|link| link.condition.as_str()).collect())
}

fn owned(name: &str, (kind, owner): (&str, &str), status: Value) -> Value {
    json!({
        "kind": "Pod",
        "metadata": {
            "name": name, "namespace": "shop", "creationTimestamp": LONG_AGO,
            "ownerReferences": [{"kind": kind, "name": owner, "uid": owner, "controller": true}],
        },
        "spec": {"nodeName": "n1", "restartPolicy": "Never", "containers": [{"name": "main", "image": "web"}]},
        "status": status,
    })
}

fn failed(exit: i64, reason: &str) -> Value {
    let ended = json!({"exitCode": exit, "reason": reason, "startedAt": LONG_AGO});
    json!({"phase": "Failed", "containerStatuses": [{"name": "main", "state": {"terminated": ended}}]})
}

fn ready() -> Value {
    json!({"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}]})
}

fn evicted() -> Value {
    json!({"phase": "Failed", "reason": "Evicted", "message": "The node was low on resource: memory."})
}

fn workload(kind: &str, name: &str, created: &str, spec: Value, status: Value) -> Value {
    let meta = json!({
        "name": name, "namespace": "shop", "uid": name, "generation": 1, "creationTimestamp": created,
    });
    json!({"kind": kind, "metadata": meta, "spec": spec, "status": status})
}

#[test]
fn a_pod_that_has_failed_is_not_healthy() {
    for (exit, reason, says) in [
        (1, "Error", "it has failed: container main ended with exit code 1"),
        (137, "OOMKilled", "it has failed: container main was killed for its memory (OOMKilled)"),
    ] {
        let chain = chain(&[owned("j-1", ("Job", "j"), failed(exit, reason))], "Pod/j-1");
        assert_eq!(told(&chain), (Verdict::Stuck, vec![says]));
        // It is not started again: there is no container before this one.
        assert_eq!(chain.next(), Some("kubectl logs j-1 -n shop"));
    }
}

#[test]
fn a_job_whose_pods_fail_leads_to_the_last_of_them() {
    let job = workload("Job", "j", LONG_AGO, json!({"completions": 1}), json!({"failed": 1}));
    let chain = chain(&[job, owned("j-1", ("Job", "j"), failed(1, "Error"))], "Job/j");
    let says = vec!["0 of 1 pods are ready", "it has failed: container main ended with exit code 1"];
    assert_eq!(told(&chain), (Verdict::Stuck, says));
}

#[test]
fn a_job_makes_its_first_failure_good() {
    let job =
        |failed: i64| workload("Job", "j", LONG_AGO, json!({"completions": 1}), json!({"failed": failed}));
    let mut failed = failed(1, "Error");
    failed["containerStatuses"][0]["state"]["terminated"]["finishedAt"] = json!(JUST_NOW);
    let pod = || owned("j-1", ("Job", "j"), failed.clone());
    assert_eq!(chain(&[job(1), pod()], "Job/j").verdict, Verdict::InProgress);
    assert_eq!(chain(&[job(2), pod()], "Job/j").verdict, Verdict::Stuck);
}

#[test]
fn the_next_pod_of_a_stateful_set_waits_for_the_one_before() {
    let set = |policy: &str| {
        let spec = json!({"replicas": 2, "minReadySeconds": 600, "podManagementPolicy": policy});
        workload("StatefulSet", "db", LONG_AGO, spec, json!({"replicas": 1, "observedGeneration": 1}))
    };
    let mut up = ready();
    up["conditions"][0]["lastTransitionTime"] = json!("2026-01-01T00:55:00Z");
    let pod = || owned("db-0", ("StatefulSet", "db"), up.clone());
    let says = vec!["1 of 2 pods are ready, and the next is made when db-0 was ready for 600s"];
    assert_eq!(told(&chain(&[set(""), pod()], "StatefulSet/db")), (Verdict::InProgress, says));
    assert_eq!(chain(&[set("Parallel"), pod()], "StatefulSet/db").verdict, Verdict::Stuck);
}

#[test]
fn what_is_left_over_of_pods_does_not_count_where_there_are_enough() {
    let set = workload("ReplicaSet", "web", LONG_AGO, json!({"replicas": 1}), json!({"replicas": 1}));
    let pods = |kind, name| [owned("a", (kind, name), evicted()), owned("b", (kind, name), ready())];
    let all: Vec<Value> = [set].into_iter().chain(pods("ReplicaSet", "web")).collect();
    assert_eq!(told(&chain(&all, "ReplicaSet/web")), (Verdict::Healthy, vec!["1 of 1 pods are ready"]));

    let status = json!({"active": 1, "succeeded": 1, "failed": 1});
    let job = workload("Job", "j", LONG_AGO, json!({"completions": 2, "parallelism": 2}), status);
    let all: Vec<Value> = [job].into_iter().chain(pods("Job", "j")).collect();
    let says = vec!["1 of 2 completions are done, 1 of 1 pods are ready"];
    assert_eq!(told(&chain(&all, "Job/j")), (Verdict::Healthy, says));
}

#[test]
fn pods_that_nobody_makes_are_waited_for_within_the_grace_only() {
    let stands = |kind: &str, created: &str| {
        let one = workload(kind, "web", created, json!({"replicas": 3, "completions": 1}), json!({}));
        let other = owned("other", ("Job", "other"), ready());
        chain(&[one, other], &format!("{kind}/web"))
    };
    for kind in ["StatefulSet", "ReplicaSet", "Job", "Deployment", "DaemonSet"] {
        let old = stands(kind, LONG_AGO);
        assert_eq!(old.verdict, Verdict::Stuck, "{kind}: {old:?}");
        let new = stands(kind, JUST_NOW);
        assert_eq!(new.verdict, Verdict::InProgress, "{kind}: {new:?}");
    }
    let old = stands("StatefulSet", LONG_AGO);
    assert_eq!(old.doubts.first().map(|gap| gap.what.as_str()), Some("events"));
    assert_eq!(stands("StatefulSet", "").verdict, Verdict::Unknown);
    assert_eq!(stands("DaemonSet", "").verdict, Verdict::Unknown);
}

#[test]
fn a_deployment_that_nobody_looks_at_is_stuck_after_the_grace() {
    let stands = |created: &str| {
        let set = workload("ReplicaSet", "other", created, json!({"replicas": 0}), json!({}));
        chain(
            &[workload("Deployment", "web", created, json!({"replicas": 3}), json!({})), set],
            "Deployment/web",
        )
    };
    let old = stands(LONG_AGO);
    assert_eq!(old.verdict, Verdict::Stuck);
    assert!(old.links[0].condition.ends_with("has not looked at it, for 31d"), "{old:?}");
    assert_eq!(stands(JUST_NOW).verdict, Verdict::InProgress);
}

#[test]
fn a_job_wants_no_more_pods_than_are_left_to_succeed() {
    let job = |completions: Value, succeeded: i64| {
        let spec = json!({"completions": completions, "parallelism": 3});
        let status = json!({"succeeded": succeeded, "active": 1});
        let done = owned("j-0", ("Job", "j"), json!({"phase": "Succeeded"}));
        let all = [workload("Job", "j", LONG_AGO, spec, status), owned("j-1", ("Job", "j"), ready()), done];
        told(&chain(&all, "Job/j")).0
    };
    assert_eq!(job(json!(4), 3), Verdict::Healthy);
    // One has succeeded that is not counted yet.
    assert_eq!(job(json!(2), 0), Verdict::Healthy);
    assert_eq!(job(json!(4), 2), Verdict::Stuck);
    // Of a queue of work no other pod is made once one is done.
    assert_eq!(job(Value::Null, 1), Verdict::Healthy);
}

#[test]
fn a_pod_that_does_not_go_is_stuck() {
    let deleted = |due: &str, namespace: &str| {
        json!({
            "kind": "Pod", "status": ready(), "spec": {"nodeName": "n1", "containers": [{"name": "main"}]},
            "metadata": {"name": "web", "namespace": namespace, "deletionTimestamp": due},
        })
    };
    let late = chain(&[deleted("2025-12-02T01:00:00Z", "shop")], "Pod/web");
    assert_eq!(told(&late), (Verdict::Stuck, vec!["it is being deleted, and should be gone for 30d"]));
    assert_eq!(late.next(), Some("kubectl finalizers why pod/web -n shop"));
    let on_its_way = chain(&[deleted(JUST_NOW, "shop")], "Pod/web");
    assert_eq!(on_its_way.verdict, Verdict::InProgress);
    let objects = objects(&[deleted(JUST_NOW, "")]);
    let bare = at(&objects, None, |scene| Walk::new(*scene, None).begin(&Named::new("Pod", "", "web")));
    let bare = bare.expect("it is there");
    assert_eq!(bare.next(), Some("kubectl finalizers why pod/web"));
}

fn node() -> Value {
    let status = json!({
        "allocatable": {"cpu": "2", "memory": "4Gi", "pods": "110"},
        "conditions": [{"type": "Ready", "status": "True"}],
    });
    json!({"kind": "Node", "metadata": {"name": "n1"}, "status": status})
}

fn pending(more: Value, created: Option<&str>) -> Value {
    let mut pod = json!({
        "kind": "Pod", "metadata": {"name": "web", "namespace": "shop", "creationTimestamp": created},
        "spec": {"containers": [{"name": "main", "resources": {"requests": {"cpu": "4"}}}]},
        "status": {"phase": "Pending"},
    });
    for (field, value) in more.as_object().expect("they are fields") {
        pod["spec"][field] = value.clone();
    }
    pod
}

#[test]
fn no_node_is_blamed_for_pods_that_nobody_puts_on_one() {
    let kinds = |more: Value| {
        let chain = chain(&[node(), pending(more, Some(LONG_AGO))], "Pod/web");
        chain.links.iter().map(|link| link.object.kind.clone()).collect::<Vec<_>>()
    };
    assert_eq!(kinds(json!({})), ["Pod", "Node"]);
    assert_eq!(kinds(json!({"schedulingGates": [{"name": "example.com/quota"}]})), ["Pod"]);
    assert_eq!(kinds(json!({"schedulerName": "volcano"})), ["Pod"]);
}

#[test]
fn where_not_all_was_read_no_cause_is_claimed() {
    let spec = json!({
        "containers": [{"name": "main"}],
        "volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": "data"}}],
    });
    let unknown = chain(&[node(), pending(spec.clone(), None)], "Pod/web");
    assert_eq!(unknown.verdict, Verdict::Unknown);
    let old = chain(&[node(), pending(spec, Some(LONG_AGO))], "Pod/web");
    assert_eq!(old.verdict, Verdict::Stuck);
    for chain in [unknown, old] {
        assert!(chain.doubts.iter().any(|gap| gap.what == "persistentvolumeclaims"), "{chain:?}");
        assert!(!chain.links.iter().any(|link| link.condition.contains("fits on")), "{chain:?}");
    }
}

fn claim(spec: Value, created: &str, annotations: Value) -> Value {
    json!({
        "kind": "PersistentVolumeClaim", "spec": spec, "status": {"phase": "Pending"},
        "metadata": {
            "name": "data", "namespace": "shop", "creationTimestamp": created, "annotations": annotations,
        },
    })
}

fn class() -> Value {
    json!({"kind": "StorageClass", "metadata": {"name": "fast"}, "provisioner": "ebs.csi.aws.com"})
}

#[test]
fn claims_say_what_they_lack() {
    let of = |spec: Value, created: &str, annotations: Value| {
        chain(&[class(), claim(spec, created, annotations)], "PersistentVolumeClaim/data")
    };
    let unclassed = of(json!({"storageClassName": ""}), LONG_AGO, json!({}));
    assert_eq!(unclassed.verdict, Verdict::Stuck);
    assert!(unclassed.links[0].condition.contains("without a class"), "{unclassed:?}");
    let fresh = of(json!({"storageClassName": "fast"}), JUST_NOW, json!({}));
    assert_eq!(fresh.verdict, Verdict::InProgress);
    let slow = of(json!({"storageClassName": "fast"}), LONG_AGO, json!({}));
    let says = "it has no volume yet: ebs.csi.aws.com has not made one of StorageClass fast";
    assert_eq!(told(&slow), (Verdict::Stuck, vec![says]));
    let annotated = of(json!({}), LONG_AGO, json!({"volume.beta.kubernetes.io/storage-class": "fast"}));
    assert_eq!(told(&annotated), told(&slow));
}

#[test]
fn claims_are_told_with_the_words_of_their_own_events() {
    let event = |kind: &str, words: &str| {
        json!({
            "kind": "Event", "metadata": {"name": kind}, "reason": "ProvisioningFailed", "message": words,
            "involvedObject": {"kind": kind, "namespace": "shop", "name": "data"},
        })
    };
    let all = [
        class(),
        claim(json!({"storageClassName": "fast"}), LONG_AGO, json!({})),
        event("Pod", "of a pod"),
        event("PersistentVolumeClaim", "quota exceeded"),
    ];
    let chain = chain(&all, "PersistentVolumeClaim/data");
    assert_eq!(told(&chain), (Verdict::Stuck, vec!["it has no volume: quota exceeded"]));
}

#[test]
fn a_workload_is_not_healthy_while_its_pods_crash_and_happen_to_be_ready() {
    let ended = "2026-01-01T00:59:25Z";
    let last = json!({"exitCode": 1, "startedAt": ended, "finishedAt": ended});
    let status = json!({
        "phase": "Running", "conditions": [{"type": "Ready", "status": "True"}],
        "containerStatuses": [{
            "name": "main", "ready": true, "restartCount": 7, "lastState": {"terminated": last},
            "state": {"running": {"startedAt": JUST_NOW}},
        }],
    });
    let says = "container main ended with exit code 1, and runs again";
    let set = workload("StatefulSet", "db", LONG_AGO, json!({"replicas": 1}), json!({"replicas": 1}));
    let of_set = chain(&[set, owned("db-0", ("StatefulSet", "db"), status.clone())], "StatefulSet/db");
    assert_eq!(told(&of_set), (Verdict::Stuck, vec!["1 of 1 pods are ready", says]));
    let counts = json!({
        "observedGeneration": 1, "replicas": 1, "updatedReplicas": 1, "readyReplicas": 1, "availableReplicas": 1,
    });
    let mut set = workload("ReplicaSet", "web-1", LONG_AGO, json!({"replicas": 1}), json!({"replicas": 1}));
    set["metadata"]["ownerReferences"] =
        json!([{"kind": "Deployment", "name": "web", "uid": "web", "controller": true}]);
    let deployment = workload("Deployment", "web", LONG_AGO, json!({"replicas": 1}), counts);
    let pod = owned("web-1-a", ("ReplicaSet", "web-1"), status);
    let of_deployment = chain(&[deployment, set, pod], "Deployment/web");
    assert_eq!(of_deployment.verdict, Verdict::Stuck);
    assert_eq!(of_deployment.links.last().map(|link| link.condition.as_str()), Some(says));
}
