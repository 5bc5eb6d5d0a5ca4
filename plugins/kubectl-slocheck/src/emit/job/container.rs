//! The container that asks the gate.

use serde_json::{Map, Value, json};

use super::{Job, Way, secrets, specs};

/// Its name, which the failure policy of the Job knows as well.
pub(super) const NAME: &str = "gate";

/// Returns the container.
pub(super) fn container(job: &Job) -> Value {
    let mut container = Map::new();
    container.insert("name".to_owned(), json!(NAME));
    container.insert("image".to_owned(), json!(job.image));
    container.insert("command".to_owned(), json!(["kubectl-slocheck"]));
    container.insert("args".to_owned(), json!(arguments(job)));
    // The verdict is to be read in the status of the pod too.
    container.insert("terminationMessagePolicy".to_owned(), json!("FallbackToLogsOnError"));
    let resources = json!({
        "requests": {"cpu": "20m", "memory": "32Mi"},
        "limits": {"cpu": "500m", "memory": "128Mi"},
    });
    container.insert("resources".to_owned(), resources);
    let security = json!({
        "allowPrivilegeEscalation": false, "readOnlyRootFilesystem": true, "capabilities": {"drop": ["ALL"]},
    });
    container.insert("securityContext".to_owned(), security);
    let mounts: Vec<Value> = specs::mount(job).into_iter().chain(secrets::mount(job)).collect();
    if !mounts.is_empty() {
        container.insert("volumeMounts".to_owned(), json!(mounts));
    }
    Value::Object(container)
}

/// Returns the arguments, as the kubelet hands them on.
fn arguments(job: &Job) -> Vec<String> {
    let mut arguments = vec!["gate".to_owned()];
    arguments.extend(job.specs.iter().map(|spec| format!("--filename={}", spec.path())));
    match &job.way {
        Way::OfSpec => {}
        Way::Address(address) => arguments.push(format!("--prometheus={address}")),
        Way::Service { flag, .. } => arguments.push(format!("--prometheus-service={flag}")),
    }
    arguments.extend(job.secrets.arguments());
    arguments.extend(job.arguments.iter().cloned());
    arguments.iter().map(|argument| unexpanded(argument)).collect()
}

/// Writes an argument so that the kubelet expands nothing in it: `$(NAME)` is a variable there, and `$$` is `$`
/// (`k8s.io/kubernetes/third_party/forked/golang/expansion/expand.go`). Regular expressions have both.
fn unexpanded(argument: &str) -> String {
    argument.replace('$', "$$")
}
