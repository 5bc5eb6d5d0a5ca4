//! `kubectl finalizers why` and `stuck` on a real control plane.

mod broken;
mod cost;
mod follow;
mod namespace;
mod objects;
mod pods;
mod rights;
mod two;

use std::path::Path;

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use crate::process;

pub(super) fn trials() -> Vec<Trial> {
    let parts = [
        namespace::trials(),
        broken::trials(),
        objects::trials(),
        pods::trials(),
        rights::trials(),
        two::trials(),
        follow::trials(),
        cost::trials(),
    ];
    parts.into_iter().flatten().collect()
}

/// What a run told.
struct Told {
    document: Value,
    code: i32,
}

impl Told {
    fn verdict(&self) -> &str {
        self.document["verdict"].as_str().unwrap_or_default()
    }

    /// Returns the first link that says something.
    fn link(&self, part: &str) -> Result<&Value, Failed> {
        let links = self.document["links"].as_array().map(Vec::as_slice).unwrap_or_default();
        let found = links.iter().find(|link| link["says"].as_str().is_some_and(|says| says.contains(part)));
        found.ok_or_else(|| format!("no link says {part:?}: {:#}", self.document).into())
    }

    /// Returns what the links say, with their depth before them.
    fn says(&self) -> Vec<String> {
        let links = self.document["links"].as_array().map(Vec::as_slice).unwrap_or_default();
        links
            .iter()
            .map(|link| format!("{} {}", link["depth"], link["says"].as_str().unwrap_or_default()))
            .collect()
    }

    fn gaps(&self) -> Vec<&str> {
        let gaps = self.document["gaps"].as_array().map(Vec::as_slice).unwrap_or_default();
        gaps.iter().filter_map(|gap| gap["what"].as_str()).collect()
    }
}

/// Runs `kubectl finalizers` with a kubeconfig, and reads the document that it prints.
fn run(kubeconfig: &Path, arguments: &str) -> Result<Told, Failed> {
    let folder = tempfile::tempdir()?;
    let line = format!("KUBECONFIG={} kubectl finalizers {arguments} -o json", kubeconfig.display());
    let ended = process::shell(&line, folder.path());
    let document = serde_json::from_str(&ended.stdout)
        .map_err(|error| format!("{line}: {error}: {}{}", ended.stdout, ended.stderr))?;
    Ok(Told { document, code: ended.code })
}

/// Asks why an object is still there; nothing is too young.
fn why(plane: &ControlPlane, object: &str) -> Result<Told, Failed> {
    run(plane.kubeconfig(), &format!("why {object} --older-than 0"))
}

/// Looks again and again until something is as expected, for half a minute; then it fails as the last look did.
fn eventually(look: impl Fn() -> Result<(), Failed>) -> Result<(), Failed> {
    let mut last = look();
    for _ in 0..60 {
        if last.is_ok() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(500));
        last = look();
    }
    last
}

/// Defines a custom kind in a group, and waits until it is served.
fn define(plane: &ControlPlane, group: &str, versions: &str) {
    plane.apply(&format!(
        "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {{name: widgets.{group}}}\n\
         spec:\n  group: {group}\n  scope: Namespaced\n  names: {{plural: widgets, singular: widget, kind: Widget}}\n\
         \x20 versions: [{versions}]\n"
    ));
    let crd = format!("crd/widgets.{group}");
    plane.kubectl(&["wait", "--for=condition=Established", &crd, "--timeout=60s"]);
}

/// A version of a custom kind with any content.
fn version(name: &str, is_stored: bool) -> String {
    format!(
        "{{name: {name}, served: true, storage: {is_stored}, schema: {{openAPIV3Schema: {{type: object, \
         x-kubernetes-preserve-unknown-fields: true}}}}}}"
    )
}

/// A custom object with finalizers.
fn widget(group: &str, namespace: &str, name: &str, finalizers: &str) -> String {
    format!(
        "---\n{{apiVersion: {group}/v1, kind: Widget, metadata: {{name: {name}, namespace: {namespace}, finalizers: [{finalizers}]}}}}\n"
    )
}

/// Applies what needs a custom kind that was defined just now.
fn insist(plane: &ControlPlane, manifest: &str) -> Result<(), Failed> {
    eventually(|| match plane.kubectl_with(&["apply", "-f", "-"], manifest) {
        ended if ended.code == 0 => Ok(()),
        ended => Err(ended.stderr.into()),
    })
}

/// Takes all finalizers off, as only a test may.
fn let_go(plane: &ControlPlane, object: &str, namespace: &str) {
    let none = r#"{"metadata":{"finalizers":null}}"#;
    plane.try_kubectl(&["patch", object, "-n", namespace, "--type=merge", "-p", none]);
}
