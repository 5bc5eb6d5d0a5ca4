//! What the rules say of objects, beside what the real API server says of them: every kind that it serves, whole and spoilt in
//! every way that a rule speaks of.

mod compare;
mod custom;
mod mutate;

use std::collections::BTreeSet;

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};
use serde::Deserialize;
use serde_json::Value;

use compare::{Case, Verdict, compare};
use custom::are_the_servers_of_a_crd;

use crate::{diff, process};

/// A valid object of every kind.
const SAMPLES: &str = include_str!("samples.yaml");

/// What the server asks for beside other fields: kind and field.
const KNOWN: &str = include_str!("beside-others.txt");

/// The kinds that are made otherwise than by posting an object to their resource.
const NOT_POSTED: [&str; 4] = ["Binding", "ComponentStatus", "Eviction", "TokenRequest"];

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test(
            "live/verdicts are the server's, for every kind and every way to spoil it",
            are_the_servers,
        ),
        Trial::test("live/verdicts are the server's, for what a CRD demands", are_the_servers_of_a_crd),
    ]
}

fn samples() -> Vec<Value> {
    let documents = serde_yaml::Deserializer::from_str(SAMPLES);
    documents.map(|document| Value::deserialize(document).expect("the samples are YAML")).collect()
}

fn are_the_servers() -> Result<(), Failed> {
    let plane = ControlPlane::start(&["--runtime-config=api/all=true"]);
    let served = compare::served(&plane);
    let samples: Vec<Value> =
        samples().into_iter().filter(|sample| served.contains_key(&compare::gvk(sample))).collect();
    has_every_kind(&samples, served.keys())?;
    let cases: Vec<Case> = samples.iter().flat_map(mutate::cases).collect();
    let verdicts = compare(&plane, &served, &cases, "");
    let said =
        |wrong: fn(&Verdict) -> bool| cases.iter().zip(&verdicts).filter(move |(_, verdict)| wrong(verdict));
    let told: Vec<String> = said(|verdict| verdict.is_false_alarm() || verdict.is_miss())
        .map(|(case, verdict)| {
            format!("{case}\n    server: {}\n    ours: {:?}", verdict.theirs, verdict.ours)
        })
        .collect();
    if !told.is_empty() {
        return Err(format!("{} of {} verdicts differ:\n{}", told.len(), cases.len(), told.join("\n")).into());
    }
    let asked_beside_others = said(Verdict::is_asked_beside_others).map(|(case, _)| case.pattern());
    is_known(&asked_beside_others.collect())
}

/// Fails unless the fields that the server asks for without a word in its schema are the known ones: which of them it asks for
/// depends on what else an object has, and the rules speak of what is always asked for.
fn is_known(found: &BTreeSet<String>) -> Result<(), Failed> {
    let text = found.iter().map(|line| format!("{line}\n")).collect::<String>();
    if diff::is_update() {
        std::fs::write(process::root().join("tests/all/live/verdicts/beside-others.txt"), &text)?;
        return Ok(());
    }
    diff::same("what the server asks for beside other fields", KNOWN, &text)
}

/// Fails unless there is a sample of every kind that can be posted.
fn has_every_kind<'k>(
    samples: &[Value],
    served: impl Iterator<Item = &'k (String, String)>,
) -> Result<(), Failed> {
    let there: BTreeSet<(String, String)> = samples.iter().map(compare::gvk).collect();
    let missing: Vec<String> = served
        .filter(|gvk| !there.contains(gvk) && !NOT_POSTED.contains(&gvk.1.as_str()))
        .map(|(api_version, kind)| format!("{api_version} {kind}"))
        .collect();
    if missing.is_empty() { Ok(()) } else { Err(format!("no sample of {}", missing.join(", ")).into()) }
}
