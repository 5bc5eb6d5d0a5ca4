//! What an answer costs: requests, and seconds where there are many types.

use std::fmt::Write;
use std::time::Instant;

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};

use super::{eventually, insist, let_go, run, version, widget};
use crate::expect::equal;

pub(super) fn trials() -> Vec<Trial> {
    vec![Trial::test("live/finalizers why: asks little, also among 200 types", cost)]
}

/// As many as there are besides make 200.
const KINDS: usize = 140;

fn cost() -> Result<(), Failed> {
    let plane = ControlPlane::start(&[]);
    let group = "cost.why.example";
    let mut definitions = String::new();
    for number in 0..KINDS {
        let name = if number == 0 { "widget".to_owned() } else { format!("kind{number}") };
        let kind = if number == 0 { "Widget".to_owned() } else { format!("Kind{number}") };
        writeln!(
            definitions,
            "---\napiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {{name: {name}s.{group}}}\n\
             spec: {{group: {group}, scope: Namespaced, names: {{plural: {name}s, singular: {name}, kind: {kind}}}, \
             versions: [{}]}}",
            version("v1", true)
        )?;
    }
    plane.apply(&definitions);
    plane.kubectl(&["wait", "--for=condition=Established", "crd", "--all", "--timeout=120s"]);
    let namespace = plane.namespace("why-cost");
    insist(&plane, &widget(group, &namespace, "a", &format!("{group}/x")))?;
    plane.kubectl(&["delete", "widgets", "a", "-n", &namespace, "--wait=false"]);
    plane.kubectl(&["delete", "namespace", &namespace, "--wait=false"]);
    let faults = plane.faults();
    let ask = |what: &str| -> Result<(usize, f64), Failed> {
        faults.set(&[]);
        let begun = Instant::now();
        let told = run(faults.kubeconfig(), what)?;
        let seconds = begun.elapsed().as_secs_f64();
        equal(&told.document.to_string(), told.code, 1)?;
        Ok((faults.requests().len(), seconds))
    };
    // What is served is known a moment after it is.
    eventually(|| {
        ask("stuck --older-than 0")?;
        equal("types", faults.requests().len() > 200, true)
    })?;
    let (requests, _) = ask(&format!("why widget.{group}/a -n {namespace} --older-than 0"))?;
    equal(&format!("{requests} requests for an object"), requests <= 16, true)?;
    // No controller wrote conditions, so that everything in the namespace is looked at: the most that it can cost.
    let (requests, seconds) = ask(&format!("why ns/{namespace} --older-than 0"))?;
    equal(&format!("{requests} requests for a namespace"), requests <= 220, true)?;
    equal(&format!("{seconds} s for a namespace"), seconds < 3.0, true)?;
    // With the conditions that the controller writes only what they name is read.
    let message = format!("Some resources are remaining: widgets.{group} has 1 resource instances");
    let status = serde_json::json!({"status": {"conditions": [{
        "type": "NamespaceContentRemaining", "status": "True", "reason": "SomeResourcesRemain", "message": message,
        "lastTransitionTime": null}]}});
    let url = format!("/api/v1/namespaces/{namespace}/status");
    let mut object: serde_json::Value = serde_json::from_str(&plane.kubectl(&["get", "--raw", &url]))?;
    object["status"]["conditions"] = status["status"]["conditions"].clone();
    plane.kubectl_with(&["replace", "--raw", &url, "-f", "-"], &object.to_string()).succeeded();
    let (requests, seconds) = ask(&format!("why ns/{namespace} --older-than 0"))?;
    equal(&format!("{requests} requests, {seconds} s"), requests <= 16 && seconds < 3.0, true)?;
    let_go(&plane, &format!("widgets.{group}/a"), &namespace);
    Ok(())
}
