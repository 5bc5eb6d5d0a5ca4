//! `--what-if`: as many pods get a node as it says, and of the others the scheduler says what it says of the next.

use std::fs;

use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};

use super::story::{Story, condition, eventually, list};
use crate::expect::equal;

/// How many pods a Deployment wants.
const REPLICAS: usize = 20;

pub(super) fn trials() -> Vec<Trial> {
    let trial = |name: &str, spec: fn() -> Value| {
        Trial::test(format!("live/topocheck/pending --what-if: {name}"), move || comes_true(spec()))
    };
    vec![
        // However they are scored: each node takes as many as it takes.
        trial("requests", || {
            container(json!({"resources": {"requests": {"cpu": "900m", "memory": "64Mi"}}}))
        }),
        trial("ports", || container(json!({"ports": [{"containerPort": 80, "hostPort": 7000}]}))),
        trial("pods that keep away from each other", away_from_each_other),
    ]
}

fn container(more: Value) -> Value {
    let mut container = more;
    container["name"] = json!("main");
    container["image"] = json!("main");
    json!({"containers": [container]})
}

fn away_from_each_other() -> Value {
    let term = json!({"topologyKey": "topology.kubernetes.io/zone", "labelSelector": {"matchLabels": {"app": "many"}}});
    let mut spec = container(json!({}));
    spec["affinity"] = json!({"podAntiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [term]}});
    spec
}

fn comes_true(spec: Value) -> Result<(), Failed> {
    let story = Story::get();
    let _turn = story.turn();
    let labels = json!({"app": "many"});
    let deployment = json!({
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "many", "namespace": "shop"},
        "spec": {
            "replicas": REPLICAS, "selector": {"matchLabels": labels},
            "template": {"metadata": {"labels": labels}, "spec": spec},
        },
    });
    let file = story.plane.folder().join("many.json");
    fs::write(&file, deployment.to_string())?;
    let line = format!("pending --what-if {} -o json", file.display());
    let ended = story.run(story.plane.kubeconfig(), &line);
    let told: Value = serde_json::from_str(&ended.stdout).map_err(|error| format!("{error}: {ended:?}"))?;
    equal(&ended.stderr, ended.code, 1)?;
    let told = &told["items"][0];
    let fit = told["fit"].as_u64().ok_or_else(|| format!("no number: {told:#}"))?;
    equal("some fit, and some do not", fit > 0 && fit < REPLICAS as u64, true)?;
    story.plane.apply(&deployment.to_string());
    let pods = eventually(|| settled(story));
    story.plane.kubectl(&["delete", "deployment", "many", "-n", "shop"]);
    eventually(|| equal("pods that are left", own(story)?.len(), 0))?;
    compare(told, fit, &pods?)
}

/// Returns the pods of the Deployment.
fn own(story: &Story) -> Result<Vec<Value>, Failed> {
    Ok(list(&story.get_json("/api/v1/namespaces/shop/pods?labelSelector=app=many")?).to_vec())
}

/// Returns the pods once the scheduler has come to each.
fn settled(story: &Story) -> Result<Vec<Value>, Failed> {
    let pods = own(story)?;
    let is_settled = |pod: &&Value| pod["spec"]["nodeName"].is_string() || condition(pod).is_some();
    equal("pods that the scheduler has come to", pods.iter().filter(is_settled).count(), REPLICAS)?;
    Ok(pods)
}

fn compare(told: &Value, fit: u64, pods: &[Value]) -> Result<(), Failed> {
    let mut nodes: Vec<&str> = pods.iter().filter_map(|pod| pod["spec"]["nodeName"].as_str()).collect();
    equal("pods with a node", nodes.len() as u64, fit)?;
    let mut expected: Vec<&str> =
        told["nodes"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    nodes.sort_unstable();
    expected.sort_unstable();
    // Where it does not matter how nodes are scored, even these are told.
    equal("their nodes", nodes, expected)?;
    for pod in pods.iter().filter(|pod| pod["spec"]["nodeName"].is_null()) {
        equal("of the next", told["next"]["message"].as_str(), condition(pod))?;
    }
    Ok(())
}
