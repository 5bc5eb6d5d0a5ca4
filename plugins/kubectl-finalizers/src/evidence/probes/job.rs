//! Whether the owner of a pod still needs it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::names::referred;
use super::{Subject, values};
use crate::evidence::reads::{Listed, Reads};
use crate::evidence::shown::{self, Shown};

/// The owner of a kind is gone, or has ended.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ended {
    /// The kind of the owner.
    kind: String,
    /// The values of a field that say that it has ended.
    ended: BTreeMap<String, Vec<Value>>,
}

impl Ended {
    pub(super) fn show(&self, subject: Subject<'_>, reads: &Reads<'_>) -> Shown {
        let Some(reference) = owner(subject.object, &self.kind) else {
            return Shown::Unseen(format!("it has no owner of kind {}", self.kind));
        };
        let has_ended = |owner: &Value| {
            self.ended.iter().any(|(at, ends)| values(owner, at).iter().any(|value| ends.contains(value)))
        };
        judge(reference, of_reference(reference, subject, reads), reads, |owner| {
            has_ended(owner).then(|| "has ended".to_owned())
        })
    }
}

/// Shows whether a Job still has to count a pod (`pkg/controller/job/job_controller.go`, `handleSingleOrphanPod` and
/// `trackJobStatusAndRemoveFinalizers`).
pub(super) fn counts_pod(subject: Subject<'_>, reads: &Reads<'_>) -> Shown {
    let Some(reference) = owner(subject.object, "Job") else {
        return Shown::holds("no Job owns the pod", "ownerReferences");
    };
    judge(reference, of_reference(reference, subject, reads), reads, |job| done_with(job, subject.uid()))
}

/// Says why a Job does not need a pod any more, if so.
fn done_with(job: &Value, pod: &str) -> Option<String> {
    let finished = |condition: &Value| {
        matches!(condition["type"].as_str(), Some("Complete" | "Failed")) && condition["status"] == "True"
    };
    if job["status"]["conditions"].as_array().into_iter().flatten().any(finished) {
        return Some("has finished".to_owned());
    }
    let counted = &job["status"]["uncountedTerminatedPods"];
    let lists =
        ["succeeded", "failed"].into_iter().flat_map(|list| counted[list].as_array().into_iter().flatten());
    lists.into_iter().any(|uid| uid == pod).then(|| "has noted how the pod ended".to_owned())
}

/// Returns the reference to the controller of an object, if that is of a kind.
fn owner<'o>(object: &'o Value, kind: &str) -> Option<&'o Value> {
    let owners = object["metadata"]["ownerReferences"].as_array()?;
    owners.iter().find(|owner| owner["kind"] == kind)
}

/// Lists what a reference is to.
fn of_reference(reference: &Value, subject: Subject<'_>, reads: &Reads<'_>) -> Listed {
    let (group, plural) = referred(reference, subject, reads)?;
    reads.list(&group, &plural, subject.namespace())
}

/// Judges an owner: gone, or done with what it owns.
fn judge(
    reference: &Value,
    listed: Listed,
    reads: &Reads<'_>,
    done: impl Fn(&Value) -> Option<String>,
) -> Shown {
    let text = |field: &str| reference[field].as_str().unwrap_or_default();
    let (kind, name, uid) = (text("kind"), text("name"), text("uid"));
    let list = match listed {
        Ok(list) => list,
        Err(why) => return Shown::Unseen(why),
    };
    match list.by_uid(uid) {
        None if reads.world.is_whole() => {
            Shown::holds(format!("{kind} {name}, which owns it, is gone"), kind)
        }
        None => Shown::Unseen(format!("{kind} {name} is not in {}", reads.world.name())),
        Some(owner) => match done(owner) {
            Some(how) => Shown::holds(format!("{kind} {name}, which owns it, {how}"), kind),
            None => {
                let object = shown::object(owner);
                Shown::fails(format!("{} has not done with it", object.label()), kind)
                    .because_of(vec![object])
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_job_is_done_with_a_pod_when_it_has_finished_or_noted_it() {
        let condition =
            |kind: &str, status: &str| json!({"status": {"conditions": [{"type": kind, "status": status}]}});
        assert!(done_with(&condition("Complete", "True"), "u").is_some());
        assert!(done_with(&condition("Failed", "True"), "u").is_some());
        assert!(done_with(&condition("Failed", "False"), "u").is_none());
        assert!(done_with(&condition("Suspended", "True"), "u").is_none());
        let noted = json!({"status": {"uncountedTerminatedPods": {"failed": ["u"]}}});
        assert!(done_with(&noted, "u").is_some() && done_with(&noted, "v").is_none());
    }
}
