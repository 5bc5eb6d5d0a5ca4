//! `kubectl topocheck why` and `kubectl topocheck` alone, on a cluster in which many things are broken.

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use super::pods::{Told, run};
use crate::expect::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    vec![Trial::test(
        "live/full/why finds the first cause of all that is broken, and one page tells it",
        broken,
    )]
}

/// What is broken, and one thing that is not.
const THINGS: &str = include_str!("broken.yaml");

/// Objects, the verdict, the rules and kinds on the way to the first cause, and what is said of that.
const CHAINS: [(&str, &str, &str, &str); 11] = [
    ("deploy/web", "stuck", "Deployment rollout-blocked, Pod image-not-found", "has no shop/web:2"),
    (
        "deploy/api",
        "stuck",
        "Deployment rollout-blocked, Pod config-missing",
        "ConfigMap settings does not exist",
    ),
    (
        "deploy/big",
        "stuck",
        "Deployment rollout-blocked, Pod pod-no-node, Node -",
        "lower the memory request of container main",
    ),
    (
        "deploy/greedy",
        "stuck",
        "Deployment rollout-create-refused, ReplicaSet -",
        "quota small has too little left",
    ),
    (
        "deploy/account",
        "stuck",
        "Deployment rollout-create-refused, ReplicaSet -",
        "service account nobody does not exist",
    ),
    ("deploy/halted", "stuck", "Deployment rollout-paused", "it is paused"),
    (
        "sts/store",
        "stuck",
        "StatefulSet -, Pod pod-no-node, PersistentVolumeClaim -",
        "there is no StorageClass nowhere",
    ),
    ("pvc/data", "stuck", "PersistentVolumeClaim -", "there is no StorageClass nowhere"),
    ("pod/gated", "stuck", "Pod pod-no-node", "example.com/hold"),
    ("job/migrate", "stuck", "Job -, Pod init-target-missing, Service -", "does not exist"),
    ("deploy/fine", "healthy", "Deployment -", "available"),
];

fn broken() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let namespace = plane.namespace("broken");
    plane.apply(&THINGS.replace("NAMESPACE", &namespace));
    for (object, verdict, links, words) in CHAINS {
        let told = until(&namespace, object, verdict, links)?;
        equal(object, told.code, i32::from(verdict == "stuck"))?;
        contains(&last(&told.document), words)
            .map_err(|error| format!("{object}: {}", error.message().unwrap_or_default()))?;
    }
    let page = run(plane.kubeconfig(), &format!("-n {namespace} --grace 0s"))?;
    equal("page", page.code, 1)?;
    let items = page.document["items"].as_array().cloned().unwrap_or_default();
    let named = |name: &str| {
        items.iter().any(|item| item["object"]["name"].as_str().is_some_and(|own| own.starts_with(name)))
    };
    for name in ["web", "api", "big", "greedy", "account", "halted", "store", "gated", "migrate"] {
        equal(&format!("{name} in {:#}", page.document), named(name), true)?;
    }
    equal("fine", named("fine"), false)?;
    let severities: Vec<bool> = items.iter().map(|item| item["severity"] == "error").collect();
    equal("worst first", severities.is_sorted_by(|a, b| a >= b), true)?;
    // What is typed next helps: a rollout that is let go on is healthy.
    let halted = run(plane.kubeconfig(), &format!("why deploy/halted -n {namespace}"))?;
    let next = halted.document["next"].as_str().unwrap_or_default().to_owned();
    let words: Vec<&str> = next.split(' ').skip(1).collect();
    equal("next", words.first().copied(), Some("rollout"))?;
    plane.kubectl(&words);
    until(&namespace, "deploy/halted", "healthy", "Deployment -").map(drop)
}

/// Asks about an object until the answer is the one that is to come.
fn until(namespace: &str, object: &str, verdict: &str, links: &str) -> Result<Told, Failed> {
    let begun = std::time::Instant::now();
    loop {
        let told =
            run(ControlPlane::full().kubeconfig(), &format!("why {object} -n {namespace} --grace 0s"))?;
        let found = (told.document["verdict"].as_str().unwrap_or_default(), chain(&told.document));
        if found == (verdict, links.to_owned()) {
            return Ok(told);
        }
        if begun.elapsed() > std::time::Duration::from_secs(60) {
            return Err(
                format!("{object}: {} {}\n{:#}{}", found.0, found.1, told.document, told.stderr).into()
            );
        }
        std::thread::sleep(std::time::Duration::from_millis(500));
    }
}

fn chain(document: &Value) -> String {
    let links = document["links"].as_array().into_iter().flatten();
    let link = |link: &Value| {
        let kind = link["object"]["kind"].as_str().unwrap_or_default();
        format!("{kind} {}", link["rule"].as_str().unwrap_or("-"))
    };
    links.map(link).collect::<Vec<_>>().join(", ")
}

fn last(document: &Value) -> String {
    document["links"]
        .as_array()
        .and_then(|links| links.last())
        .map_or(String::new(), |link| link["condition"].to_string())
}
