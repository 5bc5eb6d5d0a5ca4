//! Pods whose containers run: init containers that take long, probes, readiness gates, and what ends again and again.
//!
//! Sources: `pkg/kubelet/prober`, `pkg/kubelet/status/generate.go`, `k8s.io/api/core/v1` (defaults of `Probe`).

use kubecheck_core::model::time::{self, Timestamp};

use super::cause::{Cause, Part, Said, Stage, What};
use super::containers::parts;
use super::told::Flags;
use super::{Look, State};
use crate::model::container::{Container, Probe};
use crate::model::pod::Pod;
use crate::model::status::{ContainerStatus, Terminated};

/// Tells how a pod stands whose containers are not kept from starting; none if nothing is known of them.
pub(super) fn state(look: &Look<'_>, pod: &Pod) -> Option<State> {
    if let Some(state) = init(look, pod) {
        return Some(state);
    }
    if pod.status.init_container_statuses.len() < pod.spec.init_containers.len()
        && pod.status.phase != "Running"
    {
        return None;
    }
    let apps: Vec<_> = parts(pod).filter(|(part, ..)| !part.is_init).collect();
    let crashing = apps.iter().find_map(|(part, container, status)| {
        let how = ended(status).or_else(|| lingers(look, pod, container, status))?;
        Some(format!("container {} {how}", part.name))
    });
    if let Some(how) = crashing {
        return Some(State::Crashing(how));
    }
    if let Some(state) = done(pod, &apps) {
        return Some(state);
    }
    let slow = apps.into_iter().find(|(_, _, status)| !status.ready && status.state.running.is_some());
    if let Some((part, container, status)) = slow {
        return Some(probe(look, pod, part, container, status));
    }
    gate(look, pod)
}

/// Says how a container ends again and again, if it does.
fn ended(status: &ContainerStatus) -> Option<String> {
    let waits = status.state.waiting.as_ref().is_some_and(|waiting| waiting.reason == "CrashLoopBackOff");
    let ended = status.state.terminated.as_ref().or(status.last_state.terminated.as_ref());
    let is_over = status.state.terminated.as_ref().is_some_and(|ended| ended.exit_code != 0);
    (waits || is_over).then(|| ended.map_or("ends again and again".to_owned(), how))
}

/// Says that a container which is to run always has ended well, and was not started again within the grace.
fn lingers(look: &Look<'_>, pod: &Pod, container: &Container, status: &ContainerStatus) -> Option<String> {
    let over = status.state.terminated.as_ref().filter(|_| !stays_ended(pod, container))?;
    let finished = over.finished_at.as_deref().and_then(time::parse);
    look.age(finished).is_some_and(|age| age >= look.grace).then(|| how(over))
}

/// Tells of containers that have ended well beside others: those that are not to run again are done, and their pod is not ready any more;
/// others are started again.
fn done(pod: &Pod, apps: &[(Part, &Container, &ContainerStatus)]) -> Option<State> {
    let mut over = apps.iter().filter(|(_, _, status)| status.state.terminated.is_some()).peekable();
    over.peek()?;
    if let Some((part, ..)) = over.find(|(_, container, _)| !stays_ended(pod, container)) {
        return Some(State::InProgress(format!("container {} has ended, and is started again", part.name)));
    }
    let rest = apps.iter().filter(|(_, _, status)| status.state.terminated.is_none());
    let is_all =
        apps.len() == pod.spec.containers.len() && rest.into_iter().all(|(_, _, status)| status.ready);
    is_all.then_some(State::Fine)
}

/// Tells whether a container that has ended well is left so.
fn stays_ended(pod: &Pod, container: &Container) -> bool {
    let policy = container.restart_policy.as_deref().unwrap_or(&pod.spec.restart_policy);
    matches!(policy, "OnFailure" | "Never")
}

/// Writes the command that shows what the container of a pod wrote that ended: its last run, unless that is the one before.
pub(crate) fn logs(pod: &Pod, flags: &Flags) -> String {
    let all: Vec<_> = parts(pod).collect();
    let is_bad = |ended: &Terminated| ended.exit_code != 0;
    let now = all.iter().find(|(_, _, status)| status.state.terminated.as_ref().is_some_and(is_bad));
    let before = all.iter().filter(|(_, _, status)| status.state.terminated.is_none());
    let before = before.max_by_key(|(part, _, status)| {
        (
            status.state.waiting.is_some() && status.last_state.terminated.is_some(),
            status.last_state.terminated.is_some(),
            std::cmp::Reverse((!part.is_init, part.index)),
        )
    });
    let before = before.filter(|(_, _, status)| status.last_state.terminated.is_some());
    let mut words = vec!["logs", pod.metadata.name.as_str()];
    if let Some((part, ..)) = now.or(before).filter(|_| all.len() > 1) {
        words.extend(["-c", part.name.as_str()]);
    }
    if now.is_none() && before.is_some() {
        words.push("--previous");
    }
    flags.kubectl(&words, &pod.metadata.namespace)
}

