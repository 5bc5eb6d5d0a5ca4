//! Pods whose containers run: probes, readiness gates, and what ends again and again. Source: `pkg/kubelet/status/generate.go`.

use kubecheck_core::model::time;

use super::again::{Crash, Own};
use super::cause::{Cause, Said, Stage, What};
use super::containers::parts;
use super::{Look, State, again, held, probe};
use crate::model::container::Container;
use crate::model::pod::Pod;
use crate::model::status::ContainerStatus;

/// How many seconds a pod may take until its containers run again after its node was started anew.
const SET_UP: i64 = 300;

/// Tells how a pod stands whose containers are not kept from starting; none if nothing is known of them.
pub(super) fn state(look: &Look<'_>, pod: &Pod) -> Option<State> {
    if let Some(state) = held::state(look, pod) {
        return Some(state);
    }
    let has_begun = held::has_begun(pod);
    if pod.status.init_container_statuses.len() < pod.spec.init_containers.len()
        && pod.status.phase != "Running"
    {
        return None;
    }
    // Sidecars are like the others once these have begun, and end with them.
    let has_sidecars = has_begun && !is_over(pod);
    let all: Vec<Own<'_>> = parts(pod)
        .filter(|(part, container, _)| !part.is_init || has_sidecars && container.is_sidecar())
        .collect();
    if let Some(state) = all.iter().find_map(|own| ends(look, pod, own).or_else(|| lingers(look, pod, own))) {
        return Some(state);
    }
    if let Some(state) = done(pod, &all) {
        return Some(state);
    }
    let slow = all.into_iter().find(|(_, _, status)| !status.ready && status.state.running.is_some());
    if let Some(own) = slow {
        return Some(probe::state(look, pod, own));
    }
    gate(look, pod)
}

/// Tells whether all containers have ended that are no init containers, and stay so.
fn is_over(pod: &Pod) -> bool {
    let mut all = parts(pod).filter(|(part, ..)| !part.is_init);
    all.all(|(_, container, status)| status.state.terminated.is_some() && again::stays_ended(pod, container))
}

/// Tells of a pod that is ready at this moment whether a container of it ends again and again.
pub(super) fn at_last(look: &Look<'_>, pod: &Pod) -> State {
    let mut all = parts(pod).filter(|(part, container, _)| !part.is_init || container.is_sidecar());
    all.find_map(|own| ends(look, pod, &own)).unwrap_or(State::Fine)
}

/// Tells whether a container ends again and again, and whether it is the kubelet that ends it.
fn ends(look: &Look<'_>, pod: &Pod, own: &Own<'_>) -> Option<State> {
    if let Some(killed) = probe::killed(look, pod, own) {
        return Some(State::Stuck(Box::new(killed)));
    }
    let (part, _, status) = own;
    let waits = status.state.waiting.as_ref().is_some_and(|waiting| waiting.reason == "CrashLoopBackOff");
    let last = again::ended(look, pod, own);
    (last.is_some() || waits).then(|| State::Crashing(Crash::of(part, status, last)))
}

/// Tells of a container that is to run always, has ended well, and was not started again within the grace.
fn lingers(look: &Look<'_>, pod: &Pod, (part, container, status): &Own<'_>) -> Option<State> {
    let over = status.state.terminated.as_ref().filter(|_| !again::stays_ended(pod, container))?;
    let finished = over.finished_at.as_deref().and_then(time::parse);
    // What ended with its node waits until its pod has been set up anew.
    let is_left = |after: i64| look.age(finished).is_some_and(|age| age >= after);
    if again::is_own_end(over) {
        return is_left(look.grace).then(|| State::Crashing(Crash::of(part, status, Some(over))));
    }
    let state = format!("container {} ended with its node and was not started again", part.name);
    let (what, container) = (What::Unknown { state }, Some(part.clone()));
    let cause = Cause { stage: Stage::Sandbox, what, container, since: finished, said: Said::default() };
    is_left(SET_UP.max(look.grace)).then(|| State::Stuck(Box::new(cause)))
}

/// Tells of containers that have ended well beside others: those that are not to run again are done, and their pod is not ready any more;
/// others are started again.
fn done(pod: &Pod, all: &[Own<'_>]) -> Option<State> {
    let mut over = all.iter().filter(|(_, _, status)| status.state.terminated.is_some()).peekable();
    over.peek()?;
    let stays = |container: &Container, status: &ContainerStatus| {
        let is_bad = status.state.terminated.as_ref().is_some_and(|ended| ended.exit_code != 0);
        again::stays_ended(pod, container) && !is_bad
    };
    if let Some((part, ..)) = over.find(|(_, container, status)| !stays(container, status)) {
        return Some(State::InProgress(format!("container {} has ended, and is started again", part.name)));
    }
    let rest = all.iter().filter(|(_, _, status)| status.state.terminated.is_none());
    let has_all = all.iter().filter(|(part, ..)| !part.is_init).count() == pod.spec.containers.len();
    let is_all = has_all && rest.into_iter().all(|(_, _, status)| status.ready);
    is_all.then_some(State::Fine)
}

/// Finds the readiness gate that is not open.
fn gate(look: &Look<'_>, pod: &Pod) -> Option<State> {
    let is_all_ready = pod.status.condition("ContainersReady").is_some_and(|ready| ready.status == "True");
    if !is_all_ready {
        return None;
    }
    let condition = |kind: &str| pod.status.condition(kind);
    let closed = pod
        .spec
        .readiness_gates
        .iter()
        .find(|gate| condition(&gate.condition_type).is_none_or(|found| found.status != "True"))?;
    let found = condition(&closed.condition_type);
    let since = condition("ContainersReady").and_then(|ready| ready.since());
    if !look.is_late(since) {
        return Some(State::InProgress(format!("waits for condition {}", closed.condition_type)));
    }
    let why = match found {
        None => "nobody has set it".to_owned(),
        Some(found) if found.message.is_empty() => {
            format!("it is {} {}", found.status, found.reason).trim().to_owned()
        }
        Some(found) => format!("it is {}: {}", found.status, found.message),
    };
    let what = What::Gate { condition: closed.condition_type.clone(), why: why.clone() };
    let said = Said { by: format!("condition {}", closed.condition_type), text: why };
    Some(State::Stuck(Box::new(Cause { stage: Stage::Readiness, what, container: None, since, said })))
}

#[cfg(test)]
mod tests;
