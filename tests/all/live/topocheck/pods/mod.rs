//! `kubectl topocheck pods` beside the real API server, its controllers and its scheduler; kubelets are played by kwok.

mod refused;
mod rights;
mod waiting;
mod watch;

use std::path::Path;
use std::time::{Duration, Instant};

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use crate::process;

pub(super) fn trials() -> Vec<Trial> {
    let parts = [refused::trials(), waiting::trials(), watch::trials(), rights::trials()];
    parts.into_iter().flatten().collect()
}

/// What a run told.
pub(super) struct Told {
    pub(super) document: Value,
    pub(super) stderr: String,
    pub(super) code: i32,
}

impl Told {
    /// Returns the causes, each as `rule: message`.
    fn causes(&self) -> Vec<String> {
        let text = |cause: &Value, name: &str| cause[name].as_str().unwrap_or_default().to_owned();
        let all = self.document["causes"].as_array().into_iter().flatten();
        all.map(|cause| format!("{}: {}", text(cause, "rule"), text(cause, "message"))).collect()
    }
}

/// Runs a verb of the plugin with a kubeconfig, and reads the document that it prints.
pub(super) fn run(kubeconfig: &Path, arguments: &str) -> Result<Told, Failed> {
    let folder = tempfile::tempdir()?;
    let line = format!("KUBECONFIG={} kubectl topocheck {arguments} -o json", kubeconfig.display());
    let ended = process::shell(&line, folder.path());
    let document = serde_json::from_str(&ended.stdout)
        .map_err(|error| format!("{line}: {error}: {}{}", ended.stdout, ended.stderr))?;
    Ok(Told { document, stderr: ended.stderr, code: ended.code })
}

/// Looks into a namespace without any grace until a cause is of a rule, and returns that as `rule: message`.
fn until(namespace: &str, rule: &str) -> Result<String, Failed> {
    let begun = Instant::now();
    loop {
        let told = run(ControlPlane::full().kubeconfig(), &format!("pods -n {namespace} --grace 0s"))?;
        let found = told.causes().into_iter().find(|cause| cause.starts_with(&format!("{rule}: ")));
        match found {
            Some(found) if told.code == 1 => return Ok(found),
            Some(found) => return Err(format!("exit {} with {found}", told.code).into()),
            None if begun.elapsed() > Duration::from_secs(60) => {
                return Err(format!("no {rule} in {:#}{}", told.document, told.stderr).into());
            }
            None => std::thread::sleep(Duration::from_millis(500)),
        }
    }
}

/// A Deployment in a namespace, with annotations of its pods and more of their spec.
fn deployment(namespace: &str, replicas: u32, annotations: &str, more: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web, namespace: {namespace}}}\nspec:\n  replicas: {replicas}\n  \
         selector: {{matchLabels: {{app: web}}}}\n  template:\n    metadata: {{labels: {{app: web}}, annotations: {{{annotations}}}}}\n    \
         spec: {{containers: [{{name: main, image: 'registry.example.com/shop/web:2'}}]{more}}}\n"
    )
}
