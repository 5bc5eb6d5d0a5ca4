//! Every dependency is named once, in the workspace, and has its reason in `docs/dependencies.md`.

use std::collections::BTreeSet;
use std::fs;

use libtest_mimic::Failed;

use super::texts;
use crate::process;

const REASONS: &str = "docs/dependencies.md";

pub(super) fn have_their_reasons() -> Result<Vec<String>, Failed> {
    let manifest = fs::read_to_string(process::root().join("Cargo.toml"))?;
    let ours = |name: &&str| name.starts_with("kubecheck-") || name.starts_with("kubectl-");
    let used: BTreeSet<&str> =
        section(&manifest, "[workspace.dependencies]").filter(|name| !ours(name)).collect();
    let text = fs::read_to_string(process::root().join(REASONS))?;
    let rows = text.lines().filter_map(|line| line.strip_prefix("| ")?.split(" |").next());
    let named = rows.filter(|cell| *cell != "crate" && !cell.starts_with('-'));
    let told: BTreeSet<&str> = named.flat_map(|cell| cell.split(", ")).collect();
    let mut broken: Vec<String> =
        used.difference(&told).map(|name| format!("{name} is missing in {REASONS}")).collect();
    broken.extend(told.difference(&used).map(|name| format!("{REASONS} has {name}, which nothing uses")));
    Ok(broken)
}

pub(super) fn are_named_once() -> Result<Vec<String>, Failed> {
    let mut broken = Vec::new();
    // A package with a workspace of its own, as cargo-fuzz makes it, cannot take anything from ours.
    let member = |text: &str| !text.lines().any(|line| line.starts_with("[workspace]"));
    let manifests = texts(".", &["toml"])?.into_iter().filter(|(path, _)| path.ends_with("/Cargo.toml"));
    for (path, text) in manifests.filter(|(_, text)| member(text)) {
        for kind in ["[dependencies]", "[dev-dependencies]", "[build-dependencies]"] {
            let lines = section_lines(&text, kind).filter(|line| !line.contains("workspace = true"));
            broken.extend(lines.map(|line| format!("{path} does not take from the workspace: {line}")));
        }
    }
    Ok(broken)
}

/// Returns the names in a section of a manifest.
fn section<'t>(manifest: &'t str, head: &str) -> impl Iterator<Item = &'t str> {
    section_lines(manifest, head).filter_map(|line| Some(line.split(['=', '.']).next()?.trim()))
}

/// Returns the lines of a section of a manifest, without comments.
fn section_lines<'t>(manifest: &'t str, head: &str) -> impl Iterator<Item = &'t str> {
    let head = head.to_owned();
    let lines = manifest.lines().skip_while(move |line| *line != head).skip(1);
    let lines = lines.take_while(|line| !line.starts_with('['));
    lines.filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
}
