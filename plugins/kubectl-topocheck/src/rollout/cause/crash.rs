//! Containers that end again and again, and how often they did so in a row.

use super::{Outlook, PodCause, started};
use crate::model::pod::Pod;
use crate::start::told::Scene;
use crate::start::{Stuck, ended, how, in_a_row, killed, parts};

/// Finds the container that crashes; between two crashes too. What cannot even start is told otherwise.
pub(super) fn cause(pod: &Pod, scene: &Scene<'_>) -> Option<PodCause> {
    let look = scene.look;
    let mut all = parts(pod).filter(|(_, _, own)| !own.ready);
    let (own, last) = all.find_map(|own| ended(look, pod, &own).map(|last| (own, last)))?;
    let row = in_a_row(look, pod, own.2, last);
    if let Some(cause) = killed(look, pod, &own) {
        let stuck = Stuck { subject: look.subject(pod), cause };
        return Some(PodCause::of(stuck, Outlook::Crashes(row), scene).since(started(pod)));
    }
    let own = own.2;
    let restarts = match own.restart_count {
        1 => "1 restart".to_owned(),
        many => format!("{many} restarts"),
    };
    let is_oom = last.reason == "OOMKilled";
    let summary = format!("container {} {} ({restarts})", own.name, how(last));
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
