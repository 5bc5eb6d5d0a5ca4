//! Containers that end again and again, and how often they did so in a row.

use kubecheck_core::model::time;

use super::{Outlook, PodCause, since_seconds, started};
use crate::model::pod::Pod;
use crate::model::status::{ContainerStatus, Terminated};
use crate::start::how;
use crate::start::told::Scene;

/// The longest wait of a kubelet between two starts (`pkg/kubelet/kubelet.go`, `MaxCrashLoopBackOff`), and a minute for what else takes
/// time; in seconds.
const LONGEST_WAIT: i64 = 360;
/// For how many seconds a container that was started again counts as crashing.
const RUNS: i64 = 30;

/// Finds the container that crashes; between two crashes too. What cannot even start is told otherwise.
pub(super) fn cause(pod: &Pod, scene: &Scene<'_>) -> Option<PodCause> {
    let status = &pod.status;
    let all = status.init_container_statuses.iter().chain(&status.container_statuses);
    let (own, ended) = all.filter(|own| !own.ready).find_map(|own| Some((own, crashed(own, scene)?)))?;
    let restarts = match own.restart_count {
        1 => "1 restart".to_owned(),
        many => format!("{many} restarts"),
    };
    let is_oom = ended.reason == "OOMKilled";
    let row = in_a_row(pod, own, ended, scene);
    let summary = format!("container {} {} ({restarts})", own.name, how(ended));
    let rule = if is_oom { "out-of-memory" } else { "crash-loop" };
    let mut words = vec!["logs", pod.metadata.name.as_str(), "-c", own.name.as_str()];
    if own.restart_count > 0 {
        words.push("--previous");
    }
    let found = PodCause::new(rule, summary, Outlook::Crashes(row))
        .next(scene.flags.kubectl(&words, &pod.metadata.namespace))
        .since(started(pod));
    Some(PodCause { container: Some(own.name.clone()), ..found })
}

/// Returns how a container ended that crashes: it waits for its next start, has just ended, or has just begun again.
fn crashed<'s>(own: &'s ContainerStatus, scene: &Scene<'_>) -> Option<&'s Terminated> {
    let waits = own.state.waiting.as_ref().map(|waiting| waiting.reason.as_str());
    let last = own.state.terminated.as_ref().or(own.last_state.terminated.as_ref())?;
    let is_over = own.state.terminated.as_ref().is_some_and(|ended| ended.exit_code != 0);
    let runs = own.state.running.as_ref().is_some_and(|running| {
        let since = running.started_at.as_deref().and_then(time::parse);
        own.restart_count > 0 && last.exit_code != 0 && since_seconds(since, scene.look.now) < RUNS
    });
    let never_ran = matches!(last.reason.as_str(), "StartError" | "ContainerCannotRun");
    ((waits == Some("CrashLoopBackOff") || is_over || runs) && !never_ran).then_some(last)
}

/// Returns how often a container crashed in a row; 0 if it ran well between.
///
/// Statuses count restarts over the whole life of a pod. They were in a row if they came as fast as a kubelet lets them: at most its longest
/// wait apart, and as long as a run takes.
fn in_a_row(pod: &Pod, own: &ContainerStatus, ended: &Terminated, scene: &Scene<'_>) -> i64 {
    let time = |text: &Option<String>| text.as_deref().and_then(time::parse);
    let run =
        time(&ended.started_at).zip(time(&ended.finished_at)).map_or(0, |(from, to)| time::seconds(from, to));
    let apart = LONGEST_WAIT + run.max(0);
    let age = since_seconds(started(pod), scene.look.now);
    if age <= own.restart_count.saturating_add(1).saturating_mul(apart) { own.restart_count } else { 0 }
}
