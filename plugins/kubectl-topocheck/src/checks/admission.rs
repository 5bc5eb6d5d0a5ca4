//! What the rules about pods that their node does not keep have in common.

use kubecheck_core::check::rule::Severity;

use crate::start::Stuck;
use crate::start::owner::Owners;
use crate::start::told::Scene;

/// Says who makes another pod. What something does that is not known here is not known.
pub(crate) fn then(one: &Stuck, scene: &Scene<'_>) -> String {
    let is_known = |kind: &str| Owners::knows(kind) || kind == "CronJob";
    match &one.subject.owner {
        Some(owner) if is_replaced(one, scene) => format!("{owner} has all its pods: this one is left over"),
        Some(owner) if is_known(&owner.kind) => format!("{owner} makes another pod"),
        Some(owner) => format!("{owner} may make another pod"),
        None => "nobody makes another pod".to_owned(),
    }
}

/// A pod in whose place there is another is only left over; so may one be of whose owner nothing is known.
pub(crate) fn severity(one: &Stuck, scene: &Scene<'_>) -> Option<Severity> {
    let pod = scene.pod(&one.subject)?;
    (scene.look.owners.is_replaced(&pod.metadata) != Some(false)).then_some(Severity::Warning)
}

fn is_replaced(one: &Stuck, scene: &Scene<'_>) -> bool {
    scene.pod(&one.subject).is_some_and(|pod| scene.look.owners.is_replaced(&pod.metadata) == Some(true))
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
