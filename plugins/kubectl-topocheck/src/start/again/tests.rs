//! What containers wrote that ended.

use serde_json::{Value, json};

use super::*;
use crate::start::State;
use crate::start::testing::{at, objects};

fn pod(policy: &str, statuses: Value) -> Pod {
    let spec =
        json!({"nodeName": "n1", "restartPolicy": policy, "containers": [{"name": "a"}, {"name": "b"}]});
    let meta = json!({"name": "web", "namespace": "shop"});
    let pod = json!({"metadata": meta, "spec": spec, "status": {"containerStatuses": statuses}});
    serde_json::from_value(pod).expect("it is a pod")
}

#[test]
fn logs_are_those_of_the_run_that_ended() {
    let other = json!({"name": "b", "ready": true, "restartCount": 1, "state": {"running": {}}, "lastState": {"terminated": {}}});
    let pod = |policy: &str, first: Value| pod(policy, json!([first, other]));
    let flags = Flags::default();
    let over = json!({"name": "a", "state": {"terminated": {"exitCode": 1}}});
    assert_eq!(logs(&pod("Never", over), &flags), "kubectl logs web -c a -n shop");
    let again = json!({
        "name": "a", "state": {"waiting": {"reason": "CrashLoopBackOff"}},
        "lastState": {"terminated": {"exitCode": 1}},
    });
    let pod = pod("Always", again);
    let crash = at(&objects(&[]), None, |scene| match scene.look.one(&pod) {
        State::Crashing(crash) => crash,
        other => panic!("{other:?}"),
    });
    assert_eq!(crash.logs(&pod, &flags), "kubectl logs web -c a --previous -n shop");
}
