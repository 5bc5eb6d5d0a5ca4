//! Which rows there are.

use std::time::Duration;

use serde_json::{Value, json};

use super::*;
use crate::start::testing::{at, objects};

fn workload(kind: &str, name: &str, status: Value) -> Value {
    let meta = json!({
        "name": name, "namespace": "shop", "uid": name, "generation": 1,
        "creationTimestamp": "2025-12-01T00:00:00Z",
    });
    json!({"kind": kind, "metadata": meta, "spec": {"replicas": 3, "completions": 1}, "status": status})
}

/// Returns the rows of workloads, and the gaps, beside what is told already.
fn of(all: &[Value], already: &[Named]) -> Page {
    let objects = objects(all);
    let mut page =
        Page { rows: Vec::new(), gaps: Vec::new(), begun: Instant::now(), budget: Duration::from_secs(600) };
    let mut told = Told::default();
    already.iter().for_each(|object| told.add(object.clone(), Severity::Error));
    at(&objects, None, |scene| {
        let found = scene.look.all(None);
        of_workloads(None, &found, &Walk::new(*scene, None), scene, &told, &mut page);
    });
    page
}

fn shown(page: &Page) -> Vec<(&str, Severity)> {
    page.rows.iter().map(|row| (row.shown.as_str(), row.severity)).collect()
}

#[test]
fn workloads_without_pods_and_failed_jobs_have_rows() {
    let failed =
        json!({"conditions": [{"type": "Failed", "status": "True", "reason": "BackoffLimitExceeded"}]});
    let all = [
        workload("StatefulSet", "db", json!({"observedGeneration": 1})),
        workload("DaemonSet", "agent", json!({})),
        workload("Job", "import", failed),
        workload("Job", "new", json!({})),
        workload("ReplicaSet", "full", json!({"replicas": 3})),
    ];
    let page = of(&all, &[]);
    let names = ["shop/DaemonSet/agent", "shop/Job/import", "shop/Job/new", "shop/StatefulSet/db"];
    assert_eq!(shown(&page), names.map(|name| (name, Severity::Error)));
    assert!(page.gaps.is_empty(), "{:?}", page.gaps);
    let page = of(&all, &[Named::new("Job", "shop", "new"), Named::new("StatefulSet", "shop", "db")]);
    assert_eq!(shown(&page), [names[0], names[1]].map(|name| (name, Severity::Error)));
}

#[test]
fn a_pod_that_has_failed_and_is_not_made_again_is_a_warning() {
    let failed = |name: &str, owners: Value| {
        let ended = json!({"exitCode": 1, "startedAt": "2025-12-01T00:00:00Z"});
        json!({
            "kind": "Pod", "metadata": {"name": name, "namespace": "shop", "ownerReferences": owners},
            "spec": {"nodeName": "n1", "containers": [{"name": "main"}]},
            "status": {"phase": "Failed", "containerStatuses": [{"name": "main", "state": {"terminated": ended}}]},
        })
    };
    let owners = json!([{"kind": "Job", "name": "j", "uid": "j", "controller": true}]);
    let objects = objects(&[failed("alone", json!([])), failed("j-1", owners)]);
    let rows = at(&objects, None, |scene| of_failed(None, scene));
    let told: Vec<(&str, &str)> = rows.iter().map(|row| (row.shown.as_str(), row.what.as_str())).collect();
    assert_eq!(told, [("shop/Pod/alone", "it has failed: container main ended with exit code 1")]);
    assert_eq!(rows[0].severity, Severity::Warning);
}

#[test]
fn the_next_run_of_a_cron_job_makes_another_job() {
    let mut job = workload("Job", "import-1", json!({"conditions": [{"type": "Failed", "status": "True"}]}));
    job["metadata"]["ownerReferences"] =
        json!([{"kind": "CronJob", "name": "import", "uid": "c", "controller": true}]);
    assert_eq!(shown(&of(&[job], &[])), [("shop/Job/import-1", Severity::Warning)]);
}

