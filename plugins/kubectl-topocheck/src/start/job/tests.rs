//! Which failures of jobs are made good.

use serde_json::{Value, json};

use crate::start::testing::{at, objects};

/// A job with as many pods at once, and pods of it that ended in some way at some time.
fn is_retried(at_once: i64, ended: &[(&str, &str)]) -> bool {
    let failed = ended.iter().filter(|(phase, _)| *phase == "Failed").count();
    let job = json!({
        "kind": "Job", "metadata": {"name": "j", "namespace": "shop"}, "spec": {"parallelism": at_once, "completions": 9},
        "status": {"failed": failed},
    });
    let pod = |(index, (phase, finished)): (usize, &(&str, &str))| {
        let owner = json!([{"kind": "Job", "name": "j", "uid": "j", "controller": true}]);
        json!({
            "kind": "Pod", "metadata": {"name": format!("j-{index}"), "namespace": "shop", "ownerReferences": owner},
            "status": {
                "phase": phase,
                "containerStatuses": [{"name": "a", "state": {"terminated": {"exitCode": 1, "finishedAt": finished}}}],
            },
        })
    };
    let all: Vec<Value> = ended.iter().enumerate().map(pod).chain([job]).collect();
    let objects = objects(&all);
    let last = objects.pods.last().expect("there is a pod");
    at(&objects, None, |scene| scene.look.is_retried(&objects.jobs[0], last))
}

#[test]
fn a_failure_is_made_good_and_several_in_a_row_are_not() {
    let (now, before, long_ago) = ("2026-01-01T00:59:50Z", "2026-01-01T00:59:40Z", "2026-01-01T00:30:00Z");
    assert!(is_retried(1, &[("Failed", now)]));
    assert!(!is_retried(1, &[("Failed", long_ago)]));
    assert!(!is_retried(1, &[("Failed", before), ("Failed", now)]));
    // Those before a success do not count, and of several pods at once each may fail.
    assert!(is_retried(1, &[("Failed", long_ago), ("Succeeded", before), ("Failed", now)]));
    assert!(is_retried(2, &[("Failed", before), ("Failed", now)]));
}
