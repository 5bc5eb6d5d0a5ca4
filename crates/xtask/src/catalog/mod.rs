//! `cargo xtask catalog`: generates the Kubernetes catalogue from the sources of Kubernetes, or checks it against them.
//!
//! `docs/catalogue.md` tells where each fact comes from.

mod compare;
mod crosscheck;
mod defaults;
mod discovery;
mod encode;
pub(crate) mod facts;
mod gates;
mod gotext;
mod join;
mod lifecycle;
mod minor;
pub(crate) mod modules;
mod names;
mod prose;
mod schemas;
mod swagger;
mod write;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use kubecheck_catalog as committed;
use sha2::{Digest, Sha256};

use facts::{Catalogue, Gvk, Lifecycle, Minor, MinorFacts, NEWEST, OLDEST};

/// What to do with the catalogue.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Regenerate, and compare with what is committed, instead of writing.
    #[arg(long)]
    check: bool,
    /// Compare only the facts of this minor; life cycles, which need all of them, are left out.
    #[arg(long, requires = "check", value_name = "MINOR")]
    minor: Option<committed::Minor>,
}

/// Runs the task.
pub(crate) fn run(args: &Args) -> Result<()> {
    let done = match args.minor {
        Some(minor) => {
            check_minor(minor.number(), &minor::read(minor.number())?)?;
            format!("the facts of {minor} are as in the sources")
        }
        None => whole(args.check)?,
    };
    writeln!(std::io::stdout(), "{done}")?;
    Ok(())
}

/// Generates all, and writes it or compares it with what is committed.
fn whole(check: bool) -> Result<String> {
    let minors =
        (OLDEST..=NEWEST).map(|minor| Ok((minor, minor::read(minor)?))).collect::<Result<Vec<_>>>()?;
    if check {
        minors.iter().try_for_each(|(minor, facts)| check_minor(*minor, facts))?;
    }
    let catalogue = join::join(minors, &lifecycles()?)?;
    let file = encode::file(&catalogue)?;
    let path = data().join("catalog.bin");
    if check {
        let known = std::fs::read(&path).with_context(|| path.display().to_string())?;
        ensure!(known == file, "the catalogue is not as in the sources; run `cargo xtask catalog`");
    } else {
        std::fs::write(&path, &file).with_context(|| path.display().to_string())?;
        std::fs::write(data().join("digest"), digest(&file)).context("cannot write the digest")?;
    }
    Ok(summary(&catalogue, file.len()))
}

fn check_minor(minor: Minor, facts: &MinorFacts) -> Result<()> {
    let lines = compare::differences(minor, facts)?;
    ensure!(
        lines.is_empty(),
        "the catalogue is not as in the sources; run `cargo xtask catalog`:\n{}",
        lines.join("\n")
    );
    Ok(())
}

fn summary(catalogue: &Catalogue, bytes: usize) -> String {
    let eras: usize = catalogue.kinds.values().map(|kind| kind.eras.len()).sum();
    let bodies: usize = catalogue.definitions.values().map(Vec::len).sum();
    let (kinds, definitions) = (catalogue.kinds.len(), catalogue.definitions.len());
    format!("{kinds} kinds in {eras} eras, {definitions} definitions in {bodies} eras, {bytes} bytes")
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

/// Reads all life cycles; what a newer version says goes before what an older one said.
fn lifecycles() -> Result<BTreeMap<Gvk, Lifecycle>> {
    let mut all = BTreeMap::new();
    let own = ["k8s.io/apiextensions-apiserver", "k8s.io/kube-aggregator"];
    let own = own.map(|module| (module, modules::LAST_BETA_VERSION));
    let api = modules::API_VERSIONS.iter().map(|version| ("k8s.io/api", *version));
    for (module, version) in own.into_iter().chain(api) {
        let folder = modules::folder(module, version)?;
        all.extend(lifecycle::read(&folder).with_context(|| format!("{module}@{version}"))?);
    }
    Ok(all)
}
