//! Whether an archive is the same wherever it is built.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::{archive, build, members, read, sum};
use crate::plugins::Plugin;
use crate::workspace::{Workspace, say};

/// Builds in two more folders, of other names and depths, and compares the archives with one that was packed.
pub(super) fn check(
    workspace: &Workspace,
    plugin: &Plugin,
    target: &str,
    home: &str,
    packed: &[u8],
) -> Result<()> {
    let scratch = workspace.target.join("reproduce");
    let folders = [scratch.join("one/checkout"), scratch.join("other/place with spaces/deeper/kubecheck")];
    for folder in &folders {
        let again = pack_in(workspace, plugin, target, home, folder)?;
        say(&format!("built in {}\n  sha256 {}", folder.display(), sum(&again)))?;
        ensure!(again == packed, "the archive of {} differs when it is built elsewhere", plugin.name);
    }
    fs::remove_dir_all(&scratch).with_context(|| format!("cannot remove {}", scratch.display()))?;
    say("built three times, equal each time")
}

fn pack_in(
    workspace: &Workspace,
    plugin: &Plugin,
    target: &str,
    home: &str,
    folder: &Path,
) -> Result<Vec<u8>> {
    copy_sources(&workspace.root, folder)?;
    let binary = read(&build::build(folder, &folder.join("built here"), plugin, target, home)?)?;
    archive::pack(&members(folder, plugin, build::platform(target)?, binary)?)
}

/// Copies the files that git knows, as they are now.
fn copy_sources(root: &Path, folder: &Path) -> Result<()> {
    let output = Command::new("git").args(["ls-files", "-z"]).current_dir(root).output();
    let output = output.context("cannot start git, which knows the sources")?;
    ensure!(output.status.success(), "git ls-files failed: {}", String::from_utf8_lossy(&output.stderr));
    let names = String::from_utf8(output.stdout).context("git names a file that is no text")?;
    for name in names.split_terminator('\0') {
        let (from, to) = (root.join(name), folder.join(name));
        let parent: PathBuf = to.parent().context("a source lies in a folder")?.to_owned();
        fs::create_dir_all(&parent).with_context(|| format!("cannot make {}", parent.display()))?;
        fs::copy(&from, &to).with_context(|| format!("cannot copy {}", from.display()))?;
    }
    Ok(())
}
