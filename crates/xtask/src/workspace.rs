//! This repository as cargo knows it, and the generated files in it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

/// What cargo says of the workspace.
pub(crate) struct Workspace {
    /// The folder of the repository.
    pub(crate) root: PathBuf,
    /// Where cargo builds.
    pub(crate) target: PathBuf,
    /// The version of all packages.
    pub(crate) version: String,
    /// The home of the project; Cargo.toml is the one place that names it.
    pub(crate) repository: String,
}

#[derive(Deserialize)]
struct Metadata {
    workspace_root: PathBuf,
    target_directory: PathBuf,
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    repository: Option<String>,
}

impl Workspace {
    /// Asks cargo.
    pub(crate) fn read() -> Result<Self> {
        let output = kubecheck_test_support::cargo()
            .args(["metadata", "--no-deps", "--format-version=1"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .context("cannot start cargo")?;
        ensure!(
            output.status.success(),
            "cargo metadata failed: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        let metadata: Metadata =
            serde_json::from_slice(&output.stdout).context("cargo metadata gave no JSON")?;
        let own = metadata.packages.into_iter().find(|package| package.name == env!("CARGO_PKG_NAME"));
        let own = own.context("cargo metadata does not know this package")?;
        let repository = own.repository.context("the workspace names no repository")?;
        let Metadata { workspace_root: root, target_directory: target, .. } = metadata;
        Ok(Workspace { root, target, version: own.version, repository })
    }
}

/// A file that a task generates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Generated {
    /// Where it lies below the folder it is generated into.
    pub(crate) path: PathBuf,
    /// What it says.
    pub(crate) content: Vec<u8>,
    /// Whether it is a program.
    pub(crate) executable: bool,
}

impl Generated {
    /// A file that is no program.
    pub(crate) fn new(path: impl Into<PathBuf>, content: impl Into<Vec<u8>>) -> Self {
        Generated { path: path.into(), content: content.into(), executable: false }
    }
}

/// Writes what differs from what lies below a folder, and tells of each file.
pub(crate) fn write(folder: &Path, files: &[Generated]) -> Result<()> {
    for file in files {
        let path = folder.join(&file.path);
        if fs::read(&path).is_ok_and(|content| content == file.content) {
            continue;
        }
        fs::create_dir_all(path.parent().context("a generated file lies in a folder")?)?;
        fs::write(&path, &file.content).with_context(|| format!("cannot write {}", path.display()))?;
        set_mode(&path, file.executable)?;
        say(&format!("wrote {}", path.display()))?;
    }
    Ok(())
}

/// Fails if what lies below a folder is not what a task would write there.
pub(crate) fn check(folder: &Path, files: &[Generated], task: &str) -> Result<()> {
    let stale =
        |file: &&Generated| !fs::read(folder.join(&file.path)).is_ok_and(|content| content == file.content);
    let stale: Vec<String> = files.iter().filter(stale).map(|file| file.path.display().to_string()).collect();
    if stale.is_empty() {
        return say(&format!("{} files are as generated", files.len()));
    }
    bail!("out of date: {}; run `cargo xtask {task}`", stale.join(", "))
}

/// Prints a line.
pub(crate) fn say(line: &str) -> Result<()> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}

#[cfg(unix)]
fn set_mode(path: &Path, executable: bool) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = if executable { 0o755 } else { 0o644 };
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).context("cannot set the mode of a file")
}

#[cfg(not(unix))]
fn set_mode(_: &Path, _: bool) -> Result<()> {
    Ok(())
}
