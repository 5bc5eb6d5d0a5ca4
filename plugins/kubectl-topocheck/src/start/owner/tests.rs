//! Whether there is another pod in the place of one that has failed.

use serde_json::{Value, json};

use super::*;
use crate::start::testing::objects;

fn replaced(kind: &str, workload: Option<Value>) -> Option<bool> {
    let owner = json!([{"kind": kind, "name": "a", "uid": "a", "controller": true}]);
    let meta: Meta =
        serde_json::from_value(json!({"name": "p", "namespace": "shop", "ownerReferences": owner}))
            .expect("it is metadata");
    let all: Vec<Value> = workload
        .into_iter()
        .map(|mut workload| {
            workload["kind"] = json!(kind);
            workload["metadata"] = json!({"name": "a", "namespace": "shop"});
            workload
        })
        .collect();
    Owners::new(&objects(&all)).is_replaced(&meta)
}

#[test]
fn a_pod_is_replaced_if_its_workload_has_all_without_it() {
    let job = |spec: Value, status: Value| replaced("Job", Some(json!({"spec": spec, "status": status})));
    assert_eq!(job(json!({"completions": 2, "parallelism": 2}), json!({"active": 1})), Some(false));
    assert_eq!(job(json!({"completions": 2, "parallelism": 2}), json!({"active": 2})), Some(true));
    // Of a queue that one pod has found empty no other is made.
    assert_eq!(job(json!({"parallelism": 3}), json!({"active": 2})), Some(false));
    assert_eq!(job(json!({"parallelism": 3}), json!({"active": 2, "succeeded": 1})), Some(true));
    let complete = json!({"conditions": [{"type": "Complete", "status": "True"}]});
    assert_eq!(job(json!({"completions": 9}), complete), Some(true));
    assert_eq!(replaced("ReplicaSet", Some(json!({"status": {"readyReplicas": 1}}))), Some(true));
    // What was not read is not known; what is never read has no place for another.
    assert_eq!(replaced("ReplicaSet", None), None);
    assert_eq!(replaced("Workflow", None), Some(false));
}