#[test]
fn a_stateful_set_that_waits_for_a_pod_that_does_not_go_has_a_row() {
    let set =
        || workload("StatefulSet", "db", json!({"observedGeneration": 1, "replicas": 3, "readyReplicas": 2}));
    let leaving = |due: &str| {
        json!({
            "kind": "Pod", "spec": {"nodeName": "n1", "containers": [{"name": "main"}]}, "status": {"phase": "Running"},
            "metadata": {
                "name": "db-2", "namespace": "shop", "deletionTimestamp": due,
                "ownerReferences": [{"kind": "StatefulSet", "name": "db", "uid": "db", "controller": true}],
            },
        })
    };
    let page = of(&[set(), leaving("2026-01-01T00:50:00Z")], &[]);
    assert_eq!(shown(&page), [("shop/StatefulSet/db", Severity::Error)]);
    assert!(of(&[set(), leaving("2026-01-01T00:59:50Z")], &[]).rows.is_empty());
}

#[test]
fn a_workload_of_unknown_age_is_a_gap() {
    let mut set = workload("StatefulSet", "db", json!({}));
    set["metadata"]["creationTimestamp"] = Value::Null;
    let page = of(&[set], &[]);
    assert!(page.rows.is_empty());
    assert_eq!(page.gaps.iter().map(|gap| gap.what.as_str()).collect::<Vec<_>>(), ["StatefulSet shop/db"]);
}

/// A Deployment whose one new pod has no image.
fn blocked() -> Vec<Value> {
    let template =
        json!({"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "main"}]}});
    let owned = |kind: &str, owner: &str, name: &str| {
        json!({
            "name": name, "namespace": "shop", "uid": name, "creationTimestamp": "2025-12-01T00:00:00Z",
            "labels": {"app": "web"},
            "ownerReferences": [{"kind": kind, "name": owner, "uid": owner, "controller": true}],
        })
    };
    let mut deployment = workload(
        "Deployment",
        "web",
        json!({"observedGeneration": 1, "replicas": 1, "updatedReplicas": 1, "unavailableReplicas": 1}),
    );
    deployment["spec"] =
        json!({"replicas": 1, "selector": {"matchLabels": {"app": "web"}}, "template": template});
    let waiting = json!({"reason": "InvalidImageName", "message": "couldn't parse image name"});
    vec![
        deployment,
        json!({
            "kind": "ReplicaSet", "metadata": owned("Deployment", "web", "web-1"),
            "spec": {"replicas": 1, "template": template}, "status": {"replicas": 1},
        }),
        json!({
            "kind": "Pod", "metadata": owned("ReplicaSet", "web-1", "web-1-a"),
            "spec": {"nodeName": "n1", "containers": [{"name": "main", "image": "X"}]},
            "status": {"phase": "Pending", "containerStatuses": [{"name": "main", "state": {"waiting": waiting}}]},
        }),
    ]
}

#[test]
fn a_rollout_is_not_told_again_where_its_pods_are() {
    let objects = objects(&blocked());
    let seen = Seen { objects: objects.clone(), whole: Default::default(), snapshot: None, gaps: Vec::new() };
    at(&objects, None, |scene| {
        let (found, walk) = (scene.look.all(None), Walk::new(*scene, None));
        let groups = group::groups(&found, scene);
        let rows: Vec<Row> = groups.iter().map(of_group).collect();
        let pods: Vec<&str> = rows.iter().map(|row| row.shown.as_str()).collect();
        assert_eq!(pods, ["shop/Pod/web-1-a"]);
        let rollouts = |mut told: Told| of_rollouts(None, &seen, &walk, scene, &mut told);
        assert!(rollouts(Told::of(&groups, &rows)).is_empty());
        // Where the pod is not told, or only as a warning, the rollout is.
        let told = rollouts(Told::default());
        assert_eq!(told.iter().map(|row| row.shown.as_str()).collect::<Vec<_>>(), ["shop/Deployment/web"]);
        let mut mild = Told::default();
        mild.add(Named::new("Pod", "shop", "web-1-a"), Severity::Info);
        assert_eq!(rollouts(mild).len(), 1);
    });
}

#[test]
fn help_is_told_of_pods_that_the_default_scheduler_looks_at_alone() {
    let pod = |more: Value| -> Pod {
        serde_json::from_value(json!({"metadata": {"name": "web"}, "spec": more})).expect("it is a pod")
    };
    assert!(is_judged(&pod(json!({}))));
    assert!(!is_judged(&pod(json!({"schedulerName": "volcano"}))));
    assert!(!is_judged(&pod(json!({"schedulingGates": [{"name": "a"}]}))));
}
