//! Random worlds of the scheduler: an API server would take them, and every filter has something to say in them.
#![cfg(unix)]

use std::collections::BTreeMap;

use kubecheck_test_support::scheduler::{SchedulerOracle, World};
use serde_json::Value;

fn count() -> u64 {
    std::env::var("WORLDS").ok().and_then(|text| text.parse().ok()).unwrap_or(300)
}

#[test]
fn all_objects_are_valid() {
    let mut oracle = SchedulerOracle::new();
    let mut wrong = Vec::new();
    for seed in 0..count() {
        let world = World::new(seed);
        let stored = oracle.store(&world.objects);
        wrong.extend(stored.invalid.iter().map(|why| format!("world {seed}: {why}")));
    }
    assert!(
        wrong.is_empty(),
        "{} objects are not valid:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(20)].join("\n")
    );
}

#[test]
fn every_filter_refuses_and_passes() {
    let mut oracle = SchedulerOracle::new();
    let mut tally: BTreeMap<String, u64> = BTreeMap::new();
    let mut nodes = [0_u64; 4];
    for seed in 0..count() {
        let stored = oracle.store(&World::new(seed).objects);
        let again = oracle.ask(&stored.objects);
        assert_eq!(
            strip(&again["pods"]),
            strip(&stored.answer["pods"]),
            "world {seed}: the oracle says two things"
        );
        for pod in again["pods"].as_array().expect("pods") {
            *tally.entry(format!("pod: {}", state(pod))).or_default() += 1;
            for node in pod["nodes"].as_array().expect("nodes") {
                let filters = node["filters"].as_array().expect("filters");
                nodes[filters.len().min(3)] += 1;
                for filter in filters {
                    let reasons = filter["reasons"].as_array().into_iter().flatten();
                    for reason in reasons {
                        *tally
                            .entry(format!("{} {} {reason}", filter["plugin"], filter["code"]))
                            .or_default() += 1;
                    }
                }
            }
        }
    }
    for (what, count) in &tally {
        println!("{count:6} {what}");
    }
    println!("nodes by refusals: {nodes:?}");
}

/// Which of equal nodes preemption chooses is left to chance.
fn strip(pods: &Value) -> Value {
    let mut pods = pods.clone();
    for pod in pods.as_array_mut().into_iter().flatten() {
        if let Some(preemption) = pod["preemption"].as_object_mut() {
            preemption.remove("nominated");
        }
    }
    pods
}

fn state(pod: &Value) -> String {
    match (&pod["gated"], &pod["reason"]) {
        (Value::Null, reason) if reason == "" => "schedulable".to_owned(),
        (Value::Null, reason) if pod["preemption"]["nominated"] != "" => format!("{reason}, preempts"),
        (Value::Null, reason) => reason.to_string(),
        (gated, _) => format!("gated by {}", gated["plugin"]),
    }
}
