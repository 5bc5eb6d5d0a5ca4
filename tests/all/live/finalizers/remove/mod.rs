//! `kubectl finalizers plan`, `remove`, `apply` and `restore` on a real control plane.

mod bulk;
mod killed;
mod namespaces;
mod one;
mod races;
mod refused;
mod restored;
mod rights;

use std::path::{Path, PathBuf};

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use crate::process::{self, Ended};

pub(super) fn trials() -> Vec<Trial> {
    let parts = [
        one::trials(),
        refused::trials(),
        namespaces::trials(),
        rights::trials(),
        killed::trials(),
        restored::trials(),
        bulk::trials(),
        races::trials(),
    ];
    parts.into_iter().flatten().collect()
}

/// Whoever runs the program: a folder with backups of its own, and a kubeconfig.
struct Hand {
    folder: PathBuf,
    kubeconfig: PathBuf,
}

impl Hand {
    fn new(plane: &ControlPlane) -> Hand {
        Hand::with(plane, plane.kubeconfig())
    }

    fn with(plane: &ControlPlane, kubeconfig: &Path) -> Hand {
        Hand { folder: plane.folder(), kubeconfig: kubeconfig.to_owned() }
    }

    /// Returns the line of shell that runs the program; everything is old enough.
    fn line(&self, arguments: &str) -> String {
        let (verb, rest) = arguments.split_once(' ').unwrap_or((arguments, ""));
        let age = if verb == "restore" || rest.contains("--older-than") { "" } else { "--older-than 0" };
        format!("KUBECONFIG={} kubectl finalizers {verb} {rest} {age}", self.kubeconfig.display())
    }

    fn run(&self, arguments: &str) -> Ended {
        process::shell(&self.line(arguments), &self.folder)
    }

    fn backups(&self) -> Vec<PathBuf> {
        let folder = self.folder.join(".local/state/kubecheck/backups");
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        files.sort();
        files
    }

    /// Returns the one backup there is.
    fn backup(&self) -> Result<(PathBuf, Value), Failed> {
        match self.backups().as_slice() {
            [file] => Ok((file.clone(), serde_json::from_str(&std::fs::read_to_string(file)?)?)),
            files => Err(format!("there is not one backup but {files:?}").into()),
        }
    }
}

/// Makes a ConfigMap with finalizers and deletes it.
fn deleted(plane: &ControlPlane, namespace: &str, name: &str, finalizers: &[&str]) {
    made(plane, namespace, name, finalizers);
    plane.kubectl(&["delete", "configmap", name, "-n", namespace, "--wait=false"]);
}

fn made(plane: &ControlPlane, namespace: &str, name: &str, finalizers: &[&str]) {
    let list = finalizers.join(", ");
    plane.apply(&format!(
        "{{apiVersion: v1, kind: ConfigMap, metadata: {{name: {name}, namespace: {namespace}, finalizers: [{list}]}}, data: {{a: b}}}}"
    ));
}

/// Returns the finalizers that an object has, or nothing if it is gone.
fn finalizers(plane: &ControlPlane, namespace: &str, name: &str) -> Option<String> {
    let path = "jsonpath={.metadata.finalizers}";
    let ended = plane.try_kubectl(&["get", "configmap", name, "-n", namespace, "-o", path]);
    (ended.code == 0).then_some(ended.stdout)
}
