//! What is wrong with the pods of a workload.

use kubecheck_core::model::time::{self, Timestamp};
use serde_json::Value;

use super::reads::Reads;
use super::shown;
use super::workloads::Workload;

/// How long a container must run after a crash to count as well: then the kubelet forgets the crash too
/// (`k8s.io/client-go/util/flowcontrol/backoff.go`, twice the longest back-off).
const WELL: i64 = 600;
/// From how many restarts on a container that crashed lately is in a loop.
const LOOP: i64 = 2;
/// How many pods are told of.
const TOLD: usize = 3;

/// How the pods of a workload fare.
#[derive(Debug, Default)]
pub(super) struct Troubles {
    /// The first of those with which something is wrong, and what that is.
    pub(super) told: Vec<(String, String)>,
    /// How many pods are ready and have no trouble, if any were seen: a container that crashes is ready in between.
    pub(super) steady: Option<i64>,
}

/// Returns what is wrong with the pods of a workload, as far as they can be read.
pub(super) fn troubles(workload: &Workload, reads: &Reads<'_>) -> Troubles {
    let Ok(list) = reads.list("", "pods", Some(&workload.namespace)) else { return Troubles::default() };
    let mut found = Troubles::default();
    for pod in list.objects.iter().filter(|pod| is_of(pod, workload)) {
        let steady = found.steady.get_or_insert_default();
        match trouble(pod, reads.world.now) {
            None => *steady += 1,
            Some(what) if found.told.len() < TOLD => found.told.push((shown::object(pod).label(), what)),
            Some(_) => {}
        }
    }
    found
}

/// Tells whether a pod is ready.
pub(super) fn is_ready(pod: &Value) -> bool {
    let mut conditions = pod["status"]["conditions"].as_array().into_iter().flatten();
    conditions.any(|condition| condition["type"] == "Ready" && condition["status"] == "True")
}

fn is_of(pod: &Value, workload: &Workload) -> bool {
    let has = |(key, value): &(String, String)| pod["metadata"]["labels"][key] == value.as_str();
    match workload.kind.as_str() {
        "Pod" => pod["metadata"]["name"] == workload.name.as_str(),
        _ => !workload.selector.is_empty() && workload.selector.iter().all(has),
    }
}

/// Says what is wrong with a pod: a container crashes again and again, or waits, or it is not ready.
fn trouble(pod: &Value, now: Timestamp) -> Option<String> {
    let statuses = || pod["status"]["containerStatuses"].as_array().into_iter().flatten();
    let crash = statuses().find_map(|status| crash(status, now));
    if is_ready(pod) {
        return crash;
    }
    let waiting = statuses().find_map(|status| {
        let reason = status["state"]["waiting"]["reason"].as_str()?;
        Some(match status["restartCount"].as_i64() {
            Some(restarts) if restarts > 0 => format!("{reason}, {restarts} restarts"),
            _ => reason.to_owned(),
        })
    });
    let phase = || format!("not ready, phase {}", pod["status"]["phase"].as_str().unwrap_or("unknown"));
    Some(waiting.or(crash).unwrap_or_else(phase))
}

/// Says that a container crashes again and again, if it did so lately.
fn crash(status: &Value, now: Timestamp) -> Option<String> {
    let restarts = status["restartCount"].as_i64().filter(|restarts| *restarts >= LOOP)?;
    let last = &status["lastState"]["terminated"];
    let at = last["finishedAt"].as_str().and_then(time::parse)?;
    let age = time::seconds(at, now);
    let code = last["exitCode"].as_i64().filter(|code| *code != 0 && age < WELL)?;
    Some(format!("crashed {} ago with exit code {code}, {restarts} restarts", time::age(age.max(0))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn pod(ready: bool, status: Value) -> Value {
        let ready = if ready { "True" } else { "False" };
        json!({"status": {"phase": "Running", "conditions": [{"type": "Ready", "status": ready}], "containerStatuses": [status]}})
    }

    #[test]
    fn pods_say_what_is_wrong() {
        let trouble = |pod: &Value| trouble(pod, time::parse("2026-01-01T00:05:00Z").unwrap());
        let waiting = json!({"restartCount": 7, "state": {"waiting": {"reason": "CrashLoopBackOff"}}});
        assert_eq!(trouble(&pod(false, waiting)).as_deref(), Some("CrashLoopBackOff, 7 restarts"));
        assert_eq!(
            trouble(&json!({"status": {"phase": "Pending"}})).as_deref(),
            Some("not ready, phase Pending")
        );
        assert_eq!(trouble(&pod(true, json!({"restartCount": 0}))), None);
    }

    #[test]
    fn a_container_that_crashed_lately_is_not_well_though_it_runs() {
        let status = |restarts: i64, code: i64| {
            json!({"restartCount": restarts, "state": {"running": {}},
                "lastState": {"terminated": {"exitCode": code, "finishedAt": "2026-01-01T00:00:00Z"}}})
        };
        let trouble = |status: Value, now: &str| trouble(&pod(true, status), time::parse(now).unwrap());
        let told = trouble(status(5, 3), "2026-01-01T00:04:00Z");
        assert_eq!(told.as_deref(), Some("crashed 4m ago with exit code 3, 5 restarts"));
        assert_eq!(trouble(status(5, 3), "2026-01-01T00:10:00Z"), None);
        assert_eq!(trouble(status(5, 0), "2026-01-01T00:04:00Z"), None);
        assert_eq!(trouble(status(1, 3), "2026-01-01T00:04:00Z"), None);
    }
}
