//! Manifests of real projects: everything that is said of them is known and true.
//!
//! Each list in `tests/worlds` names every error, and every warning about a reference, with the reason why it is one; it
//! was made by hand, file by file. Whoever adds to it does the same.

use std::collections::BTreeSet;
use std::fs;

use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use crate::{go, process};

/// A Go module, and the version of Kubernetes that its manifests are judged for.
struct World {
    list: &'static str,
    module: &'static str,
    version: &'static str,
    target: &'static str,
}

const fn world(
    list: &'static str,
    module: &'static str,
    version: &'static str,
    target: &'static str,
) -> World {
    World { list, module, version, target }
}

static WORLDS: [World; 7] = [
    world("kubernetes-1.36", "k8s.io/kubernetes", "v1.36.3", "1.36"),
    world("kubernetes-1.22", "k8s.io/kubernetes", "v1.22.0", "1.22"),
    world("gateway-api", "sigs.k8s.io/gateway-api", "v1.6.3", "1.36"),
    world("cert-manager", "github.com/cert-manager/cert-manager", "v1.21.2", "1.36"),
    world("prometheus-operator", "github.com/prometheus-operator/prometheus-operator", "v0.85.0", "1.36"),
    world("kueue", "sigs.k8s.io/kueue", "v0.15.0", "1.36"),
    world("kwok", "sigs.k8s.io/kwok", "v0.8.0", "1.36"),
];

/// One object of every kind with every field set, as Kubernetes' own round-trip tests read them.
const EVERY_FIELD: (&str, &str, &str) = ("k8s.io/api", "v0.36.3", "testdata/HEAD");

/// What may not be said of an object with every field set: that it has a field too many, or one of a wrong type.
const NEVER: [&str; 3] = ["unknown-field", "wrong-type", "missing-field"];

/// The trials over real manifests.
pub(crate) fn trials() -> Vec<Trial> {
    let worlds = WORLDS
        .iter()
        .map(|world| Trial::test(format!("worlds/{}: what is said is true", world.list), || judge(world)));
    let every_field = Trial::test("worlds/every field of every kind is known", every_field_is_known);
    worlds.chain([every_field]).collect()
}

fn judge(world: &World) -> Result<(), Failed> {
    let root = go::module(world.module, world.version)?;
    let report = report(&root, ".", world.target)?;
    let found: BTreeSet<String> =
        findings(&report).filter(|finding| is_listed(finding)).map(describe).collect();
    let list = process::root().join(format!("tests/worlds/{}.txt", world.list));
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

/// Tells whether a finding must be in the list: every error, and warnings about references.
fn is_listed(finding: &Value) -> bool {
    let rule = finding["rule"].as_str().unwrap_or_default();
    finding["severity"] == "error" || (finding["severity"] == "warning" && rule.starts_with("dead-"))
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
    let report = report(&root, folder, "1.36")?;
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
