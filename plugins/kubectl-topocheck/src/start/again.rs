//! Containers that end again and again, also while they happen to run. Sources: `pkg/kubelet/kubelet.go` (`crashLoopBackOff`) and
//! `pkg/kubelet/kuberuntime/kuberuntime_manager.go` (`computePodActions`).

use kubecheck_core::model::time::{self, Timestamp};

use super::Look;
use super::cause::Part;
use super::containers::parts;
use super::probe::budget;
use super::told::Flags;
use crate::model::container::Container;
use crate::model::pod::Pod;
use crate::model::status::{ContainerStatus, Terminated};

/// A container of a pod with its status.
pub(crate) type Own<'p> = (Part, &'p Container, &'p ContainerStatus);

/// After a run of so many seconds the kubelet starts a container at once, and begins to count anew.
const RAN_WELL: i64 = 600;
/// For how many seconds at least a container that was started again is not taken to run.
const RUNS: i64 = 30;
/// How many seconds the end of a container may take that is told to end, and the last trial of its probe.
pub(super) const ENDS: i64 = 120;
/// The first wait of a kubelet, when a container has ended for the second time in a row (`initialCrashLoopBackOff`); in seconds.
const FIRST_WAIT: i64 = 10;
/// The longest wait of a kubelet between two starts (`MaxCrashLoopBackOff`), and a minute for what else takes time; in seconds.
const LONGEST_WAIT: i64 = 360;
/// What is said of a container whose first process did not begin: it never ran.
pub(super) const NEVER_RAN: [&str; 2] = ["StartError", "ContainerCannotRun"];
/// What is said of a container that did not end by itself: its node was started anew, or all containers of its pod were.
const ENDED_WITH_ALL: [&str; 3] = ["Unknown", "ContainerStatusUnknown", "RestartingAllContainers"];

/// A container that ends again and again.
#[derive(Clone, Debug, PartialEq)]
pub struct Crash {
    /// Which.
    pub part: Part,
    /// How: a sentence.
    pub says: String,
    /// Whether it was started again since.
    pub is_before: bool,
}

impl Crash {
    /// Describes the end of a container.
    pub(super) fn of(part: &Part, status: &ContainerStatus, last: Option<&Terminated>) -> Crash {
        let runs = if status.state.running.is_some() { ", and runs again" } else { "" };
        let how = last.map_or_else(|| "ends again and again".to_owned(), how);
        Crash {
            part: part.clone(),
            says: format!("container {} {how}{runs}", part.name),
            is_before: status.state.terminated.is_none(),
        }
    }

    /// Writes the command that shows what the container wrote before it ended.
    pub(crate) fn logs(&self, pod: &Pod, flags: &Flags) -> String {
        logs_of(pod, &self.part.name, self.is_before, flags)
    }
}

/// Writes the command that shows what the first container of a pod wrote that has ended badly, and is not started again.
pub(crate) fn logs(pod: &Pod, flags: &Flags) -> String {
    let is_bad = |ended: &Terminated| ended.exit_code != 0;
    let mut all = parts(pod);
    let ended = all.find(|(_, _, status)| status.state.terminated.as_ref().is_some_and(is_bad));
    match ended {
        Some((part, ..)) => logs_of(pod, &part.name, false, flags),
        None => flags.kubectl(&["logs", &pod.metadata.name], &pod.metadata.namespace),
    }
}

/// Writes the command that shows what a container of a pod wrote, in this run or in the one before.
pub(crate) fn logs_of(pod: &Pod, container: &str, is_before: bool, flags: &Flags) -> String {
    let mut words = vec!["logs", pod.metadata.name.as_str()];
    if pod.containers().count() > 1 {
        words.extend(["-c", container]);
    }
    if is_before {
        words.push("--previous");
    }
    flags.kubectl(&words, &pod.metadata.namespace)
}

