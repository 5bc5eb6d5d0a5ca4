//! `cargo xtask catalog`: generates the Kubernetes catalogue from the sources of Kubernetes, or checks it against them.

mod defaults;
mod discovery;
mod encode;
mod facts;
mod gotext;
mod join;
mod lifecycle;
mod minor;
mod modules;
mod names;
mod prose;
mod schemas;
mod swagger;
mod write;

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use facts::{Catalogue, NEWEST, OLDEST};

/// What to do with the catalogue.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Regenerate, and compare with what is committed, instead of writing.
    #[arg(long)]
    check: bool,
}

/// Runs the task.
pub(crate) fn run(args: &Args) -> Result<()> {
    let catalogue = generate()?;
    let file = encode::file(&catalogue)?;
    let _ = args;
    std::fs::write(data().join("catalog.bin"), &file).context("cannot write the catalogue")?;
    std::fs::write(data().join("digest"), digest(&file)).context("cannot write the digest")?;
    Ok(())
}

/// Gives the SHA-256 of a file as a line of hexadecimal digits.
fn digest(file: &[u8]) -> String {
    let digits: String = Sha256::digest(file).iter().map(|byte| format!("{byte:02x}")).collect();
    digits + "\n"
}

/// Gives the folder of the generated data.
fn data() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../catalog/data")
}

/// Reads all sources and joins their facts.
fn generate() -> Result<Catalogue> {
    let minors =
        (OLDEST..=NEWEST).map(|minor| Ok((minor, minor::read(minor)?))).collect::<Result<Vec<_>>>()?;
    join::join(minors, &lifecycles()?)
}

/// Reads all life cycles; what a newer version says goes before what an older one said.
fn lifecycles() -> Result<BTreeMap<facts::Gvk, facts::Lifecycle>> {
    let mut all = BTreeMap::new();
    let own = ["k8s.io/apiextensions-apiserver", "k8s.io/kube-aggregator"]
        .map(|module| (module, modules::LAST_BETA_VERSION));
    let api = modules::API_VERSIONS.iter().map(|version| ("k8s.io/api", *version));
    for (module, version) in own.into_iter().chain(api) {
        let folder = modules::folder(module, version)?;
        all.extend(lifecycle::read(&folder).with_context(|| format!("{module}@{version}"))?);
    }
    Ok(all)
}
