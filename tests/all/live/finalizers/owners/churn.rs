//! Owners come and go while they are looked at: nothing is said that is not so.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};

use super::{findings, told};
use crate::expect::equal;

pub(in super::super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/finalizers/owners says nothing wrong under churn", || {
            churn(ControlPlane::shared(), false)
        }),
        Trial::test("live/finalizers/owners says nothing wrong while the collector works", || {
            churn(ControlPlane::full(), true)
        }),
    ]
}

/// How often everything is looked at: a few times here, as often as it says under `cargo xtask soak`.
fn runs() -> usize {
    std::env::var("KUBECHECK_OWNERS_RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(10)
}

/// How many clients make and delete owners.
const CLIENTS: usize = 4;
/// How many dependents an owner has.
const DEPENDENTS: usize = 5;

/// Makes owners with dependents and deletes them, over and over, under the same names; without a collector, dependents first.
fn client(
    plane: &ControlPlane,
    namespace: &str,
    number: usize,
    has_collector: bool,
    stop: &AtomicBool,
) -> usize {
    let plain = plane.plain();
    let root = format!("/api/v1/namespaces/{namespace}/configmaps");
    let mut rounds = 0;
    while !stop.load(Ordering::Relaxed) {
        let owner = format!("owner-{number}");
        let (_, made) = plain.post(&root, &json!({"metadata": {"name": owner}}));
        let Some(uid) = made["metadata"]["uid"].as_str() else { continue };
        let reference = json!({"apiVersion": "v1", "kind": "ConfigMap", "name": owner, "uid": uid});
        let names: Vec<String> = (0..DEPENDENTS).map(|own| format!("child-{number}-{own}")).collect();
        for name in &names {
            plain.post(&root, &json!({"metadata": {"name": name, "ownerReferences": [reference]}}));
        }
        let delete = |names: &[&str]| {
            let head = ["delete", "configmap", "-n", namespace, "--ignore-not-found"];
            plane.try_kubectl(&[&head[..], names].concat());
        };
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        if has_collector {
            // The collector deletes them, and the next round makes them again under the same names.
            delete(&[&owner]);
        } else {
            delete(&names);
            delete(&[&owner]);
        }
        rounds += 1;
    }
    rounds
}

fn churn(plane: &ControlPlane, has_collector: bool) -> Result<(), Failed> {
    let namespaces: Vec<String> = (0..CLIENTS).map(|_| plane.namespace("churn")).collect();
    let stop = AtomicBool::new(false);
    let (reports, rounds) = thread::scope(|scope| {
        let clients: Vec<_> = namespaces
            .iter()
            .enumerate()
            .map(|(at, name)| {
                let stop = &stop;
                scope.spawn(move || client(plane, name, at, has_collector, stop))
            })
            .collect();
        let reports: Result<Vec<Value>, Failed> = (0..runs()).map(|_| told(plane.kubeconfig(), "")).collect();
        stop.store(true, Ordering::Relaxed);
        let rounds: usize = clients.into_iter().map(|client| client.join().unwrap_or_default()).sum();
        (reports, rounds)
    });
    for report in reports? {
        let is_here = |one: &Value| {
            let namespace = one["place"]["object"]["namespace"].as_str().unwrap_or_default();
            namespaces.iter().any(|own| own == namespace)
        };
        let here: Vec<Value> =
            report["findings"].as_array().cloned().unwrap_or_default().into_iter().filter(is_here).collect();
        equal("findings", findings(&json!({ "findings": here })), Vec::new())?;
        equal("gaps", &report["gaps"], &json!([]))?;
    }
    if rounds == 0 {
        return Err("no owner came or went".into());
    }
    Ok(())
}
