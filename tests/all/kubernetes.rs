//! Kubernetes' own manifests: everything that is said of them is known and true.
//!
//! `tests/kubernetes/errors.txt` lists each error with the reason why it is one; it was made by hand, file by file, and
//! beside the verdict of an API server of the same version. Whoever adds to it does the same.

use std::collections::BTreeSet;
use std::fs;

use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use crate::{go, process};

/// The module and the version of Kubernetes that its manifests are for.
const MODULE: (&str, &str, &str) = ("k8s.io/kubernetes", "v1.36.3", "1.36");

/// One object of every kind with every field set, as Kubernetes' own round-trip tests read them.
const EVERY_FIELD: (&str, &str, &str) = ("k8s.io/api", "v0.36.3", "testdata/HEAD");

/// What may not be said of an object with every field set: that it has a field too many, or one of a wrong type.
const NEVER: [&str; 3] = ["unknown-field", "wrong-type", "missing-field"];

/// The trials over Kubernetes' manifests.
pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("kubernetes/errors in its manifests are true", errors_are_true),
        Trial::test("kubernetes/every field of every kind is known", every_field_is_known),
    ]
}

fn errors_are_true() -> Result<(), Failed> {
    let (name, version, target) = MODULE;
    let root = go::module(name, version)?;
    let report = report(&root, ".", target)?;
    let errors = findings(&report).filter(|finding| finding["severity"] == "error");
    let found: BTreeSet<String> = errors.map(describe).collect();
    let list = process::root().join("tests/kubernetes/errors.txt");
    let text = fs::read_to_string(&list)?;
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let known: BTreeSet<String> =
        lines.map(|line| line.split("  ").next().unwrap_or_default().to_owned()).collect();
    let new = found.difference(&known).map(|error| format!("not in {}: {error}", list.display()));
    let gone = known.difference(&found).map(|error| format!("no longer found: {error}"));
    match new.chain(gone).collect::<Vec<String>>().as_slice() {
        [] => Ok(()),
        broken => Err(broken.join("\n").into()),
    }
}

/// Says where an error is, and of which rule: `hack/testdata/invalid-pod.yaml:7 missing-field`.
fn describe(finding: &Value) -> String {
    let place = &finding["place"];
    let file = place["file"].as_str().unwrap_or_default();
    let rule = finding["rule"].as_str().unwrap_or_default();
    format!("{}:{} {rule}", file.strip_prefix("./").unwrap_or(file), place["line"])
}

fn every_field_is_known() -> Result<(), Failed> {
    let (name, version, folder) = EVERY_FIELD;
    let root = go::module(name, version)?;
    let report = report(&root, folder, MODULE.2)?;
    let objects = report["counts"]["objects"].as_u64().unwrap_or_default();
    if objects < 300 {
        return Err(format!("only {objects} objects were read").into());
    }
    let wrong = findings(&report).filter(|finding| NEVER.iter().any(|rule| finding["rule"] == *rule));
    match wrong
        .map(|finding| format!("{}: {}", describe(finding), finding["message"]))
        .collect::<Vec<_>>()
        .as_slice()
    {
        [] => Ok(()),
        broken => Err(broken.join("\n").into()),
    }
}

fn report(root: &std::path::Path, folder: &str, target: &str) -> Result<Value, Failed> {
    let ended = process::shell(&format!("kubectl gvkcheck -R {folder} --k8s {target} -o json"), root);
    serde_json::from_str(&ended.stdout).map_err(|error| format!("{error}: {}", ended.stderr).into())
}

fn findings(report: &Value) -> impl Iterator<Item = &Value> {
    report["findings"].as_array().into_iter().flatten()
}
