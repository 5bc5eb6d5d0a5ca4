//! Pods whose init containers are not done. Source: `pkg/kubelet/status/generate.go` (`GeneratePodInitializedCondition`).

use kubecheck_core::model::time;

use super::again::Own;
use super::cause::{Cause, Part, Said, Stage, What};
use super::containers::parts;
use super::{Look, State, again, probe};
use crate::model::pod::Pod;
use crate::model::status::{ContainerState, ContainerStatus, Terminated};

/// Finds the init container that holds a pod.
pub(super) fn state(look: &Look<'_>, pod: &Pod) -> Option<State> {
    let held = holding(pod)?;
    // A sidecar before it may run at this moment, and be down at the next.
    let sidecars = parts(pod)
        .filter(|(part, container, _)| part.is_init && container.is_sidecar() && part.index < held.0.index);
    for own in sidecars.chain([held.clone()]) {
        if let Some(killed) = probe::killed(look, pod, &own) {
            return Some(stuck(killed));
        }
        if let Some(last) = again::ended(look, pod, &own) {
            return Some(failing(own.0, own.2, last));
        }
    }
    let (part, container, status) = held;
    if container.is_sidecar() && status.state.running.is_some() {
        return Some(probe::state(look, pod, (part, container, status)));
    }
    if let Some(running) = &status.state.running {
        let since = running.started_at.as_deref().and_then(time::parse);
        let seconds = look.age(since).unwrap_or_default();
        if seconds < look.overdue {
            return Some(State::InProgress(format!("init container {} runs", part.name)));
        }
        let said = Said::status(&part.name, "running");
        let what = What::InitOverdue { seconds };
        return Some(stuck(Cause { stage: Stage::Init, what, container: Some(part), since, said }));
    }
    let ended = status.state.terminated.as_ref().or(status.last_state.terminated.as_ref())?;
    let finished = ended.finished_at.as_deref().and_then(time::parse);
    match look.is_late(finished) {
        false => Some(State::InProgress(format!("init container {} has ended", part.name))),
        true if ended.exit_code != 0 && again::is_own_end(ended) => Some(failing(part, status, ended)),
        true => None,
    }
}

fn failing(part: Part, status: &ContainerStatus, ended: &Terminated) -> State {
    let said =
        Said::status(&part.name, if ended.message.is_empty() { &ended.reason } else { &ended.message });
    let what = What::InitFailing { exit: again::how(ended), restarts: status.restart_count };
    let since = ended.finished_at.as_deref().and_then(time::parse);
    stuck(Cause { stage: Stage::Init, what, container: Some(part), since, said })
}

fn stuck(cause: Cause) -> State {
    State::Stuck(Box::new(cause))
}

/// Tells why a pod has failed whose init container failed and is not started again.
pub(super) fn failed(pod: &Pod) -> Option<State> {
    let mut first = parts(pod).filter(|(part, container, _)| part.is_init && !container.is_sidecar());
    first.find_map(|(part, _, status)| {
        let ended = status.state.terminated.as_ref().filter(|ended| ended.exit_code != 0)?;
        Some(failing(part, status, ended))
    })
}

/// Returns the init container that is not done: the first that has not ended well or, as a sidecar, has not started. Once a container
/// behind them runs, none of them holds the pod.
pub(crate) fn holding(pod: &Pod) -> Option<Own<'_>> {
    if has_begun(pod) {
        return None;
    }
    parts(pod).filter(|(part, ..)| part.is_init).find(|(_, container, status)| match container.is_sidecar() {
        true => status.started != Some(true),
        false => !is_done(status),
    })
}

/// Tells whether a container has started that is no init container (`HasAnyRegularContainerStarted`); between two runs too. What has
/// ended may be of before the node was started anew: then init containers run again.
pub(super) fn has_begun(pod: &Pod) -> bool {
    let all = || pod.status.container_statuses.iter().map(|status| &status.state);
    let waits = |state: &ContainerState| {
        state.waiting.as_ref().is_some_and(|waiting| waiting.reason == "CrashLoopBackOff")
    };
    let mut first = parts(pod).filter(|(part, container, _)| part.is_init && !container.is_sidecar());
    all().any(|state| state.running.is_some())
        || all().any(|state| state.terminated.is_some() || waits(state))
            && first.all(|(_, _, status)| is_done(status))
}

fn is_done(status: &ContainerStatus) -> bool {
    status.state.terminated.as_ref().is_some_and(|ended| ended.exit_code == 0)
}

#[cfg(test)]
mod tests;
