//! A pod that has a node and is not ready: its stages are asked in turn.

use kubecheck_core::model::time::Timestamp;

use super::cause::{Cause, Said, Stage, What};
use super::{Look, State, containers, ready, sandbox, volumes};
use crate::model::event::Event;
use crate::model::pod::Pod;
use crate::model::status::Condition;

/// What is said of a node that is not there.
pub(crate) const GONE: &str = "there is no such node";

/// Tells how a pod with a node stands.
pub(super) fn state(look: &Look<'_>, pod: &Pod) -> State {
    let bound = bound(pod);
    let is_late = look.is_late(bound);
    if let Some(cause) = node(look, pod, look.has_all_nodes, is_silent).filter(|_| is_late) {
        return State::Stuck(Box::new(cause));
    }
    if is_before_sandbox(pod) {
        // What fails here often mends itself within moments: a plug-in of the node starts.
        let cause = volumes::cause(look, pod).or_else(|| sandbox::cause(look, pod));
        match cause {
            Some(cause) if is_late && !is_passing(look, &cause) => return State::Stuck(Box::new(cause)),
            Some(_) => return State::InProgress("its volumes and its network are set up".to_owned()),
            None => {}
        }
    }
    match containers::cause(look, pod) {
        Some(cause) if is_passing(look, &cause) => {
            return State::InProgress("its node is not ready for it yet".to_owned());
        }
        Some(cause) => return State::Stuck(Box::new(cause)),
        None => {}
    }
    if let Some(state) = ready::state(look, pod) {
        return state;
    }
    if let Some(at) = on_its_way(look, pod) {
        return State::InProgress(at);
    }
    if !is_late {
        return State::InProgress("it is being set up".to_owned());
    }
    if has_claims(pod) && is_before_sandbox(pod) && look.age(bound).is_some_and(|age| age < VOLUMES) {
        return State::InProgress("its volumes are attached and mounted".to_owned());
    }
    if let Some(cause) = node(look, pod, true, |_| true) {
        return State::Stuck(Box::new(cause));
    }
    let state = match pod.status.container_statuses.iter().find_map(|one| one.state.waiting.as_ref()) {
        Some(waiting) if !waiting.reason.is_empty() => waiting.reason.clone(),
        _ if pod.status.phase.is_empty() => "Pending".to_owned(),
        _ => pod.status.phase.clone(),
    };
    let (what, said) = (What::Unknown { state }, Said::default());
    State::Stuck(Box::new(Cause { stage: Stage::Sandbox, what, container: None, since: bound, said }))
}

/// For how many seconds a kubelet waits for volumes before it says a word (`pkg/kubelet/volumemanager/volume_manager.go`,
/// `podAttachAndMountTimeout`), and half a minute for what else takes time.
const VOLUMES: i64 = 153;

fn has_claims(pod: &Pod) -> bool {
    pod.spec.volumes.iter().any(|volume| volume.claim(&pod.metadata.name).is_some())
}

/// Returns since when a pod has had the time to start: since it has its node or, where that was started anew, since it is not ready any
/// more and has its network again.
fn bound(pod: &Pod) -> Option<Timestamp> {
    let since = |kind: &str| pod.status.condition(kind).and_then(|condition| condition.since());
    let scheduled = pod.status.condition("PodScheduled").filter(|condition| condition.status == "True");
    let scheduled = scheduled.and_then(|condition| condition.since()).or_else(|| pod.metadata.created());
    scheduled.max(since("Ready")).max(since("PodReadyToStartContainers"))
}

/// Finds out whether the node of a pod is not there, if that counts, or is not ready in a way that matters.
fn node(look: &Look<'_>, pod: &Pod, is_gone: bool, matters: impl Fn(&Condition) -> bool) -> Option<Cause> {
    let name = &pod.spec.node_name;
    let (why, since) = match look.node(name) {
        None if is_gone && !look.objects.nodes.is_empty() => (GONE.to_owned(), None),
        None => return None,
        Some(node) => {
            let ready = node.condition("Ready").filter(|ready| ready.status != "True" && matters(ready))?;
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
    Some(Cause { stage: Stage::Admission, what, container: None, since, said })
}

/// Tells whether nobody works on a node that is not ready: its kubelet does not report, or has no container runtime. What containers did
/// before is then no longer known. A kubelet that reports anything else goes on with what it can do (`pkg/kubelet/runtime.go`).
fn is_silent(ready: &Condition) -> bool {
    const NO_RUNTIME: [&str; 2] = ["container runtime is down", "PLEG is not healthy"];
    ready.status == "Unknown" || NO_RUNTIME.iter().any(|words| ready.message.contains(words))
}

/// Tells whether a cause is of those that mostly are over after moments, and has not lasted for longer: a cache of the kubelet is not
/// filled yet, or it pulls too much at once (`pkg/kubelet/util/manager`, `kubelet_pods.go`, `images/helpers.go`).
fn is_passing(look: &Look<'_>, cause: &Cause) -> bool {
    const PASSING: [&str; 3] =
        ["failed to sync ", "services have not yet been read at least once", "pull QPS exceeded"];
    PASSING.iter().any(|words| cause.said.text.contains(words)) && !look.is_late(cause.since)
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
    // A pod whose node was started anew has run before.
    started.map_or(is_untouched, |started| started.status != "True")
}

/// The word for a container that waits until all others of its pod have ended as well (`pkg/kubelet/kubelet_pods.go`).
const WITH_ALL: &str = "RestartingAllContainers";

/// Tells what is done for a pod, if that is known: all its containers are started again, or an image is being pulled.
fn on_its_way(look: &Look<'_>, pod: &Pod) -> Option<String> {
    let statuses = pod.status.init_container_statuses.iter().chain(&pod.status.container_statuses);
    let mut waiting = statuses.filter_map(|status| Some((&status.name, status.state.waiting.as_ref()?)));
    if waiting.clone().any(|(_, waiting)| waiting.reason == WITH_ALL) {
        return Some("all its containers are started again".to_owned());
    }
    let reasons = ["Pulling", "Pulled", "Failed", "BackOff", "Created", "Started"];
    waiting.find_map(|(name, _)| {
        let is_its = |event: &&Event| reasons.contains(&event.reason.as_str()) && event.is_of(name);
        let newest = look.events.of("Pod", &pod.metadata).find(is_its)?;
        let image = super::text::quoted(newest.words(), "Pulling image")?;
        (newest.reason == "Pulling").then(|| format!("image {image} is being pulled"))
    })
}

#[cfg(test)]
mod tests;
