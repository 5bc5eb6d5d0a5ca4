//! Two finalizers of two controllers, one of which runs.

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};

use super::{define, eventually, let_go, version, why};
use crate::expect::equal;

pub(super) fn trials() -> Vec<Trial> {
    vec![Trial::test("live/full finalizers why: two finalizers, one controller alive", two)]
}

fn two() -> Result<(), Failed> {
    let (plane, group) = (ControlPlane::full(), "two.why.example");
    define(plane, group, &version("v1", true));
    let namespace = plane.namespace("why-two");
    for (name, replicas) in [("whynorth-operator", 1), ("whysouth-operator", 0)] {
        plane.apply(&format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}, namespace: {namespace}}}\n\
             spec:\n  replicas: {replicas}\n  selector: {{matchLabels: {{app: {name}}}}}\n  template:\n\
             \x20   metadata: {{labels: {{app: {name}}}}}\n    spec: {{containers: [{{name: main, image: x}}]}}\n"
        ));
        // Each puts its own finalizer there, as a controller does.
        let manifest = format!(
            "{{apiVersion: {group}/v1, kind: Widget, metadata: {{name: a, namespace: {namespace}, finalizers: [{name}.why.example/x]}}}}"
        );
        let apply = ["apply", "--server-side", "--field-manager", name, "-f", "-"];
        eventually(|| match plane.kubectl_with(&apply, &manifest) {
            ended if ended.code == 0 => Ok(()),
            ended => Err(ended.stderr.into()),
        })?;
    }
    plane.kubectl(&["rollout", "status", "deployment/whynorth-operator", "-n", &namespace, "--timeout=60s"]);
    let object = format!("widget.{group}/a");
    plane.kubectl(&["delete", &object, "-n", &namespace, "--wait=false"]);
    let told = why(plane, &format!("{object} -n {namespace}"))?;
    equal("verdict", (told.verdict(), told.code), ("stuck", 1))?;
    for (name, alive) in [("whynorth-operator", "yes"), ("whysouth-operator", "no")] {
        let link = told.link(&format!("finalizer {name}.why.example/x"))?;
        equal(name, link["alive"].as_str(), Some(alive))?;
        let workload = format!("Deployment {namespace}/{name}");
        equal(name, link["evidence"]["owner"]["workload"].as_str(), Some(workload.as_str()))?;
    }
    let next = format!("kubectl describe deployment/whysouth-operator -n {namespace}");
    equal("next", told.document["next"].as_str(), Some(next.as_str()))?;
    let_go(plane, &object, &namespace);
    Ok(())
}
