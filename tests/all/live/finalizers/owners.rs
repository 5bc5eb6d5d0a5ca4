//! `kubectl finalizers owners` on a real control plane.

mod churn;
mod collector;
mod metadata;
mod outlook;
mod rights;

use std::path::Path;

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use crate::process::{self, Ended};

pub(super) fn trials() -> Vec<Trial> {
    let parts =
        [collector::trials(), outlook::trials(), churn::trials(), rights::trials(), metadata::trials()];
    parts.into_iter().flatten().collect()
}

/// Runs `owners`.
fn owners(kubeconfig: &Path, arguments: &str) -> Ended {
    let folder = tempfile::tempdir().expect("the temporary folder can be written");
    let config = kubeconfig.display();
    process::shell(&format!("kubectl finalizers owners --kubeconfig {config} {arguments}"), folder.path())
}

/// Runs `owners` and returns what it says.
fn told(kubeconfig: &Path, arguments: &str) -> Result<Value, Failed> {
    let ended = owners(kubeconfig, &format!("{arguments} -o json"));
    serde_json::from_str(&ended.stdout).map_err(|_| format!("{arguments}: {ended:?}").into())
}

/// The findings of a report: rule, object and what is to come of it.
fn findings(report: &Value) -> Vec<(String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let findings = report["findings"].as_array().cloned().unwrap_or_default().into_iter();
    let findings =
        findings.map(|one| (text(&one["rule"]), text(&one["place"]["object"]["name"]), text(&one["help"])));
    findings.collect()
}

/// A ConfigMap with owners, each as kind, name and UID; in a namespace, or a ClusterRole in none.
fn owned(namespace: &str, name: &str, owners: &[(&str, &str, &str)]) -> String {
    let references = owners.iter().map(|(kind, name, uid)| {
        let (version, kind) = kind.rsplit_once('/').unwrap_or(("v1", kind));
        format!("{{apiVersion: {version}, kind: {kind}, name: {name}, uid: {uid}, blockOwnerDeletion: true}}")
    });
    let references = references.collect::<Vec<_>>().join(", ");
    let (head, within) = if namespace.is_empty() {
        ("apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole", String::new())
    } else {
        ("apiVersion: v1, kind: ConfigMap", format!("namespace: {namespace}, "))
    };
    format!("---\n{{{head}, metadata: {{{within}name: {name}, ownerReferences: [{references}]}}}}\n")
}

/// The UID of an object.
fn uid(plane: &ControlPlane, kind: &str, namespace: &str, name: &str) -> String {
    plane.kubectl(&["get", kind, name, "-n", namespace, "-o", "jsonpath={.metadata.uid}"])
}

/// Tells whether an object is there.
fn is_there(plane: &ControlPlane, kind: &str, namespace: &str, name: &str) -> bool {
    plane.try_kubectl(&["get", kind, name, "-n", namespace]).code == 0
}
