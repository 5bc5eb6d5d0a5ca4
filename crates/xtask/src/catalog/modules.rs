//! Go modules: where their sources lie on this machine.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

/// The versions of `k8s.io/api`, oldest first, whose life cycles are read: one a minor.
pub(crate) const API_VERSIONS: &[&str] = &[
    "v0.20.6", "v0.21.1", "v0.22.5", "v0.23.16", "v0.24.3", "v0.25.9", "v0.26.9", "v0.27.4", "v0.28.3",
    "v0.29.15", "v0.30.14", "v0.31.0", "v0.32.0", "v0.33.0", "v0.34.0", "v0.35.0", "v0.36.3", "v0.37.2",
];

/// The last version of the API server libraries that has `v1beta1` of their own groups.
pub(crate) const LAST_BETA_VERSION: &str = "v0.21.1";

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Download {
    dir: Option<PathBuf>,
    error: Option<String>,
}

/// Gives the folder of `k8s.io/kubernetes` at the first release of a minor.
pub(crate) fn kubernetes(minor: u8) -> Result<PathBuf> {
    folder("k8s.io/kubernetes", &format!("v1.{minor}.0"))
}

/// Gives the folder of a module, fetched if it is not in the module cache.
pub(crate) fn folder(module: &str, version: &str) -> Result<PathBuf> {
    let name = format!("{module}@{version}");
    let output = Command::new("go")
        .args(["mod", "download", "-json", &name])
        // Outside any module of ours, so that no go.mod is read or changed.
        .current_dir(std::env::temp_dir())
        .env("GOFLAGS", "-mod=mod")
        .env("GO111MODULE", "on")
        .output()
        .context("cannot start go, which fetches the sources of Kubernetes")?;
    let text = String::from_utf8_lossy(&output.stderr);
    let answer: Download = serde_json::from_slice(&output.stdout)
        .with_context(|| format!("go mod download {name} gave no JSON: {}", text.trim()))?;
    match answer {
        Download { dir: Some(dir), .. } if output.status.success() => Ok(dir),
        Download { error, .. } => {
            bail!("cannot fetch {name}: {}", error.unwrap_or_else(|| text.trim().to_owned()))
        }
    }
}
