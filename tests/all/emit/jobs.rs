//! The Job with the real Job controller: a verdict is final, and only an unreachable Prometheus is asked again.

use kubecheck_test_support::ControlPlane;
use kubectl_slocheck::emit::job::{Job, documents};
use kubectl_slocheck::emit::yaml;
use libtest_mimic::{Failed, Trial};
use serde_json::json;

use super::objects::job;
use crate::expect::equal;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/full job is done when the gate passes", is_done),
        Trial::test("live/full job fails at once with a verdict", fails_at_once),
        Trial::test("live/full job tries again what could not be reached", tries_again),
    ]
}

/// Runs the Job with a pod that ends with an exit code, and returns how it ended: condition, reason, and how many pods there were.
fn run(exit: u8, condition: &str) -> Result<(String, String), Failed> {
    let plane = ControlPlane::full();
    let (own, monitoring) = (plane.namespace("gate"), plane.namespace("monitoring"));
    let restricted = "pod-security.kubernetes.io/enforce=restricted";
    plane.kubectl(&["label", "namespace", &own, restricted]);
    let job = Job { retries: 1, ..job(&own, &monitoring) };
    let mut documents = documents(&job).map_err(|refused| refused.message)?;
    let itself = documents.last_mut().ok_or("the Job is the last")?;
    itself["spec"]["template"]["metadata"]["annotations"] = json!({"kubecheck.test/exit": exit.to_string()});
    plane.apply(&yaml(&[], &documents)?);
    let until = format!("--for=condition={condition}");
    plane.kubectl(&["wait", "job/slocheck-gate", "-n", &own, &until, "--timeout=60s"]);
    let get = |path: &str| plane.kubectl(&["get", "job", "slocheck-gate", "-n", &own, "-o", path]);
    let reason = format!("jsonpath={{.status.conditions[?(@.type==\"{condition}\")].reason}}");
    Ok((get(&reason), get("jsonpath={.status.failed}")))
}

fn is_done() -> Result<(), Failed> {
    let (_, failed) = run(0, "Complete")?;
    equal("pods that failed", failed.as_str(), "")
}

fn fails_at_once() -> Result<(), Failed> {
    for exit in [1, 2, 3] {
        let (reason, failed) = run(exit, "Failed")?;
        equal(&format!("reason for {exit}"), reason.as_str(), "PodFailurePolicy")?;
        equal(&format!("pods that ended with {exit}"), failed.as_str(), "1")?;
    }
    Ok(())
}

fn tries_again() -> Result<(), Failed> {
    let (reason, failed) = run(4, "Failed")?;
    equal("reason", reason.as_str(), "BackoffLimitExceeded")?;
    equal("pods", failed.as_str(), "2")
}
