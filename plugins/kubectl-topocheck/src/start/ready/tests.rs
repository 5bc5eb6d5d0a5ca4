//! Containers that have ended, beside others that run.

use serde_json::{Value, json};

use super::*;
use crate::start::testing::{NOW, at, crashes, objects};

fn pod(policy: &str, statuses: Value) -> Pod {
    let pod = json!({
        "metadata": {"name": "web", "namespace": "shop", "creationTimestamp": "2025-12-01T00:00:00Z"},
        "spec": {"nodeName": "n1", "restartPolicy": policy, "containers": [{"name": "a"}, {"name": "b"}]},
        "status": {
            "phase": "Running", "conditions": [{"type": "Ready", "status": "False"}],
            "containerStatuses": statuses,
        },
    });
    serde_json::from_value(pod).expect("it is a pod")
}

fn beside(policy: &str, ended: Value) -> State {
    let runs = json!({"running": {"startedAt": "2025-12-01T00:00:10Z"}});
    let pod =
        pod(policy, json!([{"name": "a", "state": ended}, {"name": "b", "ready": true, "state": runs}]));
    at(&objects(&[]), None, |scene| scene.look.one(&pod))
}

#[test]
fn a_container_that_is_done_stops_nothing() {
    let done = |finished: &str| json!({"terminated": {"exitCode": 0, "finishedAt": finished}});
    for policy in ["OnFailure", "Never"] {
        assert_eq!(beside(policy, done("2025-12-01T00:01:00Z")), State::Fine);
    }
    // One that is to run always is started again, or else something is wrong.
    assert!(matches!(beside("Always", done(NOW)), State::InProgress(_)));
    let left = beside("Always", done("2025-12-01T00:01:00Z"));
    assert_eq!(crashes(&left), "container a ended with exit code 0");
    // One that ends well again and again, does so although it is to run.
    let again = json!({"terminated": {"exitCode": 0, "startedAt": NOW, "finishedAt": NOW}});
    let mut pod = pod("Always", json!([{"name": "a", "restartCount": 2, "state": again}]));
    pod.status.start_time = Some("2026-01-01T00:55:00Z".to_owned());
    let found = at(&objects(&[]), None, |scene| scene.look.one(&pod));
    assert_eq!(crashes(&found), "container a ended with exit code 0");
    let failed = beside("Never", json!({"terminated": {"exitCode": 1}}));
    assert_eq!(crashes(&failed), "container a ended with exit code 1");
}

/// A container of a pod of ten minutes that has run for ten seconds, and for so long the last time.
fn runs_again(ready: bool, restarts: i64, seconds: i64, reason: &str) -> State {
    runs_again_after(ready, (restarts, -600), (seconds, 1), reason)
}

/// The same of a pod that began at some time, and that waited for so many seconds before its container was started again.
fn runs_again_after(
    ready: bool,
    (restarts, began): (i64, i64),
    (ran, waited): (i64, i64),
    reason: &str,
) -> State {
    let ended = -10 - waited;
    let last = json!({
        "exitCode": 1, "startedAt": at_seconds(ended - ran), "finishedAt": at_seconds(ended), "reason": reason,
    });
    let status = json!({
        "name": "a", "ready": ready, "restartCount": restarts, "lastState": {"terminated": last},
        "state": {"running": {"startedAt": at_seconds(-10)}},
    });
    let mut pod = pod("Always", json!([status]));
    pod.status.start_time = Some(at_seconds(began));
    if ready {
        let ready = json!([{"type": "Ready", "status": "True"}]);
        pod.status.conditions = serde_json::from_value(ready).expect("they are conditions");
    }
    at(&objects(&[]), None, |scene| scene.look.one(&pod))
}

fn at_seconds(seconds: i64) -> String {
    let now = time::parse(NOW).expect("it is a time");
    crate::rollout::pods::later(now, seconds).expect("it is a time").to_string()
}

#[test]
fn a_container_that_crashes_does_so_while_it_runs() {
    for ready in [false, true] {
        let state = runs_again(ready, 2, 5, "Error");
        assert_eq!(crashes(&state), "container a ended with exit code 1, and runs again");
    }
    // So it does if the kubelet waited before it started it, however old the pod is.
    let late = runs_again_after(true, (1, -86400), (5, 20), "Error");
    assert_eq!(crashes(&late), "container a ended with exit code 1, and runs again");
    // One end is none again and again; what ran well before was started anew, as by its node.
    for (restarts, seconds, reason) in
        [(1, 5, "Error"), (9, 700, "Error"), (9, 5, "Unknown"), (9, 5, "ContainerStatusUnknown")]
    {
        assert_eq!(runs_again(true, restarts, seconds, reason), State::Fine);
        let state = runs_again(false, restarts, seconds, reason);
        assert!(matches!(state, State::InProgress(_)), "{state:?}");
    }
}
