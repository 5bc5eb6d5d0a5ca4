//! Every part of the schema language against many values.

use kubecheck_test_support::Oracle;
use serde_json::{Value, json};

use crate::compare::{Answers, ask, crd, object};

/// Formats that are only judged where a text is surely wrong.
const LOOSE: [&str; 3] = ["email", "hostname", "uri"];

/// Reads a file of one JSON value a line.
fn lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}")))
        .collect()
}

fn wrap(schema: &Value) -> String {
    crd(&json!({"type": "object", "properties": {"spec": {"type": "object", "properties": {"v": schema}}}}))
}

#[test]
fn every_fragment_takes_and_refuses_what_the_server_does() {
    let mut oracle = Oracle::new("crd");
    // Schemas of one field, and values of it; the first value stands for an absent field.
    let (schemas, values) = (lines(include_str!("schemas.jsonl")), lines(include_str!("values.jsonl")));
    let objects: Vec<String> = values
        .iter()
        .map(|value| match value.as_str() {
            Some("<absent>") => object(&json!({"spec": {}})),
            _ => object(&json!({"spec": {"v": value}})),
        })
        .collect();
    let (mut wrong, mut alarms, mut misses) = (Vec::new(), Vec::new(), Vec::new());
    let (mut pairs, mut loose) = (0, 0);
    for schema in schemas {
        let Answers { refused, objects: both } = ask(&mut oracle, &wrap(&schema), &objects);
        if !refused.is_empty() {
            wrong.push(format!("{schema}: {refused:?}"));
        }
        for (both, value) in both.iter().zip(&values) {
            pairs += 1;
            if both.is_false_alarm() {
                alarms.push(format!("{schema} {value}: {:?}", both.ours));
            }
            if both.is_miss() && schema["format"].as_str().is_some_and(|format| LOOSE.contains(&format)) {
                loose += 1;
            } else if both.is_miss() {
                misses.push(format!("{schema} {value}: {:?}", both.theirs));
            }
        }
    }
    assert!(wrong.is_empty(), "the server refuses these schemas:\n{}", wrong.join("\n"));
    assert!(alarms.is_empty(), "of {pairs} pairs, {} false alarms:\n{}", alarms.len(), alarms.join("\n"));
    assert!(misses.is_empty(), "of {pairs} pairs, {} misses:\n{}", misses.len(), misses.join("\n"));
    assert_eq!(loose, 7, "what is known to be missed has changed; docs/crds.md tells of it");
}
