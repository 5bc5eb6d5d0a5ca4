//! What the rules about pods that their node does not keep have in common.

use kubecheck_core::check::rule::Severity;

use crate::model::workload::Workload;
use crate::start::told::Scene;
use crate::start::{Stuck, refused};

/// Says who makes another pod.
pub(crate) fn then(one: &Stuck, scene: &Scene<'_>) -> String {
    match &one.subject.owner {
        Some(owner) if is_replaced(one, scene) => format!("{owner} has all its pods: this one is left over"),
        Some(owner) => format!("{owner} makes another pod"),
        None => "nobody makes another pod".to_owned(),
    }
}

/// A pod in whose place there is another is only left over.
pub(crate) fn severity(one: &Stuck, scene: &Scene<'_>) -> Option<Severity> {
    is_replaced(one, scene).then_some(Severity::Warning)
}

fn is_replaced(one: &Stuck, scene: &Scene<'_>) -> bool {
    let owner = one.subject.owner.as_ref();
    let workload =
        owner.and_then(|owner| Some((owner, scene.look.owners.find(&one.subject.namespace, owner)?)));
    workload.is_some_and(|(owner, workload)| {
        let status = &workload.status;
        match owner.kind.as_str() {
            "DaemonSet" => status.number_ready >= status.desired_number_scheduled,
            "Job" => is_true(workload, "Complete") || has_all(workload),
            _ => status.ready_replicas >= workload.spec.replicas.unwrap_or(1),
        }
    })
}

/// Tells whether a job that goes on has as many pods as it wants.
fn has_all(job: &Workload) -> bool {
    !job.spec.suspend && !is_true(job, "Failed") && refused::lacking("Job", job).is_none()
}

fn is_true(job: &Workload, condition: &str) -> bool {
    job.condition(condition).is_some_and(|found| found.status == "True")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::checks::word;
    use crate::start::testing::{at, objects};

    fn evicted(owner: &str) -> Value {
        json!({
            "kind": "Pod", "spec": {"nodeName": "n1"},
            "metadata": {
                "name": "web-1", "namespace": "shop",
                "ownerReferences": [{"kind": owner, "name": "web", "uid": "web", "controller": true}],
            },
            "status": {"phase": "Failed", "reason": "Evicted", "message": "The node was low on resource: memory."},
        })
    }

    #[test]
    fn a_pod_in_whose_place_there_is_another_is_left_over() {
        let severity = |kind: &str, spec: Value, status: Value| {
            let meta = json!({"name": "web", "namespace": "shop"});
            let own = json!({"kind": kind, "metadata": meta, "spec": spec, "status": status});
            let objects = objects(&[own, evicted(kind)]);
            at(&objects, None, |scene| word(&scene.look.all(None).stuck[0], scene).1.severity)
        };
        let warning = Some(Severity::Warning);
        let one = || json!({"replicas": 1, "completions": 1});
        assert_eq!(severity("ReplicaSet", one(), json!({"readyReplicas": 1})), warning);
        assert_eq!(severity("Job", one(), json!({"active": 1})), warning);
        assert_eq!(severity("ReplicaSet", one(), json!({})), None);
        assert_eq!(severity("Job", one(), json!({})), None);
        let failed = json!({"conditions": [{"type": "Failed", "status": "True"}]});
        assert_eq!(severity("Job", one(), failed), None);
    }

    #[test]
    fn a_node_that_is_not_there_is_not_described() {
        let next = |nodes: &[&str]| {
            let node = |name: &&str| {
                let ready = json!({"type": "Ready", "status": "Unknown"});
                json!({"kind": "Node", "metadata": {"name": name}, "status": {"conditions": [ready]}})
            };
            let mut all: Vec<Value> = nodes.iter().map(node).collect();
            let meta = json!({"name": "web", "namespace": "shop"});
            all.push(json!({"kind": "Pod", "metadata": meta, "spec": {"nodeName": "n1"}}));
            at(&objects(&all), None, |scene| word(&scene.look.all(None).stuck[0], scene).1.next)
        };
        assert_eq!(next(&["n2"]), "kubectl get nodes");
        assert_eq!(next(&["n1", "n2"]), "kubectl describe node n1");
    }
}
