//! A pod that has a node and is not ready: its stages are asked in turn.

use super::cause::{Cause, Said, Stage, What};
use super::{Look, State, containers, ready, sandbox, volumes};
use crate::model::pod::Pod;

/// What is said of a node that is not there.
pub(crate) const GONE: &str = "there is no such node";

/// Tells how a pod with a node stands.
pub(super) fn state(look: &Look<'_>, pod: &Pod) -> State {
    let bound = bound(pod);
    let is_late = look.is_late(bound);
    if let Some(cause) = silent(look, pod, is_late) {
        return State::Stuck(Box::new(cause));
    }
    if is_before_sandbox(pod) {
        // What fails here often mends itself within moments: a cache of the kubelet fills, a plug-in of the node starts.
        let cause = volumes::cause(look, pod).or_else(|| sandbox::cause(look, pod));
        match cause {
            Some(cause) if is_late => return State::Stuck(Box::new(cause)),
            Some(_) => return State::InProgress("its volumes and its network are set up".to_owned()),
            None => {}
        }
    }
    if let Some(cause) = containers::cause(look, pod) {
        return State::Stuck(Box::new(cause));
    }
    if let Some(state) = ready::state(look, pod) {
        return state;
    }
    if let Some(pulling) = pulling(look, pod) {
        return State::InProgress(pulling);
    }
    if !is_late {
        return State::InProgress("it is being set up".to_owned());
    }
    let state = match pod.status.container_statuses.iter().find_map(|one| one.state.waiting.as_ref()) {
        Some(waiting) if !waiting.reason.is_empty() => waiting.reason.clone(),
        _ if pod.status.phase.is_empty() => "Pending".to_owned(),
        _ => pod.status.phase.clone(),
    };
    let (what, said) = (What::Unknown { state }, Said::default());
    State::Stuck(Box::new(Cause { stage: Stage::Sandbox, what, container: None, since: bound, said }))
}

/// Returns since when a pod has its node.
fn bound(pod: &Pod) -> Option<kubecheck_core::model::time::Timestamp> {
    let scheduled = pod.status.condition("PodScheduled").filter(|condition| condition.status == "True");
    scheduled.and_then(|condition| condition.since()).or_else(|| pod.metadata.created())
}

/// Finds a node that nobody works on. What containers did before is then no longer known.
fn silent(look: &Look<'_>, pod: &Pod, is_late: bool) -> Option<Cause> {
    let name = &pod.spec.node_name;
    let (why, since) = match look.node(name) {
        None if look.objects.has(crate::world::kinds::Kind::Node) && !look.objects.nodes.is_empty() => {
            (GONE.to_owned(), None)
        }
        None => return None,
        Some(node) => {
            let ready = node.condition("Ready").filter(|ready| ready.status != "True")?;
            let why = match ready.status.as_str() {
                "Unknown" => "its kubelet does not report any more".to_owned(),
                _ if ready.message.is_empty() => format!("it is not ready: {}", ready.reason),
                _ => format!("it is not ready: {}", ready.message),
            };
            (why, ready.since())
        }
    };
    let (what, said) =
        (What::NodeSilent { why: why.clone() }, Said { by: format!("node {name}"), text: why });
    is_late.then_some(Cause { stage: Stage::Admission, what, container: None, since, said })
}

/// Tells whether a pod is not yet as far as its containers.
fn is_before_sandbox(pod: &Pod) -> bool {
    let started = pod.status.condition("PodReadyToStartContainers");
    let statuses = pod.status.init_container_statuses.iter().chain(&pod.status.container_statuses);
    let is_untouched = statuses.clone().all(|one| {
        let waits = one.state.waiting.as_ref().map_or("", |waiting| waiting.reason.as_str());
        one.state.running.is_none()
            && one.state.terminated.is_none()
            && one.last_state.terminated.is_none()
            && matches!(waits, "" | "ContainerCreating" | "PodInitializing")
    });
    is_untouched && started.is_none_or(|started| started.status != "True")
}

/// Tells which image is being pulled, if one is.
fn pulling(look: &Look<'_>, pod: &Pod) -> Option<String> {
    let reasons = ["Pulling", "Pulled", "Failed", "BackOff", "Created", "Started"];
    let newest = look.events.newest(&pod.metadata, &reasons)?;
    let image = super::text::quoted(newest.words(), "Pulling image")?;
    (newest.reason == "Pulling").then(|| format!("image {image} is being pulled"))
}
