//! Namespaces that stay because of what is in them.

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};

use super::{define, eventually, insist, let_go, run, version, why, widget};
use crate::expect::{contains, equal};
use crate::process;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/full finalizers why: a custom object with an unknown finalizer", unknown_finalizer),
        Trial::test("live/full finalizers why: pods go first", pods_first),
    ]
}

fn unknown_finalizer() -> Result<(), Failed> {
    let (plane, group) = (ControlPlane::full(), "unknown.why.example");
    define(plane, group, &version("v1", true));
    let namespace = plane.namespace("why-unknown");
    let finalizer = format!("{group}/cleanup");
    for name in ["a", "b"] {
        insist(plane, &widget(group, &namespace, name, &finalizer))?;
    }
    plane.kubectl(&["delete", "namespace", &namespace, "--wait=false"]);
    let object = format!("ns/{namespace}");
    eventually(|| why(plane, &object)?.link("NamespaceContentRemaining").map(drop))?;

    let told = why(plane, &object)?;
    equal("verdict", (told.verdict(), told.code), ("stuck", 1))?;
    equal("gaps", told.gaps(), Vec::new())?;
    let condition = told.link("NamespaceContentRemaining")?;
    equal("condition", condition["condition"].as_str(), Some("NamespaceContentRemaining"))?;
    contains(
        condition["says"].as_str().unwrap_or_default(),
        &format!("widgets.{group} has 2 resource instances"),
    )?;
    equal("left", told.link(": a, b")?["count"].as_u64(), Some(2))?;
    let held = told.link(&format!("finalizer {finalizer}"))?;
    equal("object", held["object"].as_str(), Some(format!("widget.{group}/a").as_str()))?;
    equal("alive", held["alive"].as_str(), Some("unknown"))?;
    let next = format!("kubectl finalizers remove widget.{group}/a {finalizer} -n {namespace}");
    equal("next", told.document["next"].as_str(), Some(next.as_str()))?;

    // A dump of the same cluster says the same.
    let folder = tempfile::tempdir()?;
    let dump = folder.path().join("dump.yaml");
    let kinds = format!("ns,crd,configmaps,serviceaccounts,widgets.{group}");
    let everything = plane.kubectl(&["get", &kinds, "-A", "-o", "yaml"]);
    std::fs::write(&dump, everything)?;
    let line = format!("kubectl finalizers why {object} --older-than 0 -f dump.yaml -o json");
    let from_dump: serde_json::Value = serde_json::from_str(&process::shell(&line, folder.path()).stdout)?;
    let dumped = super::Told { document: from_dump, code: 1 };
    equal("verdict of the dump", dumped.verdict(), "stuck")?;
    equal("links of the dump", dumped.says(), told.says())?;

    let listed = run(plane.kubeconfig(), &format!("stuck -n {namespace} --older-than 0"))?;
    equal("exit code", listed.code, 1)?;
    let items = listed.document["items"].as_array().map_or(0, Vec::len);
    equal("the namespace and two objects", items, 3)?;
    let folder = tempfile::tempdir()?;
    let line = format!("kubectl finalizers -n {namespace} --kubeconfig {}", plane.kubeconfig().display());
    let young = process::shell(&line, folder.path());
    equal("young", young.code, 0)?;
    contains(&young.stdout, &format!("widget.{group}/a and 1 more"))?;
    contains(&young.stdout, "3 objects being deleted in context")?;
    for name in ["a", "b"] {
        let_go(plane, &format!("widgets.{group}/{name}"), &namespace);
    }
    plane.kubectl(&["wait", &object, "--for=delete", "--timeout=60s"]);
    let told = why(plane, &object)?;
    equal("gone", (told.verdict(), told.code), ("gone", 0))
}

fn pods_first() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let namespace = plane.namespace("why-pods");
    plane.apply(&format!(
        "{{apiVersion: v1, kind: Pod, metadata: {{name: one, namespace: {namespace}, annotations: {{kubecheck.test/hold: ''}}}}, \
         spec: {{nodeName: node-1, terminationGracePeriodSeconds: 1, containers: [{{name: a, image: a}}]}}}}"
    ));
    plane.kubectl(&["delete", "namespace", &namespace, "--wait=false"]);
    let object = format!("ns/{namespace}");
    eventually(|| why(plane, &object)?.link("its grace period is over").map(drop))?;
    let told = why(plane, &object)?;
    told.link("pods go first: 1 pod left")?;
    equal("verdict", (told.verdict(), told.code), ("blocked", 1))?;
    // What the controller writes meanwhile is not true, so it is not told.
    let path = "jsonpath={.status.conditions[?(@.type==\"NamespaceContentRemaining\")].reason}";
    equal("the condition", plane.kubectl(&["get", &object, "-o", path]).as_str(), "ContentRemoved")?;
    let next = format!("kubectl describe pod/one -n {namespace}");
    equal("next", told.document["next"].as_str(), Some(next.as_str()))?;
    plane.kubectl(&["delete", "pod", "one", "-n", &namespace, "--force", "--grace-period=0"]);
    Ok(())
}
