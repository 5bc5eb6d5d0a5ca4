//! References in real manifests: all that the rules about them say, information included, is known and true.
//!
//! `tests/worlds/refs.txt` was made by hand, as the lists beside it; it holds more modules, and only these rules.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use crate::{go, process};

/// The modules of the list, each with the version of Kubernetes that it is judged for.
static MODULES: [(&str, &str, &str); 13] = [
    ("k8s.io/kubernetes", "v1.36.3", "1.36"),
    ("k8s.io/kubernetes", "v1.22.0", "1.22"),
    ("k8s.io/kubernetes", "v1.16.0", "1.16"),
    ("k8s.io/autoscaler/vertical-pod-autoscaler", "v1.8.1", "1.36"),
    ("sigs.k8s.io/gateway-api", "v1.2.1", "1.36"),
    ("sigs.k8s.io/kueue", "v0.15.0", "1.36"),
    ("sigs.k8s.io/kwok", "v0.8.0", "1.36"),
    ("github.com/argoproj/argo-cd/v2", "v2.14.11", "1.36"),
    ("github.com/cert-manager/cert-manager", "v1.21.2", "1.36"),
    ("github.com/fluxcd/flux2/v2", "v2.5.1", "1.36"),
    ("github.com/kedacore/keda/v2", "v2.21.0", "1.36"),
    ("github.com/kyverno/kyverno", "v1.13.4", "1.36"),
    ("github.com/prometheus-operator/prometheus-operator", "v0.85.0", "1.36"),
];

/// The roles that the API server itself writes, and how many objects there are at least.
const BOOTSTRAP: &str = "plugin/pkg/auth/authorizer/rbac/bootstrappolicy/testdata";
static SERVERS: [(&str, &str, u64); 4] =
    [("v1.16.0", "1.16", 100), ("v1.22.0", "1.22", 110), ("v1.36.3", "1.36", 150), ("v1.37.0", "1.37", 150)];

/// The trials over references.
pub(crate) fn trials() -> Vec<Trial> {
    let modules = MODULES.iter().map(|(module, version, target)| {
        let name = format!("references/{module}@{version}: what is said is true");
        Trial::test(name, move || judge(module, version, target))
    });
    let servers = SERVERS.iter().map(|(version, target, objects)| {
        let name = format!("references/none of the API server's own roles is flagged at {target}");
        Trial::test(name, move || own_roles(version, target, *objects))
    });
    modules.chain(servers).collect()
}

fn judge(module: &str, version: &str, target: &str) -> Result<(), Failed> {
    let root = go::module(module, version)?;
    let report = report(&root, target)?;
    let path = process::root().join("tests/worlds/refs.txt");
    let text = fs::read_to_string(&path)?;
    let module = format!("{module}@{version} ");
    let known: BTreeSet<&str> =
        text.lines().filter_map(|line| line.strip_prefix(&module)).map(place).collect();
    let found: BTreeMap<String, &Value> =
        findings(&report).map(|finding| (describe(finding), finding)).collect();
    let new = found.iter().filter(|(place, _)| !known.contains(place.as_str()));
    let new = new.map(|(place, finding)| {
        format!("not in {}: {module}{place} -- {}", path.display(), finding["message"])
    });
    let gone = known.iter().filter(|place| !found.contains_key(**place));
    let gone = gone.map(|place| format!("no longer found: {module}{place}"));
    match new.chain(gone).collect::<Vec<String>>().as_slice() {
        [] => Ok(()),
        broken => Err(broken.join("\n").into()),
    }
}

/// Returns what stands before the reason.
fn place(line: &str) -> &str {
    line.split(" -- ").next().unwrap_or_default()
}

/// Says where a finding is, how bad and of which rule: `hack/role.yaml:12:5 info dead-rbac-rule`.
fn describe(finding: &Value) -> String {
    let (place, text) = (&finding["place"], |value: &Value| value.as_str().unwrap_or_default().to_owned());
    let file = text(&place["file"]);
    let file = file.strip_prefix("./").unwrap_or(&file);
    let (line, column) = (&place["line"], &place["column"]);
    format!("{file}:{line}:{column} {} {}", text(&finding["severity"]), text(&finding["rule"]))
}

fn own_roles(version: &str, target: &str, objects: u64) -> Result<(), Failed> {
    let root = go::module("k8s.io/kubernetes", version)?.join(BOOTSTRAP);
    let report = report(&root, target)?;
    let judged = report["counts"]["objects"].as_u64().unwrap_or_default();
    if judged < objects {
        return Err(format!("only {judged} objects were judged").into());
    }
    match findings(&report).map(describe).collect::<Vec<String>>().as_slice() {
        [] => Ok(()),
        broken => Err(broken.join("\n").into()),
    }
}

fn report(root: &std::path::Path, target: &str) -> Result<Value, Failed> {
    let ended = process::shell(&format!("kubectl gvkcheck -R . --k8s {target} -o json"), root);
    serde_json::from_str(&ended.stdout).map_err(|error| format!("{error}: {}", ended.stderr).into())
}

/// Returns the findings of the rules about references.
fn findings(report: &Value) -> impl Iterator<Item = &Value> {
    let findings = report["findings"].as_array().into_iter().flatten();
    findings.filter(|finding| finding["rule"].as_str().is_some_and(|rule| rule.starts_with("dead-")))
}
