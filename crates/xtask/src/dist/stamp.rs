//! Manifests that name the archives which were built, and the project's home.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::{read, sum};
use crate::krew::{self, Sums};
use crate::plugins;
use crate::workspace::{self, Generated, Workspace, say};

/// The file of sums that is released with the archives; jobs in CI check what they fetch with it.
const SUMS: &str = "SHA256SUMS";

/// Writes the sums of the archives and stamped manifests beside them; with `commit`, also into the repository.
pub(super) fn stamp(workspace: &Workspace, home: &str, out: &Path, commit: bool) -> Result<()> {
    let sums = sums_in(out, &workspace.version)?;
    let files = krew::manifests(&workspace.version, home, &sums);
    workspace::write(out, &files)?;
    workspace::write(out, &[Generated::new(SUMS, sum_file(&sums))])?;
    let all = plugins::ALL.len() * krew::PLATFORMS.len();
    say(&format!("stamped {} of {all} archives; zeros stand for the others", sums.len()))?;
    if commit {
        if home != workspace.repository {
            move_home(&workspace.root, home)?;
        }
        workspace::write(&workspace.root, &files)?;
    }
    Ok(())
}

/// Writes sums as `sha256sum --check` reads them.
fn sum_file(sums: &Sums) -> String {
    sums.iter().map(|(name, sum)| format!("{sum}  {name}\n")).collect()
}

/// Returns the sums of the archives of a version that lie in a folder.
fn sums_in(folder: &Path, version: &str) -> Result<Sums> {
    let mut sums = Sums::new();
    for plugin in plugins::ALL {
        for platform in krew::PLATFORMS {
            let name = krew::archive_name(plugin, version, platform);
            let path = folder.join(&name);
            if path.exists() {
                sums.insert(name, sum(&read(&path)?));
            }
        }
    }
    Ok(sums)
}

/// Puts the project's home into Cargo.toml, from which everything else takes it.
fn move_home(root: &Path, home: &str) -> Result<()> {
    let path = root.join("Cargo.toml");
    let text = fs::read_to_string(&path).context("cannot read Cargo.toml")?;
    let moved = with_home(&text, home);
    ensure!(moved != text, "Cargo.toml has no line for the repository");
    fs::write(&path, moved).context("cannot write Cargo.toml")?;
    say(&format!("wrote {}", path.display()))
}

fn with_home(text: &str, home: &str) -> String {
    let line = |line: &str| match line.starts_with("repository = ") {
        true => format!("repository = \"{home}\"\n"),
        false => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_home_moves_and_nothing_else() {
        let text = "[workspace.package]\n# Why.\nrepository = \"https://a.b\"\nlicense = \"x\"\n";
        assert_eq!(with_home(text, "https://c.d"), text.replace("a.b", "c.d"));
    }
}
