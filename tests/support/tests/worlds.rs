//! Random worlds of the scheduler: an API server would take them, and every filter has something to say in them.
#![cfg(unix)]

use std::collections::{BTreeMap, BTreeSet};

use kubecheck_test_support::scheduler::{SchedulerOracle, World};
use serde_json::{Value, json};

/// How many worlds there are, unless the environment says otherwise.
const WORLDS: u64 = 200;

/// The filters of the default profile that can refuse a pod which has no node yet.
const FILTERS: [&str; 13] = [
    "DynamicResources",
    "InterPodAffinity",
    "NodeAffinity",
    "NodeDeclaredFeatures",
    "NodePorts",
    "NodeResourcesFit",
    "NodeUnschedulable",
    "NodeVolumeLimits",
    "PodTopologySpread",
    "TaintToleration",
    "VolumeBinding",
    "VolumeRestrictions",
    "VolumeZone",
];

#[test]
fn worlds_are_valid_mixed_and_plain() {
    let mut oracle = SchedulerOracle::new();
    let (mut invalid, mut refusals) = (Vec::new(), BTreeMap::<String, u64>::new());
    let mut states = BTreeMap::<&str, u64>::new();
    let worlds = std::env::var("KUBECHECK_SCHEDULER_WORLDS");
    for seed in 0..worlds.map_or(WORLDS, |count| count.parse().expect("a number of worlds")) {
        let stored = oracle.store(&World::new(seed).objects);
        invalid.extend(stored.invalid.iter().map(|why| format!("world {seed}: {why}")));
        let answer = oracle.ask(&stored.objects);
        assert_eq!(
            certain(&answer),
            certain(&stored.answer),
            "world {seed}: the scheduler leaves it to chance"
        );
        for pod in list(&answer["pods"]) {
            assert_eq!(
                free(pod),
                pod["fits"],
                "world {seed}: one by one, filters say something else of {pod}"
            );
            *states.entry(state(pod)).or_default() += 1;
            for filter in list(&pod["nodes"]).iter().flat_map(|node| list(&node["filters"])) {
                *refusals.entry(filter["plugin"].as_str().unwrap_or_default().to_owned()).or_default() += 1;
            }
        }
    }
    assert!(invalid.is_empty(), "{} objects are not valid:\n{}", invalid.len(), invalid.join("\n"));
    assert_eq!(refusals.keys().map(String::as_str).collect::<Vec<_>>(), FILTERS, "{refusals:?}");
    let pods: u64 = states.values().sum();
    for state in ["fits", "does not fit"] {
        assert!(states[state] * 4 > pods, "{states:?}");
    }
    for state in ["is gated", "preempts"] {
        assert!(states[state] * 50 > pods, "{states:?}");
    }
}

/// Returns what is not left to chance: all but which of equal nodes preemption chooses.
fn certain(answer: &Value) -> Value {
    let mut pods = answer["pods"].clone();
    for pod in pods.as_array_mut().into_iter().flatten() {
        if let Some(preemption) = pod["preemption"].as_object_mut() {
            preemption.remove("nominated");
        }
    }
    pods
}

/// Returns the nodes that no plugin refuses when each is asked alone; the scheduler's own chain must leave the same.
fn free(pod: &Value) -> Value {
    let narrowed = list(&pod["preFilter"]).iter().filter_map(|said| said["nodeNames"].as_array());
    let narrowed: Vec<&Vec<Value>> = narrowed.collect();
    let nodes = list(&pod["nodes"]).iter().filter(|node| list(&node["filters"]).is_empty());
    let nodes = nodes.map(|node| &node["node"]);
    let nodes = nodes.filter(|node| narrowed.iter().all(|names| names.contains(node)));
    json!(nodes.map(|node| node.as_str().unwrap_or_default()).collect::<BTreeSet<_>>())
}

fn state(pod: &Value) -> &'static str {
    match () {
        () if !pod["gated"].is_null() => "is gated",
        () if pod["reason"] == "" => "fits",
        () if pod["preemption"]["nominated"].as_str().is_some_and(|node| !node.is_empty()) => "preempts",
        () if pod["reason"] == "SchedulerError" => "fails",
        () => "does not fit",
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}