/// Says how a container ended.
pub(crate) fn how(ended: &Terminated) -> String {
    match (ended.reason.as_str(), ended.exit_code) {
        ("OOMKilled", _) => "was killed for its memory (OOMKilled)".to_owned(),
        (_, code) if ended.signal != 0 => format!("was ended by signal {} (exit code {code})", ended.signal),
        (_, code) => format!("ended with exit code {code}"),
    }
}

/// Finds the init container that holds a pod.
fn init(look: &Look<'_>, pod: &Pod) -> Option<State> {
    let (part, container, status) = holding(pod)?;
    if container.is_sidecar() && status.state.running.is_some() {
        return Some(probe(look, pod, part, container, status));
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
    if ended.exit_code == 0 {
        return Some(State::InProgress(format!("init container {} has ended", part.name)));
    }
    let said =
        Said::status(&part.name, if ended.message.is_empty() { &ended.reason } else { &ended.message });
    let what = What::InitFailing { exit: how(ended), restarts: status.restart_count };
    let since = ended.finished_at.as_deref().and_then(time::parse);
    Some(stuck(Cause { stage: Stage::Init, what, container: Some(part), since, said }))
}

/// Returns the init container that is not done: the first that has not ended well or, as a sidecar, has not started.
pub(crate) fn holding(pod: &Pod) -> Option<(Part, &Container, &ContainerStatus)> {
    parts(pod).filter(|(part, ..)| part.is_init).find(|(_, container, status)| {
        let is_done = status.state.terminated.as_ref().is_some_and(|ended| ended.exit_code == 0);
        let is_up = container.is_sidecar() && status.started == Some(true);
        !(is_done || is_up)
    })
}

fn stuck(cause: Cause) -> State {
    State::Stuck(Box::new(cause))
}

/// Tells of a container that runs and has not started, or is not ready.
fn probe(look: &Look<'_>, pod: &Pod, part: Part, container: &Container, status: &ContainerStatus) -> State {
    let started =
        status.state.running.as_ref().and_then(|running| running.started_at.as_deref()).and_then(time::parse);
    let is_starting = container.startup_probe.is_some() && status.started != Some(true);
    let (kind, own) = match is_starting {
        true => ("startup", container.startup_probe.as_ref()),
        false => ("readiness", container.readiness_probe.as_ref()),
    };
    let since = since(pod, started);
    let may_take = look.grace + own.map_or(0, budget);
    if look.age(since).is_some_and(|age| age < may_take) {
        return State::InProgress(format!(
            "container {} runs, and its {kind} probe has not passed yet",
            part.name
        ));
    }
    let head = if is_starting { "Startup probe " } else { "Readiness probe " };
    let is_told = |event: &&crate::model::event::Event| {
        event.reason == "Unhealthy" && event.is_of(&part.name) && event.words().starts_with(head)
    };
    let told = look.events.of("Pod", &pod.metadata).find(is_told);
    let said = told.map_or_else(Said::default, |event| Said::event(&event.reason, event.words()));
    let why = said.text.split_once(": ").map_or("", |(_, why)| why);
    let why = super::text::steady(&without_address(why, &pod.status.pod_ip), &pod.metadata.name);
    let what = What::Probe { kind: if own.is_some() { kind } else { "" }, why };
    stuck(Cause { stage: Stage::Readiness, what, container: Some(part), since, said })
}

/// Returns since when a pod is not ready: since it is not any more or, before it ever was, since its container runs.
fn since(pod: &Pod, started: Option<Timestamp>) -> Option<Timestamp> {
    let ready = pod.status.condition("Ready").and_then(|ready| ready.since());
    started.max(ready)
}

/// Returns how many seconds a probe takes until it has failed for good. What is 0 has its default.
fn budget(probe: &Probe) -> i64 {
    let or = |value: i64, default: i64| if value == 0 { default } else { value };
    probe.initial_delay_seconds + or(probe.period_seconds, 10) * or(probe.failure_threshold, 3)
}

/// Takes the pod's address out of what a probe says, so that it is the same for pods that are alike.
fn without_address(said: &str, ip: &str) -> String {
    if ip.is_empty() { said.to_owned() } else { said.replace(ip, "POD-IP") }
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
    Some(stuck(Cause { stage: Stage::Readiness, what, container: None, since, said }))
}

#[cfg(test)]
mod tests;