/// Returns the last end of a container that ends again and again: it waits for its next start, has ended as it must not, or was started
/// again, not for the first time, and runs for no longer than it did before.
pub(crate) fn ended<'s>(
    look: &Look<'_>,
    pod: &Pod,
    (part, container, status): &(Part, &Container, &'s ContainerStatus),
) -> Option<&'s Terminated> {
    let over = status.state.terminated.as_ref();
    let last = over.or(status.last_state.terminated.as_ref())?;
    if NEVER_RAN.contains(&last.reason.as_str()) {
        return None;
    }
    let waits = status.state.waiting.as_ref().is_some_and(|waiting| waiting.reason == "CrashLoopBackOff");
    if waits {
        return Some(last);
    }
    if !is_own_end(last) {
        return None;
    }
    let goes_on = if part.is_init { container.is_sidecar() } else { !stays_ended(pod, container) };
    let is_bad = last.exit_code != 0 || goes_on;
    let is_again = || {
        is_bad
            && seconds(last).is_some_and(|run| run < longest(container, status))
            && (in_a_row(look, pod, status, last) > 1 || waited(status, last))
    };
    let runs = status.state.running.as_ref().is_some_and(|running| {
        let since = running.started_at.as_deref().and_then(time::parse);
        look.age(since).is_some_and(|age| age < seconds(last).unwrap_or_default().max(RUNS)) && is_again()
    });
    // After its first end it is started again at once.
    let is_left = || {
        let finished = last.finished_at.as_deref().and_then(time::parse);
        status.restart_count > 0 || never_again(pod, container) || look.is_late(finished)
    };
    let is_over = over.is_some_and(|last| last.exit_code != 0 && is_left() || is_again());
    (is_over || runs).then_some(last)
}

/// Tells whether a container has ended for itself, and not with its node or its pod.
pub(super) fn is_own_end(ended: &Terminated) -> bool {
    !ENDED_WITH_ALL.contains(&ended.reason.as_str())
}

/// Returns how long a run of a container was, if it says.
pub(super) fn seconds(ended: &Terminated) -> Option<i64> {
    let time = |text: &Option<String>| text.as_deref().and_then(time::parse);
    let (from, to) = time(&ended.started_at).zip(time(&ended.finished_at))?;
    Some(time::seconds(from, to).max(0))
}

/// Returns how long a run may have been and still count as one that failed. What has never started runs until its probe gives up.
fn longest(container: &Container, status: &ContainerStatus) -> i64 {
    let startup = container.startup_probe.as_ref().filter(|_| status.started != Some(true));
    startup.map_or(RAN_WELL, |probe| budget(probe).saturating_add(ENDS).max(RAN_WELL))
}

/// Returns how often a container crashed in a row; 0 if it ran well between.
///
/// Statuses count restarts over the whole life of a pod. They were in a row if they came as fast as a kubelet lets them: at most its longest
/// wait apart, and as long as a run takes.
pub(crate) fn in_a_row(look: &Look<'_>, pod: &Pod, status: &ContainerStatus, last: &Terminated) -> i64 {
    let apart = LONGEST_WAIT + seconds(last).unwrap_or_default();
    let age = look.age(taken(pod)).unwrap_or_default();
    let restarts = status.restart_count;
    if age <= restarts.saturating_add(1).saturating_mul(apart) { restarts } else { 0 }
}

/// Returns when the kubelet took a pod, or when it was made.
fn taken(pod: &Pod) -> Option<Timestamp> {
    pod.status.start_time.as_deref().and_then(time::parse).or_else(|| pod.metadata.created())
}

/// Tells whether the kubelet waited before it started a container the last time: it does so if that ended before soon after it began.
fn waited(status: &ContainerStatus, last: &Terminated) -> bool {
    let time = |text: &Option<String>| text.as_deref().and_then(time::parse);
    let begun = status.state.running.as_ref().and_then(|running| time(&running.started_at));
    time(&last.finished_at).zip(begun).is_some_and(|(from, to)| time::seconds(from, to) >= FIRST_WAIT)
}

/// Tells whether a container is left as it has ended, however that was.
fn never_again(pod: &Pod, container: &Container) -> bool {
    container.restart_policy.as_deref().unwrap_or(&pod.spec.restart_policy) == "Never"
}

/// Tells whether a container that has ended well is left so.
pub(super) fn stays_ended(pod: &Pod, container: &Container) -> bool {
    let policy = container.restart_policy.as_deref().unwrap_or(&pod.spec.restart_policy);
    matches!(policy, "OnFailure" | "Never")
}

/// Says how a container ended.
pub(crate) fn how(ended: &Terminated) -> String {
    match (ended.reason.as_str(), ended.exit_code) {
        ("OOMKilled", _) => "was killed for its memory (OOMKilled)".to_owned(),
        (_, code) if ended.signal != 0 => format!("was ended by signal {} (exit code {code})", ended.signal),
        (_, code) => format!("ended with exit code {code}"),
    }
}

#[cfg(test)]
mod tests;
