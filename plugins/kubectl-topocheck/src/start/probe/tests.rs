//! Startup probes that never pass.

use serde_json::{Value, json};

use super::*;
use crate::start::testing::{at, crashes, objects};

/// A container that was started again ten seconds ago, and an event of the kubelet.
fn state_with(killing: Option<Value>) -> State {
    let last = json!({
        "exitCode": 137, "startedAt": "2026-01-01T00:40:00Z", "finishedAt": "2026-01-01T00:59:20Z",
    });
    let pod = json!({
        "kind": "Pod",
        "metadata": {"name": "web", "namespace": "shop", "creationTimestamp": "2026-01-01T00:00:00Z"},
        "spec": {
            "nodeName": "n1",
            "containers": [{"name": "a", "startupProbe": {"periodSeconds": 10, "failureThreshold": 110}}],
        },
        "status": {
            "phase": "Running", "conditions": [{"type": "Ready", "status": "False"}],
            "containerStatuses": [{
                "name": "a", "started": false, "restartCount": 2, "lastState": {"terminated": last},
                "state": {"running": {"startedAt": "2026-01-01T00:59:50Z"}},
            }],
        },
    });
    let event = |reason: &str, message: &str, at: &str| {
        json!({
            "kind": "Event", "metadata": {"name": reason, "namespace": "shop"}, "reason": reason, "message": message,
            "lastTimestamp": at,
            "involvedObject": {"kind": "Pod", "namespace": "shop", "name": "web", "fieldPath": "spec.containers{a}"},
        })
    };
    let unhealthy = event("Unhealthy", "Startup probe failed: no /ready", "2026-01-01T00:59:00Z");
    let mut all = vec![pod.clone(), unhealthy];
    all.extend(killing.map(|at| {
        event(
            "Killing",
            "Container a failed startup probe, will be restarted",
            at.as_str().unwrap_or_default(),
        )
    }));
    let pod: Pod = serde_json::from_value(pod).expect("it is a pod");
    at(&objects(&all), None, |scene| scene.look.one(&pod))
}

#[test]
fn a_container_that_is_killed_before_it_has_started_is_told_with_its_probe() {
    match state_with(Some(json!("2026-01-01T00:59:10Z"))) {
        State::Stuck(cause) => {
            assert_eq!(cause.what, What::Probe { kind: "startup", why: "no /ready".to_owned() });
        }
        other => panic!("{other:?}"),
    }
    // One of a run before tells as well if the last one ended as it did.
    assert!(matches!(state_with(Some(json!("2026-01-01T00:30:00Z"))), State::Stuck(_)));
    // Without that it is seen that it ends again: it ran as long as its probe lets it.
    assert_eq!(crashes(&state_with(None)), "container a ended with exit code 137, and runs again");
}

#[test]
fn numbers_that_are_out_of_bounds_do_no_harm() {
    let probe = Probe {
        period_seconds: i64::MAX,
        failure_threshold: 2,
        initial_delay_seconds: 1,
        ..Probe::default()
    };
    assert_eq!(budget(&probe), i64::MAX);
    assert_eq!(budget(&Probe::default()), 30);
}
