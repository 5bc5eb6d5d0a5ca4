//! A user with the real kubectl, the plugin, and kubeconfigs made of those of the control plane.

use std::fs;
use std::path::{Path, PathBuf};

use kubecheck_test_support::ControlPlane;
use libtest_mimic::Failed;
use serde_json::{Value, json};

use crate::packaging::machine::Machine;
use crate::process::Ended;

/// A user's machine.
pub(super) struct User {
    machine: Machine,
}

impl User {
    /// A machine with kubectl and the plugin, that kubectl completes too.
    pub(super) fn new() -> Result<User, Failed> {
        let machine = Machine::with_plugin()?;
        machine.succeed("kubectl gvkcheck completion kubectl --write")?;
        Ok(User { machine })
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.machine.path(name)
    }

    /// Writes a file, and returns its path.
    pub(super) fn write(&self, name: &str, text: &str) -> Result<PathBuf, Failed> {
        let path = self.machine.path(name);
        fs::write(&path, text)?;
        Ok(path)
    }

    /// Runs a line of shell with a kubeconfig; the cache is this machine's own.
    pub(super) fn run(&self, kubeconfig: &Path, line: &str) -> Result<Ended, Failed> {
        self.machine.run(&format!("export KUBECONFIG='{}'; {line}", kubeconfig.display()))
    }

    /// Runs a line of shell without a kubeconfig.
    pub(super) fn bare(&self, line: &str) -> Result<Ended, Failed> {
        self.machine.run(line)
    }
}

/// The cluster and the user of a kubeconfig that the control plane made.
pub(super) fn parts(kubeconfig: &Path) -> (Value, Value) {
    let arguments = ["config", "view", "--raw", "--flatten", "-o", "json"];
    let text = ControlPlane::shared().kubectl_as(kubeconfig, &arguments).succeeded();
    let config: Value = serde_json::from_str(&text).expect("kubectl prints JSON");
    (config["clusters"][0]["cluster"].clone(), config["users"][0]["user"].clone())
}

/// A kubeconfig of contexts, each with a cluster and a user of its own name; the first is the current one.
pub(super) fn kubeconfig(contexts: &[(&str, &Value, &Value)]) -> Value {
    let named = |what: &str, of: &dyn Fn(&(&str, &Value, &Value)) -> Value| {
        contexts.iter().map(|one| json!({"name": one.0, what: of(one)})).collect::<Vec<_>>()
    };
    json!({
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": contexts[0].0,
        "clusters": named("cluster", &|one| one.1.clone()),
        "users": named("user", &|one| one.2.clone()),
        "contexts": named("context", &|one| json!({"cluster": one.0, "user": one.0})),
    })
}
