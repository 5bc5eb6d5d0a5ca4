//! `cargo xtask dist`: this platform's release archive, and manifests that name it.

mod archive;
mod build;
mod reproduce;
mod stamp;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};

use crate::completions;
use crate::krew;
use crate::man;
use crate::plugins::{self, Plugin};
use crate::workspace::{Generated, Workspace, say};

/// A stripped program larger than this is refused.
const MOST_BYTES: usize = 12 << 20;

/// What to build, and where to put it.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The home of the project in all that is written; the one that Cargo.toml names if not given.
    #[arg(long, value_name = "URL", value_parser = url)]
    repository: Option<String>,
    /// The platform to build for; this machine's if not given.
    #[arg(long, value_name = "TRIPLE")]
    target: Option<String>,
    /// Pack the programs in this folder instead of building them.
    #[arg(long, value_name = "DIR", conflicts_with = "check_reproducible")]
    programs: Option<PathBuf>,
    /// The folder for what is written; dist if not given.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Stamp the committed manifests too, and Cargo.toml if --repository is given.
    #[arg(long)]
    write: bool,
    /// Build twice more, in different folders, and fail if an archive differs.
    #[arg(long)]
    check_reproducible: bool,
}

/// Runs the task.
pub(crate) fn run(args: &Args) -> Result<()> {
    let workspace = Workspace::read()?;
    let target = match &args.target {
        Some(target) => target.clone(),
        None => build::host()?,
    };
    let platform = build::platform(&target)?;
    let out = args.out.clone().unwrap_or_else(|| workspace.root.join("dist"));
    fs::create_dir_all(&out).with_context(|| format!("cannot make {}", out.display()))?;
    let home = args.repository.as_deref().unwrap_or(&workspace.repository);
    for plugin in plugins::ALL {
        let bytes = match &args.programs {
            Some(folder) => read(&folder.join(plugin.program))?,
            None => built(&workspace, plugin, &target, home)?,
        };
        let packed = archive::pack(&members(&workspace.root, plugin, platform, bytes)?)?;
        let path = out.join(krew::archive_name(plugin, &workspace.version, platform));
        fs::write(&path, &packed).with_context(|| format!("cannot write {}", path.display()))?;
        say(&format!("{}\n  {} bytes\n  sha256 {}", path.display(), packed.len(), sum(&packed)))?;
        if args.check_reproducible {
            reproduce::check(&workspace, plugin, &target, home, &packed)?;
        }
    }
    stamp::stamp(&workspace, home, &out, args.write)
}

/// Builds a program and refuses one that is too large.
fn built(workspace: &Workspace, plugin: &Plugin, target: &str, home: &str) -> Result<Vec<u8>> {
    let bytes = read(&build::build(&workspace.root, &workspace.target.join("dist"), plugin, target, home)?)?;
    say(&format!("{} has {} bytes", plugin.program, bytes.len()))?;
    ensure!(bytes.len() <= MOST_BYTES, "{} is larger than {MOST_BYTES} bytes", plugin.program);
    Ok(bytes)
}

/// Lists what an archive holds.
fn members(root: &Path, plugin: &Plugin, (os, _): (&str, &str), binary: Vec<u8>) -> Result<Vec<Generated>> {
    let ending = if os == "windows" { ".exe" } else { "" };
    let program = format!("{}{ending}", plugin.program).into();
    let mut members = vec![
        Generated { path: program, content: binary, executable: true },
        Generated::new("LICENSE", read(&root.join("LICENSE"))?),
        man::page(plugin)?,
    ];
    members.extend(completions::scripts(plugin));
    Ok(members)
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Returns the sum of some bytes as krew wants it.
fn sum(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Accepts the address of a project's home, without a slash at its end.
fn url(text: &str) -> Result<String, String> {
    let clean = |letter: char| letter.is_ascii_graphic() && !matches!(letter, '"' | '\'' | '#' | '\\');
    match text.strip_prefix("https://") {
        Some(rest) if rest.contains('.') && text.chars().all(clean) => {
            Ok(text.trim_end_matches('/').to_owned())
        }
        _ => Err("not an address such as https://github.com/OWNER/NAME".to_owned()),
    }
}
