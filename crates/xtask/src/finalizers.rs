//! `cargo xtask finalizers`: the catalogue of finalizers, packed for the program.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::{Compression, GzBuilder};
use serde_json::Value;

use crate::workspace::{self, Generated, Workspace};

/// The folder of the catalogue.
const FOLDER: &str = "plugins/kubectl-finalizers/data";

/// What to do with the catalogue.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Compare with what is committed, instead of writing.
    #[arg(long)]
    check: bool,
}

/// Runs the task.
pub(crate) fn run(args: &Args) -> Result<()> {
    let root = Workspace::read()?.root;
    let source = root.join(FOLDER).join("finalizers.yaml");
    let text = fs::read_to_string(&source).with_context(|| format!("cannot read {}", source.display()))?;
    let packed = pack(&text).with_context(|| format!("cannot pack {}", source.display()))?;
    let files = [Generated::new(Path::new(FOLDER).join("finalizers.json.gz"), packed)];
    if args.check { workspace::check(&root, &files, "finalizers") } else { workspace::write(&root, &files) }
}

/// Packs the catalogue: JSON, which the program reads anyway, without what is for people who edit it.
#[expect(clippy::disallowed_methods, reason = "kubectl does not read this file")]
fn pack(text: &str) -> Result<Vec<u8>> {
    let mut catalogue: Value = serde_yaml::from_str(text)?;
    for entry in catalogue["finalizers"].as_array_mut().into_iter().flatten() {
        let entry = entry.as_object_mut().context("an entry is a map")?;
        for key in ["source", "verified", "note"] {
            entry.shift_remove(key);
        }
    }
    // No time and no name: the same input gives the same bytes.
    let mut writer = GzBuilder::new().write(Vec::new(), Compression::best());
    writer.write_all(&serde_json::to_vec(&catalogue["finalizers"])?)?;
    Ok(writer.finish()?)
}
