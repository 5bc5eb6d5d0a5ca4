//! Init containers and sidecars that end, or run.

use serde_json::{Value, json};

use super::*;
use crate::start::testing::{NOW, at, crashes, objects};

/// A pod with an init container `wait`, a sidecar `proxy` and a container `web`.
fn pod(wait: Value, proxy: Value, web: Value) -> Pod {
    let named = |name: &str, mut status: Value| {
        status["name"] = json!(name);
        status
    };
    let proxy_spec =
        json!({"name": "proxy", "restartPolicy": "Always", "readinessProbe": {"tcpSocket": {"port": 1}}});
    let pod = json!({
        "metadata": {"name": "web", "namespace": "shop", "creationTimestamp": "2026-01-01T00:50:00Z"},
        "spec": {
            "nodeName": "n1", "initContainers": [{"name": "wait"}, proxy_spec], "containers": [{"name": "web"}],
        },
        "status": {
            "phase": "Pending", "conditions": [{"type": "Ready", "status": "False"}],
            "initContainerStatuses": [named("wait", wait), named("proxy", proxy)],
            "containerStatuses": [named("web", web)],
        },
    });
    serde_json::from_value(pod).expect("it is a pod")
}

fn state(pod: &Pod) -> State {
    at(&objects(&[]), None, |scene| scene.look.one(pod))
}

fn waits() -> Value {
    json!({"state": {"waiting": {"reason": "PodInitializing"}}})
}

fn done() -> Value {
    json!({"state": {"terminated": {"exitCode": 0, "finishedAt": "2025-12-01T00:00:10Z"}}})
}

fn runs() -> Value {
    json!({"started": true, "ready": true, "state": {"running": {"startedAt": "2025-12-01T00:00:10Z"}}})
}

/// A container that crashes, and runs for the second time since ten seconds.
fn again(exit: i64) -> Value {
    let last = json!({
        "exitCode": exit, "startedAt": "2026-01-01T00:59:00Z", "finishedAt": "2026-01-01T00:59:25Z",
    });
    json!({
        "restartCount": 2, "lastState": {"terminated": last}, "state": {"running": {"startedAt": "2026-01-01T00:59:50Z"}},
    })
}

fn cause(state: State) -> Cause {
    match state {
        State::Stuck(cause) => *cause,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_fails_again_and_again_fails_while_it_runs() {
    let failing = |pod: &Pod| {
        let cause = cause(state(pod));
        let What::InitFailing { exit, .. } = cause.what else { panic!("{cause:?}") };
        format!("{} {exit}", cause.container.expect("it is of a container").name)
    };
    assert_eq!(failing(&pod(again(1), waits(), waits())), "wait ended with exit code 1");
    // A sidecar is to run on, so that it fails also if it ends well.
    assert_eq!(failing(&pod(done(), again(0), waits())), "proxy ended with exit code 0");
    let backs_off = json!({
        "state": {"waiting": {"reason": "CrashLoopBackOff"}}, "lastState": {"terminated": {"exitCode": 0}},
    });
    assert_eq!(failing(&pod(done(), backs_off, waits())), "proxy ended with exit code 0");
    let once = json!({"state": {"terminated": {"exitCode": 0, "finishedAt": NOW}}});
    assert!(matches!(state(&pod(done(), once, waits())), State::InProgress(_)));
}

#[test]
fn what_has_just_ended_for_the_first_time_is_started_again() {
    let ended = |finished: &str| json!({"state": {"terminated": {"exitCode": 1, "finishedAt": finished}}});
    assert!(matches!(state(&pod(ended(NOW), waits(), waits())), State::InProgress(_)));
    assert!(matches!(state(&pod(done(), runs(), ended(NOW))), State::InProgress(_)));
    let left = "2026-01-01T00:55:00Z";
    assert!(matches!(cause(state(&pod(ended(left), waits(), waits()))).what, What::InitFailing { .. }));
    let state = state(&pod(done(), runs(), ended(left)));
    assert_eq!(crashes(&state), "container web ended with exit code 1");
}

#[test]
fn a_sidecar_that_crashes_is_told_while_it_runs_and_the_next_one_waits() {
    let mut pod = pod(waits(), done(), waits());
    // The sidecar comes first.
    pod.spec.init_containers.swap(0, 1);
    let mut proxy = again(1);
    proxy["name"] = json!("proxy");
    proxy["started"] = json!(true);
    pod.status.init_container_statuses[1] = serde_json::from_value(proxy).expect("it is a status");
    let part = cause(state(&pod)).container.expect("it is of a container");
    assert_eq!(part.name, "proxy");
}

#[test]
fn after_a_restart_of_the_node_init_containers_come_first_again() {
    let before = json!({"state": {"terminated": {"exitCode": 255, "reason": "Unknown"}}});
    let runs = json!({"state": {"running": {"startedAt": "2026-01-01T00:59:50Z"}}});
    let on_its_way = State::InProgress("init container wait runs".to_owned());
    assert_eq!(state(&pod(runs, waits(), before.clone())), on_its_way);
    let backs_off = json!({
        "state": {"waiting": {"reason": "CrashLoopBackOff"}}, "lastState": {"terminated": {"exitCode": 1}},
    });
    let cause = cause(state(&pod(backs_off, waits(), before)));
    assert_eq!(cause.what, What::InitFailing { exit: "ended with exit code 1".to_owned(), restarts: 0 });
}

#[test]
fn once_containers_run_sidecars_are_like_them() {
    let mut proxy = runs();
    proxy["ready"] = json!(false);
    let cause = cause(state(&pod(done(), proxy, runs())));
    assert_eq!(cause.what, What::Probe { kind: "readiness", why: String::new() });
    let part = cause.container.expect("it is of a container");
    assert_eq!((part.name.as_str(), part.pointer().as_str()), ("proxy", "/spec/initContainers/1"));
    let ended = json!({"restartCount": 1, "state": {"terminated": {"exitCode": 2}}});
    let state = state(&pod(done(), ended, runs()));
    assert_eq!(crashes(&state), "container proxy ended with exit code 2");
}

#[test]
fn sidecars_end_with_the_containers_of_a_job() {
    let ended = |exit: i64| json!({"state": {"terminated": {"exitCode": exit, "finishedAt": NOW}}});
    let mut pod = pod(done(), ended(143), ended(0));
    pod.spec.restart_policy = "OnFailure".to_owned();
    pod.status.phase = "Running".to_owned();
    assert_eq!(state(&pod), State::Fine);
}

#[test]
fn a_pod_that_has_failed_by_its_init_container_is_told() {
    let mut failed = pod(json!({"state": {"terminated": {"exitCode": 3}}}), waits(), waits());
    failed.status.phase = "Failed".to_owned();
    let cause = cause(state(&failed));
    assert_eq!(cause.what, What::InitFailing { exit: "ended with exit code 3".to_owned(), restarts: 0 });
}
