//! The pod of the Job: as the Pod Security Standard "restricted" wants it, and with nothing that it does not need.

use serde_json::{Map, Value, json};

use super::{Job, Way, container, labels, secrets, specs};

/// Which user the program is, where the image does not say: one that is nobody, as in distroless images.
const USER: u64 = 65532;

/// How long it may take to end. The program has nothing to tidy up.
const GRACE_SECONDS: u64 = 5;

/// Returns the template of the pod.
pub(super) fn template(job: &Job) -> Value {
    let mut spec = Map::new();
    spec.insert("restartPolicy".to_owned(), json!("Never"));
    spec.insert("serviceAccountName".to_owned(), json!(job.name));
    spec.insert("automountServiceAccountToken".to_owned(), json!(matches!(job.way, Way::Service { .. })));
    spec.insert("enableServiceLinks".to_owned(), json!(false));
    spec.insert("terminationGracePeriodSeconds".to_owned(), json!(GRACE_SECONDS));
    let security = json!({
        "runAsNonRoot": true, "runAsUser": USER, "runAsGroup": USER, "seccompProfile": {"type": "RuntimeDefault"},
    });
    spec.insert("securityContext".to_owned(), security);
    spec.insert("containers".to_owned(), json!([container::container(job)]));
    let volumes: Vec<Value> = specs::volume(job).into_iter().chain(secrets::volume(job)).collect();
    if !volumes.is_empty() {
        spec.insert("volumes".to_owned(), json!(volumes));
    }
    json!({"metadata": {"labels": labels(job)}, "spec": spec})
}
