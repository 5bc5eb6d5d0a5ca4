//! Pods whose kubelet does not end them.

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};

use super::{eventually, run, why};
use crate::expect::equal;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/finalizers why: pods on nodes that are gone, lost and out of service", lost),
        Trial::test("live/finalizers why: a pod within its grace period", grace),
    ]
}

/// Makes a node as its controller would leave it; nobody touches it here.
fn node(plane: &ControlPlane, name: &str, ready: &str, taint: &str) {
    let taints =
        if taint.is_empty() { String::new() } else { format!("{{key: {taint}, effect: NoExecute}}") };
    plane.apply(&format!(
        "{{apiVersion: v1, kind: Node, metadata: {{name: {name}}}, spec: {{taints: [{taints}]}}}}"
    ));
    let status = format!(
        r#"{{"status":{{"conditions":[{{"type":"Ready","status":"{ready}","lastHeartbeatTime":null,"lastTransitionTime":null}}]}}}}"#
    );
    plane.kubectl(&["patch", "node", name, "--subresource=status", "--type=merge", "-p", &status]);
}

/// Makes a pod on a node and deletes it with so much grace.
fn doomed(plane: &ControlPlane, namespace: &str, name: &str, node: &str, grace: u32) {
    plane.apply(&format!(
        "{{apiVersion: v1, kind: Pod, metadata: {{name: {name}, namespace: {namespace}}}, \
         spec: {{nodeName: {node}, terminationGracePeriodSeconds: {grace}, containers: [{{name: a, image: a}}]}}}}"
    ));
    plane.kubectl(&["delete", "pod", name, "-n", namespace, "--wait=false"]);
}

fn lost() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("why-lost");
    let name = |suffix: &str| format!("{namespace}-{suffix}");
    node(plane, &name("ready"), "True", "");
    node(plane, &name("silent"), "Unknown", "node.kubernetes.io/unreachable");
    node(plane, &name("down"), "False", "node.kubernetes.io/out-of-service");
    for suffix in ["gone", "ready", "silent", "down"] {
        doomed(plane, &namespace, suffix, &name(suffix), 1);
    }
    let of = |suffix: &str| why(plane, &format!("pod/{suffix} -n {namespace}"));
    for (suffix, verdict, says, next) in [
        ("gone", "stuck", format!("its node {} is gone", name("gone")), "kubectl delete pod/gone"),
        ("ready", "blocked", format!("its node {} is ready", name("ready")), "kubectl describe pod/ready"),
        ("silent", "stuck", format!("its node {} is unreachable", name("silent")), "kubectl taint node"),
        ("down", "stuck", "is not ready and out of service".to_owned(), "kubectl delete pod/down"),
    ] {
        // Each has its own second of grace, which may not be over when that of another one is.
        eventually(|| of(suffix)?.link(&says).map(drop))?;
        let told = of(suffix)?;
        if suffix == "ready" {
            told.link("its grace period is over")?;
        }
        equal(suffix, (told.verdict(), told.code), (verdict, 1))?;
        let typed = told.document["next"].as_str().unwrap_or_default();
        equal(typed, typed.starts_with(next), true)?;
    }
    // In the list each row names what holds it.
    let listed = run(plane.kubeconfig(), &format!("stuck -n {namespace} --older-than 0"))?;
    let items = listed.document["items"].as_array().cloned().unwrap_or_default();
    let held: Vec<&str> = items.iter().filter_map(|item| item["heldBy"][0].as_str()).collect();
    equal("rows", held.len(), 4)?;
    equal(&format!("{held:?}"), held.contains(&format!("node {} (gone)", name("gone")).as_str()), true)?;
    plane.kubectl(&["delete", "pods", "--all", "-n", &namespace, "--force", "--grace-period=0"]);
    for suffix in ["ready", "silent", "down"] {
        plane.kubectl(&["delete", "node", &name(suffix)]);
    }
    Ok(())
}

fn grace() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("why-grace");
    node(plane, &namespace, "True", "");
    doomed(plane, &namespace, "slow", &namespace, 600);
    let told = why(plane, &format!("pod/slow -n {namespace}"))?;
    told.link("it is within its grace period")?;
    equal("verdict", (told.verdict(), told.code), ("in-progress", 0))?;
    equal("age", told.document["ageSeconds"].as_i64().is_some_and(|age| age < 60), true)?;
    plane.kubectl(&["delete", "pods", "--all", "-n", &namespace, "--force", "--grace-period=0"]);
    plane.kubectl(&["delete", "node", &namespace]);
    Ok(())
}
