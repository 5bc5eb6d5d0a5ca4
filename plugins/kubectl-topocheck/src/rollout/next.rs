//! What to type about a rollout that does not get on: first what mends it.

use super::cause::PodCause;
use super::{Rollout, Rule, State};
use crate::start::cause::{RefKind, Reference, What};
use crate::start::image::Kind as ImageKind;
use crate::start::refused::{Lack, Refusal};
use crate::start::told::Flags;

/// Returns the commands.
pub(super) fn commands(rollout: &Rollout, flags: &Flags) -> Vec<String> {
    if rollout.state < State::Held {
        return Vec::new();
    }
    let object = rollout.object();
    let type_in = |words: &[&str]| flags.kubectl(words, &rollout.namespace);
    match rollout.hold.as_ref().map(|hold| hold.rule) {
        Some(Rule::Paused) => return vec![type_in(&["rollout", "resume", &object])],
        Some(Rule::Unattended) if rollout.is_deleted => {
            return vec![type_in(&["finalizers", "why", &object])];
        }
        Some(Rule::Unattended) => return vec![type_in(&["finalizers", "stalls"])],
        _ => {}
    }
    let mut commands = Vec::new();
    if let Some(first) = rollout.blocking.first() {
        commands.extend(mends(&first.cause, rollout, flags));
        commands.extend(first.cause.next.clone());
    }
    if commands.is_empty() {
        commands.push(type_in(&["describe", &object]));
    }
    // A first revision has nothing to go back to. A StatefulSet that goes back still waits for the pod that holds it.
    let is_back = rollout.state == State::Hopeless && rollout.replicas.current > rollout.replicas.updated;
    if is_back && rollout.kind == "Deployment" {
        commands.push(type_in(&["rollout", "undo", &object]));
    }
    commands.dedup();
    commands
}

/// Returns the command that mends a cause, if it is one; what somebody has to choose stands there in capital letters.
fn mends(cause: &PodCause, rollout: &Rollout, flags: &Flags) -> Option<String> {
    let object = rollout.object();
    let type_in = |words: &[&str]| Some(flags.kubectl(words, &rollout.namespace));
    let container = cause.container.as_deref();
    if cause.rule == "out-of-memory" {
        return type_in(&["set", "resources", &object, "-c", container?, "--limits=memory=SIZE"]);
    }
    match cause.what()? {
        What::Image(fault) if is_of_template(fault.kind) => {
            type_in(&["set", "image", &object, &format!("{}=IMAGE", container?)])
        }
        What::Missing { of: Reference { kind: RefKind::ConfigMap, name }, .. } if cause.is_permanent() => {
            type_in(&["create", "configmap", name, "--from-file=PATH"])
        }
        What::Missing { of: Reference { kind: RefKind::Secret, name }, .. } if cause.is_permanent() => {
            type_in(&["create", "secret", "generic", name, "--from-file=PATH"])
        }
        What::Refused(Refusal::Quota { quota, lack: Lack::Used(_) }) if cause.is_permanent() => {
            type_in(&["edit", "quota", quota])
        }
        What::Refused(Refusal::ServiceAccount { name }) if cause.is_permanent() => {
            type_in(&["create", "serviceaccount", name])
        }
        _ => None,
    }
}

/// Tells whether another image is what mends it.
fn is_of_template(kind: ImageKind) -> bool {
    matches!(
        kind,
        ImageKind::Invalid
            | ImageKind::NotFound
            | ImageKind::Platform
            | ImageKind::NeverPulled
            | ImageKind::ShortName
    )
}
