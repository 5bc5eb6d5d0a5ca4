//! What the rules about pods that their node does not keep have in common.

use kubecheck_core::check::rule::Severity;

use crate::model::workload::Workload;
use crate::start::told::Scene;
use crate::start::{Stuck, refused};

/// Says who makes another pod.
pub(crate) fn then(one: &Stuck, scene: &Scene<'_>) -> String {
    match &one.subject.owner {
        Some(owner) if is_replaced(one, scene) => format!("{owner} has all its pods: this one is left over"),
        Some(owner) => format!("{owner} makes another pod"),
        None => "nobody makes another pod".to_owned(),
    }
}

/// A pod in whose place there is another is only left over.
pub(crate) fn severity(one: &Stuck, scene: &Scene<'_>) -> Option<Severity> {
    is_replaced(one, scene).then_some(Severity::Warning)
}

fn is_replaced(one: &Stuck, scene: &Scene<'_>) -> bool {
    let owner = one.subject.owner.as_ref();
    let workload =
        owner.and_then(|owner| Some((owner, scene.look.owners.find(&one.subject.namespace, owner)?)));
    workload.is_some_and(|(owner, workload)| {
        let status = &workload.status;
        match owner.kind.as_str() {
            "DaemonSet" => status.number_ready >= status.desired_number_scheduled,
            "Job" => is_true(workload, "Complete") || has_all(workload),
            _ => status.ready_replicas >= workload.spec.replicas.unwrap_or(1),
        }
    })
}

/// Tells whether a job that goes on has as many pods as it wants.
fn has_all(job: &Workload) -> bool {
    !job.spec.suspend && !is_true(job, "Failed") && refused::lacking("Job", job).is_none()
}

fn is_true(job: &Workload, condition: &str) -> bool {
    job.condition(condition).is_some_and(|found| found.status == "True")
}
