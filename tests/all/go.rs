//! Go modules, fetched with the `go` command as any Go program fetches them.

use std::path::PathBuf;
use std::process::Command;

use libtest_mimic::Failed;

/// Fetches a module, unless the module cache has it, and returns its folder.
pub(crate) fn module(name: &str, version: &str) -> Result<PathBuf, Failed> {
    let module = format!("{name}@{version}");
    let folder = tempfile::tempdir()?;
    let output = Command::new("go")
        .args(["mod", "download", "-json", &module])
        .current_dir(folder.path())
        .output()
        .map_err(|error| format!("the tests need Go, and `go` cannot be started: {error}"))?;
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    match answer["Dir"].as_str() {
        Some(dir) => Ok(PathBuf::from(dir)),
        None => Err(format!("{module} cannot be fetched: {}", answer["Error"]).into()),
    }
}
