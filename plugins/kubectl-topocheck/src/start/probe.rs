//! Containers that run, and whose probes say that they have not started or are not ready. Sources: `pkg/kubelet/prober`,
//! `k8s.io/api/core/v1` (defaults of `Probe`), `pkg/kubelet/kuberuntime/kuberuntime_manager.go` (the event `Killing`).

use kubecheck_core::model::time::{self, Timestamp};

use super::again::Own;
use super::cause::{Cause, Part, Said, Stage, What};
use super::text::steady;
use super::{Look, State, again};
use crate::model::container::Probe;
use crate::model::event::Event;
use crate::model::pod::Pod;
use crate::model::status::Terminated;

/// Tells of a container that runs and has not started, or is not ready.
pub(super) fn state(look: &Look<'_>, pod: &Pod, (part, container, status): Own<'_>) -> State {
    let started =
        status.state.running.as_ref().and_then(|running| running.started_at.as_deref()).and_then(time::parse);
    let is_starting = container.startup_probe.is_some() && status.started != Some(true);
    let (kind, own) = match is_starting {
        true => ("startup", container.startup_probe.as_ref()),
        false => ("readiness", container.readiness_probe.as_ref()),
    };
    let since = since(pod, started);
    // When its startup probe has passed, and the other one began, is written nowhere.
    let before = container.startup_probe.as_ref().filter(|_| !is_starting).map_or(0, budget);
    let may_take = look.grace.saturating_add(before).saturating_add(own.map_or(0, budget));
    if look.age(since).is_some_and(|age| age < may_take) {
        return State::InProgress(format!(
            "container {} runs, and its {kind} probe has not passed yet",
            part.name
        ));
    }
    let cause = failing(look, pod, part, (if own.is_some() { kind } else { "" }, is_starting), since);
    State::Stuck(Box::new(cause))
}

/// Tells of a container whose last run the kubelet ended because its startup probe had not passed in time.
pub(crate) fn killed(look: &Look<'_>, pod: &Pod, (part, container, status): &Own<'_>) -> Option<Cause> {
    let own = container.startup_probe.as_ref().filter(|_| status.started != Some(true))?;
    let last = status.state.terminated.as_ref().or(status.last_state.terminated.as_ref())?;
    let is_killing = |event: &&Event| event.reason == "Killing" && event.is_of(&part.name);
    let killing = look.events.of("Pod", &pod.metadata).find(is_killing)?;
    if !killing.words().contains("failed startup probe") {
        return None;
    }
    let began = last.started_at.as_deref().and_then(time::parse);
    let is_of_last = began.zip(killing.last()).is_none_or(|(began, at)| at >= began);
    (is_of_last || is_alike(own, last))
        .then(|| failing(look, pod, part.clone(), ("startup", true), killing.first()))
}

/// Tells whether a run ended as one does whose startup probe has not passed: killed, when the last trial had failed. Of what happens
/// often the kubelet stops to tell each time (`k8s.io/client-go/tools/record/events_cache.go`).
fn is_alike(probe: &Probe, last: &Terminated) -> bool {
    let is_killed = matches!(last.exit_code, 137 | 143) && last.reason != "OOMKilled";
    let most = budget(probe);
    let least = most.saturating_sub(period(probe));
    is_killed
        && again::seconds(last).is_some_and(|run| run >= least && run <= most.saturating_add(again::ENDS))
}

fn failing(
    look: &Look<'_>,
    pod: &Pod,
    part: Part,
    (kind, is_starting): (&'static str, bool),
    since: Option<Timestamp>,
) -> Cause {
    let head = if is_starting { "Startup probe " } else { "Readiness probe " };
    let is_told = |event: &&Event| {
        event.reason == "Unhealthy" && event.is_of(&part.name) && event.words().starts_with(head)
    };
    let told = look.events.of("Pod", &pod.metadata).find(is_told);
    let said = told.map_or_else(Said::default, |event| Said::event(&event.reason, event.words()));
    let why = said.text.split_once(": ").map_or("", |(_, why)| why);
    let why = steady(&without_address(why, &pod.status.pod_ip), &pod.metadata.name);
    let what = What::Probe { kind, why };
    Cause { stage: Stage::Readiness, what, container: Some(part), since, said }
}

/// Returns since when a pod is not ready: since it is not any more or, before it ever was, since its container runs.
fn since(pod: &Pod, started: Option<Timestamp>) -> Option<Timestamp> {
    let ready = pod.status.condition("Ready").and_then(|ready| ready.since());
    started.max(ready)
}

/// Returns how many seconds a probe takes until it has failed for good. What is 0 has its default.
pub(super) fn budget(probe: &Probe) -> i64 {
    let threshold = if probe.failure_threshold == 0 { 3 } else { probe.failure_threshold };
    probe.initial_delay_seconds.saturating_add(period(probe).saturating_mul(threshold))
}

fn period(probe: &Probe) -> i64 {
    if probe.period_seconds == 0 { 10 } else { probe.period_seconds }
}

/// Takes the pod's address out of what a probe says, so that it is the same for pods that are alike.
fn without_address(said: &str, ip: &str) -> String {
    if ip.is_empty() { said.to_owned() } else { said.replace(ip, "POD-IP") }
}

#[cfg(test)]
mod tests;
