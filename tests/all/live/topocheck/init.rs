//! `kubectl topocheck init` beside the real controllers: services, endpoints, Jobs.

use std::time::{Duration, Instant};

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use super::pods::{Told, run};
use crate::expect::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/full/init tells what is waited for from its absence until it is ready", waits),
        Trial::test("live/full/init tells a Job that is waited for, and that it is complete", job),
        Trial::test("live/full/init finds workloads that wait for each other", circle),
    ]
}

/// A Deployment that waits in an init container.
fn waiting(namespace: &str, name: &str, command: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}, namespace: {namespace}}}\nspec:\n  \
         selector: {{matchLabels: {{app: {name}}}}}\n  template:\n    \
         metadata: {{labels: {{app: {name}}}, annotations: {{kubecheck.test/init: wait}}}}\n    spec:\n      \
         initContainers: [{{name: wait, image: busybox, command: [sh, -c, {command:?}], env: [{{name: HOST, valueFrom: {{configMapKeyRef: \
         {{name: settings, key: host, optional: true}}}}}}]}}]\n      containers: [{{name: main, image: web}}]\n"
    )
}

fn look(namespace: &str) -> Result<Told, Failed> {
    run(ControlPlane::full().kubeconfig(), &format!("init -n {namespace} --overdue 1s"))
}

/// Looks until the first held pod waits for what stands in a way, and returns the whole.
fn until(namespace: &str, why: &str) -> Result<Told, Failed> {
    let begun = Instant::now();
    loop {
        let told = look(namespace)?;
        let found = told.document["held"][0]["waitsFor"][0]["why"].as_str().unwrap_or_default();
        // For a moment after its start the container may still run.
        if found.contains(why) && told.document["held"][0]["state"] != "in progress" {
            return Ok(told);
        }
        if begun.elapsed() > Duration::from_secs(60) {
            return Err(format!("{why:?} is not told: {:#}{}", told.document, told.stderr).into());
        }
        std::thread::sleep(Duration::from_millis(500));
    }
}

fn waits() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let namespace = plane.namespace("init");
    plane.kubectl(&["create", "configmap", "settings", "--from-literal=host=db", "-n", &namespace]);
    plane.apply(&waiting(&namespace, "web", "until nc -z $HOST 5432; do sleep 1; done"));
    let told = until(&namespace, "does not exist")?;
    equal("rule", told.document["held"][0]["rule"].as_str(), Some("init-target-missing"))?;
    equal("exit", told.code, 1)?;
    let service = "spec: {selector: {app: db}, ports: [{port: 5432}]}";
    plane.apply(&format!(
        "apiVersion: v1\nkind: Service\nmetadata: {{name: db, namespace: {namespace}}}\n{service}\n"
    ));
    until(&namespace, "no workload makes pods with its labels app=db")?;
    let db = |annotations: &str| {
        let pods = format!("metadata: {{labels: {{app: db}}, annotations: {{{annotations}}}}}");
        format!(
            "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {{name: db, namespace: {namespace}}}\nspec:\n  serviceName: db\n  \
             selector: {{matchLabels: {{app: db}}}}\n  template:\n    {pods}\n    spec: {{containers: [{{name: main, image: db}}]}}\n"
        )
    };
    plane.apply(&db("kubecheck.test/waiting: 'ErrImageNeverPull: no'"));
    let told = until(&namespace, "has no ready endpoint; pod db-0: image-not-present: ")?;
    let next = told.document["held"][0]["next"].as_str().unwrap_or_default();
    contains(next, &format!("kubectl topocheck pods db-0 -n {namespace}"))?;
    let edges = told.document["waits"].as_array().map(Vec::as_slice).unwrap_or_default();
    equal(
        "edges",
        edges.iter().map(|edge| edge["to"][0]["name"].as_str()).collect::<Vec<_>>(),
        vec![Some("db")],
    )?;
    plane.kubectl(&["annotate", "pod", "db-0", "-n", &namespace, "kubecheck.test/waiting-"]);
    until(&namespace, "has 1 ready endpoint")?;
    // What holds the pod is then over.
    plane.kubectl(&["annotate", "pod", "-l", "app=web", "-n", &namespace, "kubecheck.test/init-"]);
    plane.kubectl(&[
        "wait",
        "pod",
        "-l",
        "app=web",
        "-n",
        &namespace,
        "--for=condition=Ready",
        "--timeout=60s",
    ]);
    let told = look(&namespace)?;
    equal("at last", (told.code, told.document["held"].as_array().map(Vec::len)), (0, Some(0)))
}

fn job() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let namespace = plane.namespace("init");
    let command = "kubectl wait --for=condition=complete job/migrate --timeout=1h";
    plane.apply(&waiting(&namespace, "web", command));
    let job = |hold: &str| {
        format!(
            "apiVersion: batch/v1\nkind: Job\nmetadata: {{name: migrate, namespace: {namespace}}}\nspec:\n  template:\n    \
             metadata: {{annotations: {{{hold}}}}}\n    \
             spec: {{restartPolicy: Never, containers: [{{name: main, image: web}}]}}\n"
        )
    };
    until(&namespace, "does not exist")?;
    plane.apply(&job("kubecheck.test/hold: ''"));
    until(&namespace, "is not complete: 1 active, 0 failed")?;
    plane.kubectl(&["annotate", "pod", "-l", "job-name=migrate", "-n", &namespace, "kubecheck.test/hold-"]);
    until(&namespace, "is complete").map(drop)
}

fn circle() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let namespace = plane.namespace("init");
    for (name, other) in [("a", "b"), ("b", "a")] {
        plane.apply(&waiting(
            &namespace,
            name,
            &format!("until wget -qO- http://{other}.{namespace}.svc; do sleep 1; done"),
        ));
        plane.apply(&format!(
            "{{apiVersion: v1, kind: Service, metadata: {{name: {name}, namespace: {namespace}}}, \
             spec: {{selector: {{app: {name}}}, ports: [{{port: 80}}]}}}}"
        ));
    }
    let told = until(&namespace, "it waits itself, in init container wait")?;
    let circles = told.document["cycles"].as_array().map(Vec::as_slice).unwrap_or_default();
    let names = |circle: &Value| -> Vec<String> {
        let all = circle["workloads"].as_array().into_iter().flatten();
        all.filter_map(|one| one["name"].as_str()).map(str::to_owned).collect()
    };
    equal(
        "cycles",
        circles.iter().map(names).collect::<Vec<_>>(),
        vec![vec!["a".to_owned(), "b".to_owned()]],
    )?;
    let rules: Vec<&str> = told.document["findings"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|one| one["rule"].as_str())
        .collect();
    equal("rules", rules.contains(&"init-cycle"), true)
}
