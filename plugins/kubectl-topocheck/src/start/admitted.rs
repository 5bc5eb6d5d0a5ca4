//! Pods that their node rejects or throws out. Sources: `pkg/kubelet/kubelet.go` (`rejectPod`), `lifecycle/predicate.go` and
//! `handlers.go`, `cm/admission/errors.go`, `eviction/helpers.go`, `nodeshutdown`, `preemption`, `active_deadline.go`.

use super::cause::{Cause, Said, Stage, What};
use super::{Look, State, again, containers, held};
use crate::model::pod::Pod;
use crate::model::workload::Workload;

/// The words for pods that were taken and then thrown out.
const THROWN_OUT: [&str; 7] =
    ["Evicted", "Preempting", "Terminated", "NodeShutdown", "Shutdown", "NodeLost", "DeadlineExceeded"];

/// Tells why a pod has ended without having been started; what has run and failed is not meant.
pub(super) fn ended(look: &Look<'_>, pod: &Pod) -> State {
    let status = &pod.status;
    let has_run = status.container_statuses.iter().any(|container| {
        container
            .state
            .terminated
            .as_ref()
            .is_some_and(|ended| ended.started_at.is_some() && ended.exit_code != 137)
    });
    let is_thrown_out = THROWN_OUT.contains(&status.reason.as_str());
    if status.reason.is_empty() {
        return by_itself(look, pod).unwrap_or(State::Fine);
    }
    if has_run && !is_thrown_out {
        return State::Fine;
    }
    if status.reason == "DeadlineExceeded" && !status.container_statuses.iter().all(never_started) {
        return State::Fine;
    }
    let (reason, message) = (status.reason.clone(), message(&status.message));
    let what = match is_thrown_out {
        true => What::Evicted { reason, message },
        false => What::Rejected { reason, message },
    };
    let said = Said { by: "status of the pod".to_owned(), text: status.message.clone() };
    let ready = status.condition("Ready").and_then(|ready| ready.since());
    let disrupted = status.condition("DisruptionTarget").and_then(|condition| condition.since());
    let event =
        look.events.newest(&pod.metadata, &[&status.reason]).and_then(crate::model::event::Event::last);
    let since = disrupted.or(ready).or(event).or_else(|| pod.metadata.created());
    State::Stuck(Box::new(Cause { stage: Stage::Admission, what, container: None, since, said }))
}

/// Tells why a pod has failed whose containers are not started again: its first process did not begin, or an init container failed. In
/// the place of one that belongs to a workload there may be another by now, and what is to be told of a job that has failed, or
/// makes another, it says.
fn by_itself(look: &Look<'_>, pod: &Pod) -> Option<State> {
    let has_run = |one: &crate::model::status::ContainerStatus| !never_started(one);
    let sees_to_it = |job: &Workload| job.is_true("Failed") || look.is_retried(job, pod);
    if look.owners.is_replaced(&pod.metadata) == Some(true)
        || look.owners.job(&pod.metadata).is_some_and(sees_to_it)
    {
        return None;
    }
    if let Some(failed) = held::failed(pod) {
        return Some(failed);
    }
    let cause =
        containers::cause(look, pod).filter(|_| !pod.status.container_statuses.iter().any(has_run))?;
    Some(State::Stuck(Box::new(cause)))
}

fn never_started(container: &crate::model::status::ContainerStatus) -> bool {
    container.state.running.is_none()
        && container.state.terminated.as_ref().is_none_or(|ended| {
            ended.started_at.is_none() || again::NEVER_RAN.contains(&ended.reason.as_str())
        })
}

/// Leaves out what the kubelet puts before every rejection, by version.
fn message(text: &str) -> String {
    let heads = ["Pod was rejected: ", "Pod Predicate ", "Pod "];
    let rest = text.strip_prefix(heads[0]).unwrap_or(text);
    rest.trim().trim_end_matches('.').to_owned()
}
