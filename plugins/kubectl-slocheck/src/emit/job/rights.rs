//! Who the Job is, and what it may do: nothing, or ask one service through the API server.

use serde_json::{Value, json};

use super::{Job, Wave, Way, object, object_in};
use crate::emit::Refusal;
use crate::emit::names::label;

const RBAC: &str = "rbac.authorization.k8s.io/v1";

/// Returns the service account. Its token is nowhere but in the pod of the Job, and there only if it is needed.
pub(super) fn account(job: &Job) -> Value {
    let mount = ("automountServiceAccountToken", json!(false));
    match &job.pull_secret {
        None => object(job, "v1", "ServiceAccount", Wave::Before, [mount]),
        Some(secret) => {
            let pull = ("imagePullSecrets", json!([{"name": secret}]));
            object(job, "v1", "ServiceAccount", Wave::Before, [mount, pull])
        }
    }
}

/// Returns the role to ask one service, and who has it; nothing if the way to Prometheus does not lead through the API server.
///
/// # Errors
/// A way through the API server for a service account whose namespace is not known.
pub(super) fn role(job: &Job) -> Result<Vec<Value>, Refusal> {
    let Way::Service { namespace, proxied, .. } = &job.way else { return Ok(Vec::new()) };
    label("namespace of Prometheus", namespace)?;
    let Some(own) = &job.namespace else {
        return Err(Refusal::new(
            "nothing says the namespace of the service account that is to ask Prometheus",
        )
        .hint("say where the Job runs, as in --namespace shop"));
    };
    // Jobs of the same name in other namespaces may ask the same service.
    let name = format!("{}-{own}", job.name);
    let rule = json!({
        "apiGroups": [""], "resources": ["services/proxy"], "resourceNames": [proxied], "verbs": ["get"],
    });
    let (kind, group) = ("Role", "rbac.authorization.k8s.io");
    let place = (name.as_str(), Some(namespace.as_str()));
    let subject = json!([{"kind": "ServiceAccount", "name": job.name, "namespace": own}]);
    let role = [("rules", json!([rule]))];
    let binding =
        [("roleRef", json!({"apiGroup": group, "kind": kind, "name": name})), ("subjects", subject)];
    Ok(vec![
        object_in(job, place, [RBAC, kind], Wave::Before, role),
        object_in(job, place, [RBAC, "RoleBinding"], Wave::Before, binding),
    ])
}
