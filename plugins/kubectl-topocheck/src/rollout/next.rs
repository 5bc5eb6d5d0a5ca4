//! What to type about a rollout that does not get on: first what mends it.

use kubecheck_core::kube::args::quoted;

use super::cause::PodCause;
use super::{Rollout, Rule, State};

/// Returns the commands, without the flags that lead to the cluster.
pub(super) fn commands(rollout: &Rollout) -> Vec<String> {
    let on = format!("{} -n {}", quoted(&rollout.object()), quoted(&rollout.namespace));
    if rollout.state < State::Held {
        return Vec::new();
    }
    let mut commands = Vec::new();
    match rollout.hold.as_ref().map(|hold| hold.rule) {
        Some(Rule::Paused) => return vec![format!("kubectl rollout resume {on}")],
        Some(Rule::Unattended) => {
            return vec![format!("kubectl finalizers stalls -n {}", quoted(&rollout.namespace))];
        }
        _ => {}
    }
    if let Some(first) = rollout.blocking.first() {
        commands.extend(mends(&first.cause, &on));
        commands.extend(first.cause.next.clone());
    }
    if commands.is_empty() {
        commands.push(format!("kubectl describe {on}"));
    }
    // A first revision has nothing to go back to. A StatefulSet that goes back still waits for the pod that holds it.
    let is_back = rollout.state == State::Hopeless && rollout.replicas.current > rollout.replicas.updated;
    if is_back && rollout.kind == "Deployment" {
        commands.push(format!("kubectl rollout undo {on}"));
    }
    commands.dedup();
    commands
}

/// Returns the command that changes the workload, if that is what mends a cause.
fn mends(cause: &PodCause, on: &str) -> Option<String> {
    let container = quoted(cause.container.as_deref()?);
    match cause.rule {
        "image-not-found" | "image-name-invalid" | "image-never-pulled" => {
            Some(format!("kubectl set image {on} {container}=IMAGE"))
        }
        "out-of-memory" => Some(format!("kubectl set resources {on} -c {container} --limits=memory=SIZE")),
        _ => None,
    }
}
