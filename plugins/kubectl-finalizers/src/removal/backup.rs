//! Backups: the whole object as it was before it was changed, with what was to be done and why. `kubecheck/v1`, kind `Backup`.

use std::io;
use std::path::{Path, PathBuf};

use kubecheck_core::change::{Target, home, keep};
use kubecheck_core::cli::CliError;
use kubecheck_core::model::time;
use kubecheck_core::source;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::is_ours;
use super::plan::{Cluster, Plan, Tool};

/// An object as it was before it was changed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Backup {
    /// `kubecheck/v1`.
    pub api_version: String,
    /// `Backup`.
    pub kind: String,
    /// Who made it.
    pub tool: Tool,
    /// The cluster that it is of.
    pub cluster: Cluster,
    /// When it was made (RFC 3339).
    pub time: String,
    /// Which object it is.
    pub target: Target,
    /// The whole object. A Secret's data is here and nowhere else.
    pub object: Value,
    /// What was to be done, with the evidence.
    pub plan: Plan,
}

/// The folder that backups go to.
#[derive(Clone, Debug)]
pub struct Vault {
    /// The folder.
    pub folder: PathBuf,
}

impl Vault {
    /// Takes the folder that somebody names, or else one in the home folder.
    ///
    /// # Errors
    /// That there is no home folder.
    pub fn new(folder: Option<&Path>) -> Result<Vault, CliError> {
        let folder = folder.map(Path::to_owned).or_else(|| Some(home()?.join("backups")));
        let folder = folder.ok_or_else(|| {
            CliError::usage("there is no home folder to keep backups in")
                .hint("name one with --backup-dir DIR")
        })?;
        Ok(Vault { folder })
    }

    /// Keeps an object, and returns the file.
    pub(super) fn keep(&self, target: &Target, object: &Value, plan: &Plan) -> io::Result<PathBuf> {
        let backup = Backup {
            api_version: "kubecheck/v1".to_owned(),
            kind: "Backup".to_owned(),
            tool: Tool::own(),
            cluster: plan.cluster.clone(),
            time: time::now().to_string(),
            target: target.clone(),
            object: object.clone(),
            plan: plan.clone(),
        };
        let text = serde_json::to_string_pretty(&backup).map_err(io::Error::other)? + "\n";
        keep(&self.folder, &stem(target), "json", &text)
    }

    /// Tells whether there is a backup that was made before a finalizer was taken off an object.
    pub fn knows(&self, target: &Target, finalizer: &str) -> bool {
        let stem = stem(target);
        let entries = std::fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let files = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(&stem));
        files.filter_map(|entry| Backup::read(&entry.path().display().to_string()).ok()).any(|backup| {
            backup.target.uid == target.uid
                && backup.plan.evidence.iter().any(|known| known.evidence["finalizer"] == finalizer)
        })
    }
}

/// Returns a name for files about an object, of characters that every system takes.
fn stem(target: &Target) -> String {
    let parts = [
        Some(target.resource.as_str()),
        Some(target.group()),
        target.namespace.as_deref(),
        Some(&target.name),
        target.uid.as_deref(),
    ];
    let parts: Vec<&str> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    let plain = |c: char| if c.is_ascii_alphanumeric() || "-._".contains(c) { c } else { '_' };
    parts.join("_").chars().map(plain).collect()
}

impl Backup {
    /// Reads a backup.
    ///
    /// # Errors
    /// What is no backup, or not a whole one.
    pub fn read(file: &str) -> Result<Backup, CliError> {
        let hint = "name a file that remove or apply wrote: they tell its path";
        let backup: Backup =
            source::document(file, "Backup").map_err(|error| CliError::from(error).hint(hint))?;
        is_ours(file, "Backup", &backup.tool).map_err(|error| error.hint(hint))?;
        let is_same = backup.object["metadata"]["name"] == backup.target.name.as_str()
            && backup.object["metadata"]["uid"].as_str() == backup.target.uid.as_deref();
        if !is_same {
            return Err(CliError::usage(format!(
                "{file}: the object in it is not the one that it says it is of"
            ))
            .hint(hint));
        }
        Ok(backup)
    }
}
