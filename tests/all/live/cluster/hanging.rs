//! An aggregated API that says what it serves, and then hangs.

use std::thread;
use std::time::{Duration, Instant};

use kubecheck_test_support::Asked;
use libtest_mimic::{Failed, Trial};
use serde_json::json;

use super::judge_as;
use crate::expect::equal;
use crate::live::examples::alone;

pub(super) fn trials() -> Vec<Trial> {
    vec![Trial::test("live/cluster waits for an aggregated API no longer than it may", hangs)]
}

fn hangs() -> Result<(), Failed> {
    let plane = alone();
    let namespace = plane.namespace("hanging");
    let group = format!("{namespace}.kubecheck.test");
    let (root, version) = (format!("/apis/{group}/v1"), format!("{group}/v1"));
    let _served = plane.serve(&namespace, "things", move |asked: &Asked| {
        let verbs = ["get", "list", "watch"];
        let thing = json!({"name": "things", "singularName": "thing", "namespaced": false, "kind": "Thing", "verbs": verbs});
        if asked.path.split('?').next() == Some(&root) {
            let list = json!({"apiVersion": "v1", "kind": "APIResourceList", "groupVersion": version, "resources": [thing]});
            return (200, list.to_string());
        }
        if asked.path.starts_with(&format!("{root}/things")) {
            thread::sleep(Duration::from_secs(20));
        }
        (404, "{}".to_owned())
    });
    plane.apply(&format!(
        "apiVersion: apiregistration.k8s.io/v1\nkind: APIService\nmetadata: {{name: v1.{group}}}\n\
         spec: {{group: {group}, version: v1, groupPriorityMinimum: 1000, versionPriority: 10, caBundle: {}, \
         service: {{namespace: {namespace}, name: things}}}}\n",
        plane.ca_bundle()
    ));
    plane.kubectl(&["wait", "--for=condition=Available", &format!("apiservice/v1.{group}"), "--timeout=30s"]);
    let begun = Instant::now();
    let told = judge_as(plane.kubeconfig(), "--request-timeout 2s --fail-on never");
    let took = begun.elapsed();
    plane.kubectl(&["delete", "apiservice", &format!("v1.{group}")]);
    plane.kubectl(&["delete", "pods,services", "--all", "-n", &namespace, "--force", "--grace-period=0"]);
    let gaps = told.gaps();
    equal("gaps", gaps.len(), 1)?;
    equal(&gaps[0], gaps[0].starts_with(&format!("things.{group}")), true)?;
    equal("exit code", told.code, 4)?;
    equal("bounded", took < Duration::from_secs(15), true)
}
