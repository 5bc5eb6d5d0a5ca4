//! Objects of a CRD that demands all that a CRD can demand.

use kubecheck_test_support::ControlPlane;
use libtest_mimic::Failed;
use serde_json::{Value, json};

use super::compare::{Case, Resource, compare, gvk};
use super::mutate;

const CRD: &str = include_str!("gauge.yaml");

/// An object that fits.
fn sample() -> Value {
    json!({
        "apiVersion": "verdicts.example.com/v1", "kind": "Gauge", "metadata": {"name": "x"},
        "spec": {
            "unit": "bar", "low": 1, "high": 5, "step": 0.5, "label": "a-1", "port": "http", "since": "2026-01-02T03:04:05Z",
            "network": "10.0.0.0/8", "tags": ["a", "b"], "marks": [{"name": "a", "at": 1}, {"name": "b", "at": 2}],
            "colours": {"a": "red"}, "free": {"x": {"y": [1]}}, "note": null, "template": {
                "apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "t"}, "data": {"a": "b"},
            },
        },
    })
}

/// Values that have the right type and are wrong, or look wrong and are right.
fn values() -> Vec<(&'static str, Value)> {
    let marks = |at: [i64; 2]| json!([{"name": "a", "at": at[0]}, {"name": "b", "at": at[1]}]);
    vec![
        ("/spec/unit", json!("foot")),
        ("/spec/unit", json!("")),
        ("/spec/low", json!(6)),
        ("/spec/low", json!(-1)),
        ("/spec/low", json!(0)),
        ("/spec/low", json!(1.5)),
        ("/spec/high", json!(101)),
        ("/spec/high", json!(100)),
        ("/spec/step", json!(0.3)),
        ("/spec/step", json!(2)),
        ("/spec/step", json!(0)),
        ("/spec/label", json!("A")),
        ("/spec/label", json!("abcdefghijk")),
        ("/spec/label", json!("äöüäöüäöü")),
        ("/spec/port", json!(80)),
        ("/spec/port", json!(80.5)),
        ("/spec/since", json!("2026-01-02")),
        ("/spec/since", json!("2026-01-02T03:04:05+01:00")),
        ("/spec/network", json!("10.0.0.0")),
        ("/spec/network", json!("fd00::/8")),
        ("/spec/tags", json!(["a", "a"])),
        ("/spec/tags", json!([])),
        ("/spec/tags", json!(["a", "b", "c", "d"])),
        ("/spec/marks", marks([1, 1])),
        ("/spec/marks", marks([2, 1])),
        ("/spec/marks", json!([{"name": "a", "at": 1}, {"name": "a", "at": 2}])),
        ("/spec/colours", json!({"a": "red", "b": "green", "c": "blue"})),
        ("/spec/colours", json!({"a": "a colour with a long name"})),
        ("/spec/colours", json!({})),
        ("/spec/free", json!({})),
        ("/spec/note", json!("x")),
        ("/spec/note", json!(1)),
        ("/spec/template", json!({"apiVersion": "v1", "kind": "ConfigMap"})),
        ("/spec/template", json!({"kind": "ConfigMap", "metadata": {}})),
        (
            "/spec/template",
            json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"labels": {"a": 1}}}),
        ),
        ("/metadata/name", json!("X")),
    ]
}

pub(super) fn are_the_servers_of_a_crd() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    plane.apply(CRD);
    plane.kubectl(&[
        "wait",
        "crd/gauges.verdicts.example.com",
        "--for=condition=Established",
        "--timeout=60s",
    ]);
    let sample = sample();
    let mut cases = mutate::cases(&sample);
    for (pointer, value) in values() {
        let mut object = sample.clone();
        *object.pointer_mut(pointer).ok_or("the sample has it")? = value.clone();
        cases.push(Case::new(&sample, "with another value", &format!("{pointer} {value}"), object));
    }
    let served = [(gvk(&sample), Resource::namespaced("gauges"))].into_iter().collect();
    let verdicts = compare(plane, &served, &cases, CRD);
    let differ = cases.iter().zip(&verdicts).filter(|(_, verdict)| verdict.taken != verdict.ours.is_empty());
    let told: Vec<String> = differ
        .map(|(case, verdict)| {
            format!("{case}\n    server: {}\n    ours: {:?}", verdict.theirs, verdict.ours)
        })
        .collect();
    let refused = verdicts.iter().filter(|verdict| !verdict.taken).count();
    if told.is_empty() && refused > 50 && refused < cases.len() {
        return Ok(());
    }
    Err(format!("{} of {} verdicts differ, {refused} refused:\n{}", told.len(), cases.len(), told.join("\n"))
        .into())
}
