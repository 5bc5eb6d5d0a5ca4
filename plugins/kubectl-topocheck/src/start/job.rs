//! Jobs that make another pod in the place of one that has failed (`pkg/controller/job/job_controller.go` and `backoff_utils.go`).

use std::sync::Arc;

use super::Look;
use crate::model::pod::Pod;
use crate::model::workload::Workload;

/// For how many seconds a job waits after its first failure (`DefaultJobPodFailureBackOff`).
const FIRST_WAIT: i64 = 10;
/// For how many seconds it waits at most (`MaxJobPodFailureBackOff`).
const LAST_WAIT: i64 = 600;

impl Look<'_> {
    /// Tells whether a job is about to make another pod after one that has failed: it waits before it does, twice as long after each
    /// failure in a row. What fails again and again, more often than it has pods at once, is not meant.
    pub(crate) fn is_retried(&self, job: &Workload, failed: &Pod) -> bool {
        let age = self.age(failed.finished()).filter(|age| *age < LAST_WAIT.saturating_add(self.grace));
        let Some(age) = age else { return false };
        let in_a_row = self.failures(job);
        let doubled = 1 << in_a_row.saturating_sub(1).clamp(0, 8);
        let wait = (FIRST_WAIT * doubled).min(LAST_WAIT);
        let at_once = job.spec.parallelism.unwrap_or(1).max(1);
        in_a_row <= at_once && age < wait.saturating_add(self.grace)
    }

    /// Counts the pods of a job that have failed since the last that succeeded.
    fn failures(&self, job: &Workload) -> i64 {
        if job.status.failed <= 1 {
            return job.status.failed;
        }
        let is_its = |pod: &&Arc<Pod>| {
            let own = pod.metadata.controller();
            pod.metadata.namespace == job.metadata.namespace
                && own.is_some_and(|own| own.kind == "Job" && own.name == job.metadata.name)
        };
        let ended = |phase: &'static str| {
            let pods = self.objects.pods.iter().filter(is_its);
            pods.filter(move |pod| pod.status.phase == phase).filter_map(|pod| pod.finished())
        };
        match ended("Succeeded").max() {
            Some(good) => ended("Failed").filter(|bad| *bad > good).count() as i64,
            None => job.status.failed,
        }
    }
}

#[cfg(test)]
mod tests;
