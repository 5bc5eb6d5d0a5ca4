//! Containers that have ended, beside others that run.

use serde_json::{Value, json};

use super::*;
use crate::start::testing::{NOW, at, objects};

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
    assert_eq!(left, State::Crashing("container a ended with exit code 0".to_owned()));
    let failed = beside("Never", json!({"terminated": {"exitCode": 1}}));
    assert_eq!(failed, State::Crashing("container a ended with exit code 1".to_owned()));
}

#[test]
fn logs_are_those_of_the_run_that_ended() {
    let command = |policy: &str, first: Value| {
        let other = json!({"name": "b", "ready": true, "state": {"running": {}}});
        logs(&pod(policy, json!([first, other])), &Flags::default())
    };
    let over = json!({"name": "a", "state": {"terminated": {"exitCode": 1}}});
    assert_eq!(command("Never", over), "kubectl logs web -c a -n shop");
    let again = json!({
        "name": "a", "state": {"waiting": {"reason": "CrashLoopBackOff"}},
        "lastState": {"terminated": {"exitCode": 1}},
    });
    assert_eq!(command("Always", again), "kubectl logs web -c a --previous -n shop");
}
