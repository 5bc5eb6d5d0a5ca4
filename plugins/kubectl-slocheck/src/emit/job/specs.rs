//! The files of SLOs, as a ConfigMap that the pod has read-only.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Job, Wave, object};
use crate::emit::Refusal;

/// Where they are in the container.
const FOLDER: &str = "/etc/slocheck";
/// The name of the volume.
const VOLUME: &str = "slos";
/// The most bytes that a ConfigMap holds (`k8s.io/kubernetes/pkg/apis/core/types.go`, `MaxSecretSize`).
const MOST: usize = 1024 * 1024;
/// The most characters of a key (`k8s.io/apimachinery/pkg/util/validation/validation.go`, `IsConfigMapKey`).
const LONGEST: usize = 253;

/// A file of SLOs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spec {
    /// The name of the file, without its folder.
    pub name: String,
    /// What it says.
    pub text: String,
}

impl Spec {
    /// Returns where it is in the container.
    pub(super) fn path(&self) -> String {
        format!("{FOLDER}/{}", self.name)
    }
}

/// Returns the ConfigMap; none if there are no files.
///
/// # Errors
/// Names that are no keys, or twice there, and more than it holds.
pub(super) fn config_map(job: &Job) -> Result<Option<Value>, Refusal> {
    let mut data: BTreeMap<&str, &str> = BTreeMap::new();
    for Spec { name, text } in &job.specs {
        // A comma would end the name in --filename.
        let is_key = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
        if !is_key || name.is_empty() || name.len() > LONGEST || name == "." || name.starts_with("..") {
            return Err(Refusal::new(format!("a file cannot be called {name:?} in a ConfigMap"))
                .hint("rename it: letters, digits, hyphens, underscores and dots can stay"));
        }
        if data.insert(name, text).is_some() {
            return Err(Refusal::new(format!(
                "two files are called {name}, and a ConfigMap has one of each name"
            ))
            .hint("rename one of them"));
        }
    }
    let size: usize = data.iter().map(|(name, text)| name.len() + text.len()).sum();
    if size > MOST {
        return Err(Refusal::new(format!("the SLOs have {size} bytes, and a ConfigMap holds {MOST}"))
            .hint("name only the files that the gate needs"));
    }
    let map = || object(job, "v1", "ConfigMap", Wave::Before, [("data", json!(data))]);
    Ok((!data.is_empty()).then(map))
}

/// Returns the volume; none if there are no files.
pub(super) fn volume(job: &Job) -> Option<Value> {
    (!job.specs.is_empty()).then(|| json!({"name": VOLUME, "configMap": {"name": job.name}}))
}

/// Returns where the container has it.
pub(super) fn mount(job: &Job) -> Option<Value> {
    (!job.specs.is_empty()).then(|| json!({"name": VOLUME, "mountPath": FOLDER, "readOnly": true}))
}
