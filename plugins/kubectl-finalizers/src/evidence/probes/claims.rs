//! Pods that use a claim (`pkg/controller/volume/pvcprotection/pvc_protection_controller.go`).

use serde_json::Value;

use super::Subject;
use crate::evidence::Blocker;
use crate::evidence::reads::Reads;
use crate::evidence::shown::{self, Seen, Shown};

/// Shows whether a pod that has not ended uses the claim.
pub(super) fn pods_use(subject: Subject<'_>, reads: &Reads<'_>) -> Shown {
    let list = match reads.list("", "pods", subject.namespace()) {
        Ok(list) => list,
        Err(why) => return Shown::Unseen(why),
    };
    let index = list.index("claims", claims);
    let pods = list.under(&index, subject.name()).filter(|pod| is_its(pod, subject));
    match judge(pods) {
        // What whoever takes it off does with what it cannot see is no matter here: the data is in use or not.
        Shown::Holds(_) if !reads.world.is_whole() => {
            Shown::Unseen(format!("{} need not hold all pods", reads.world.name()))
        }
        shown => shown,
    }
}

/// Judges the pods that name a claim. The controller waits for every pod that was given to a node, also if it has ended, as long as it
/// exists; only a pod that has not ended can lose data.
fn judge<'p>(pods: impl Iterator<Item = &'p Value>) -> Shown {
    let (mut using, mut ended, mut unplaced) = (Vec::new(), Vec::new(), Vec::new());
    for pod in pods {
        let has_ended = matches!(pod["status"]["phase"].as_str(), Some("Succeeded" | "Failed"));
        let has_node = pod["spec"]["nodeName"].as_str().is_some_and(|name| !name.is_empty());
        match (has_ended, has_node) {
            (true, true) => ended.push(shown::object(pod)),
            (true, false) => {}
            (false, true) => using.push(shown::object(pod)),
            (false, false) => unplaced.push(shown::object(pod)),
        }
    }
    let names = |pods: &[Blocker]| shown::list(pods.iter().map(Blocker::label).collect(), 3);
    if !using.is_empty() {
        let verb = if using.len() == 1 { "still uses" } else { "still use" };
        return Shown::fails(format!("{} {verb} the claim", names(&using)), "pods").because_of(using);
    }
    if !unplaced.is_empty() {
        // The controller does not wait for it, and no kubelet starts it while the claim goes.
        let what = format!("{} names the claim, and is on no node yet", names(&unplaced));
        return Shown::Holds(Seen { what, source: "pods".to_owned(), waits_for: None, blockers: Vec::new() });
    }
    if ended.is_empty() {
        return Shown::holds("no pod uses the claim", "pods");
    }
    let verb = if ended.len() == 1 {
        "has ended, but is still there and names"
    } else {
        "have ended, but are still there and name"
    };
    let what = format!("{} {verb} the claim", names(&ended));
    Shown::Holds(Seen { waits_for: Some(what.clone()), what, source: "pods".to_owned(), blockers: ended })
}

/// Returns the claims that a pod names, those of its ephemeral volumes too (`<pod>-<volume>`).
fn claims(pod: &Value) -> Vec<String> {
    let volumes = pod["spec"]["volumes"].as_array().into_iter().flatten();
    let name = pod["metadata"]["name"].as_str().unwrap_or_default();
    let claim = |volume: &Value| match volume["persistentVolumeClaim"]["claimName"].as_str() {
        Some(claim) => Some(claim.to_owned()),
        None => volume["ephemeral"]
            .is_object()
            .then(|| format!("{name}-{}", volume["name"].as_str().unwrap_or_default())),
    };
    volumes.filter_map(claim).collect()
}

/// Tells whether a claim is the one that a pod names: the claim of an ephemeral volume belongs to its pod, and does not count once
/// the pod was shut down.
fn is_its(pod: &Value, subject: Subject<'_>) -> bool {
    let volumes = pod["spec"]["volumes"].as_array().into_iter().flatten();
    let names_it =
        volumes.into_iter().any(|volume| volume["persistentVolumeClaim"]["claimName"] == subject.name());
    let owners = subject.object["metadata"]["ownerReferences"].as_array().into_iter().flatten();
    let is_owner =
        owners.into_iter().any(|owner| owner["uid"].is_string() && owner["uid"] == pod["metadata"]["uid"]);
    let is_shut_down = pod["metadata"]["deletionTimestamp"].is_string()
        && pod["metadata"]["deletionGracePeriodSeconds"] == 0;
    names_it || is_owner && !is_shut_down
}

#[cfg(test)]
mod tests {
    use super::*;
    use kubecheck_core::kube::Wanted;
    use serde_json::json;

    fn pod(name: &str, node: &str, phase: &str) -> Value {
        json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "namespace": "shop", "uid": format!("uid-{name}")},
            "spec": {"nodeName": node, "volumes": [{"name": "v", "persistentVolumeClaim": {"claimName": "data"}}, {"name": "tmp", "ephemeral": {}}]},
            "status": {"phase": phase}})
    }

    fn judged(pods: &[Value]) -> Shown {
        judge(pods.iter())
    }

    #[test]
    fn a_running_pod_uses_the_claim() {
        let Shown::Fails(seen) = judged(&[pod("web", "n", "Running"), pod("job", "n", "Succeeded")]) else {
            panic!()
        };
        assert_eq!(seen.waits_for.as_deref(), Some("Pod shop/web still uses the claim"));
        assert_eq!(seen.blockers.len(), 1);
        assert!(matches!(judged(&[pod("web", "n", "Pending")]), Shown::Fails(_)));
    }

    #[test]
    fn a_pod_that_has_ended_is_waited_for_and_loses_nothing() {
        let Shown::Holds(seen) = judged(&[pod("job", "n", "Succeeded")]) else { panic!() };
        assert_eq!(
            seen.waits_for.as_deref(),
            Some("Pod shop/job has ended, but is still there and names the claim")
        );
    }

    #[test]
    fn a_pod_on_no_node_is_not_waited_for() {
        let Shown::Holds(seen) = judged(&[pod("web", "", "Pending")]) else { panic!() };
        assert_eq!(seen.waits_for, None);
        assert!(matches!(judged(&[]), Shown::Holds(_)));
    }

    #[test]
    fn claims_of_ephemeral_volumes_belong_to_their_pod() {
        let pod = pod("web", "n", "Running");
        assert_eq!(claims(&pod), ["data", "web-tmp"]);
        let of = Wanted::new("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim");
        let own = json!({"metadata": {"name": "web-tmp", "namespace": "shop", "ownerReferences": [{"uid": "uid-web"}]}});
        let other = json!({"metadata": {"name": "web-tmp", "namespace": "shop"}});
        assert!(is_its(&pod, Subject { of: &of, object: &own }));
        assert!(!is_its(&pod, Subject { of: &of, object: &other }));
        let mut shut_down = pod;
        shut_down["metadata"]["deletionTimestamp"] = "2026-01-01T00:00:00Z".into();
        shut_down["metadata"]["deletionGracePeriodSeconds"] = 0.into();
        assert!(!is_its(&shut_down, Subject { of: &of, object: &own }));
    }
}
