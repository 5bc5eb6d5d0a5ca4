//! Real manifests out of the sources of Kubernetes that the catalogue is made from.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;
use walkdir::WalkDir;

use super::NEWEST_JUDGED;
use super::tools::Pair;
use crate::catalog::facts::{NEWEST, OLDEST};
use crate::catalog::modules;

/// About as many files are judged in a round.
const FILES: usize = 10_000;

/// What our program says of a document that is no manifest.
const NO_MANIFEST: &[&str] = &["yaml-syntax", "malformed-gvk"];

/// The files that are judged.
pub(crate) struct Corpus {
    /// The folder that holds all copies.
    pub(crate) folder: PathBuf,
    /// The first copy: every file once.
    pub(crate) once: PathBuf,
    /// How many files all copies have.
    pub(crate) files: usize,
    different: usize,
    objects: u64,
    bytes: u64,
    left_out: usize,
}

impl Corpus {
    /// Tells what is judged.
    pub(crate) fn describe(&self, out: &mut dyn Write) -> Result<()> {
        let Corpus { files, different, objects, left_out, .. } = self;
        #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
        let size = self.bytes as f64 / 1e6;
        writeln!(
            out,
            "corpus: {files} files, {size:.1} MB, {objects} objects: {different} different files, repeated"
        )?;
        writeln!(out, "left out: {left_out} files that are no manifests to one of the two")?;
        Ok(())
    }

    /// Gives the YAML files of the first copy, apart from some, as one stream of documents.
    pub(crate) fn stream(&self, leave_out: &BTreeSet<&Path>) -> Result<Vec<u8>> {
        let mut stream = Vec::new();
        let taken = |path: &&PathBuf| {
            path.extension() != Some("json".as_ref()) && !leave_out.contains(path.as_path())
        };
        for path in files_below(&self.once)?.iter().filter(taken) {
            stream.extend(std::fs::read(path)?);
            stream.extend(b"\n---\n");
        }
        Ok(stream)
    }
}

/// Collects the files, and repeats them.
pub(crate) fn collect(folder: &Path, pair: &Pair) -> Result<Corpus> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).context("cannot remove the last corpus")?;
    }
    let once = folder.join("copy-00");
    copy_candidates(&once)?;
    let refused = refused(&once, pair)?;
    for path in &refused {
        std::fs::remove_file(path).with_context(|| path.display().to_string())?;
    }
    let files = files_below(&once)?;
    let bytes = files.iter().map(|path| Ok(path.metadata()?.len())).sum::<Result<u64>>()?;
    let copies = FILES.div_ceil(files.len().max(1));
    let objects = &pair.ours.report(&once, &[])?["counts"]["objects"];
    for number in 1..copies {
        for path in &files {
            copy(path, &folder.join(format!("copy-{number:02}")).join(path.strip_prefix(&once)?))?;
        }
    }
    Ok(Corpus {
        folder: folder.to_owned(),
        once,
        files: files.len() * copies,
        different: files.len(),
        objects: objects.as_u64().context("the report has no count of objects")? * copies as u64,
        bytes: bytes * copies as u64,
        left_out: refused.len(),
    })
}

/// Copies what may be a manifest, each content once.
fn copy_candidates(to: &Path) -> Result<()> {
    let minors = (OLDEST..=NEWEST).rev().map(|minor| format!("v1.{minor}.0"));
    let mut seen = BTreeSet::new();
    for version in std::iter::once(format!("v{NEWEST_JUDGED}")).chain(minors) {
        let module = modules::folder("k8s.io/kubernetes", &version)?;
        for path in files_below(&module)? {
            let below = path.strip_prefix(&module)?;
            let text = std::fs::read(&path).with_context(|| path.display().to_string())?;
            if may_be_manifest(below, &text) && seen.insert(text) {
                copy(&path, &to.join(&version).join(below))?;
            }
        }
    }
    Ok(())
}

/// Tells whether a file may hold manifests; templates and descriptions of the API itself do not.
fn may_be_manifest(path: &Path, text: &[u8]) -> bool {
    let has = |part: &str| memchr::memmem::find(text, part.as_bytes()).is_some();
    let ending = path.extension().is_some_and(|ending| ["json", "yaml", "yml"].iter().any(|e| ending == *e));
    ending && !path.starts_with("api") && has("apiVersion") && has("kind") && !has("{{")
}

/// Lists the files that one of the programs cannot read, or in which a document has no apiVersion or kind.
fn refused(folder: &Path, pair: &Pair) -> Result<BTreeSet<PathBuf>> {
    let ours = pair.ours.report(folder, &[])?;
    let ours = entries(&ours["findings"])
        .filter(|finding| NO_MANIFEST.iter().any(|rule| finding["rule"] == *rule))
        .map(|finding| &finding["place"]["file"]);
    let theirs = pair.theirs.report(folder, &[])?;
    let strict = |message: &str| message.contains("already set in map");
    let theirs = entries(&theirs["resources"])
        .filter(|resource| resource["status"] == "statusError")
        .filter(|resource| !resource["msg"].as_str().is_some_and(strict))
        .map(|resource| &resource["filename"]);
    Ok(ours.chain(theirs).filter_map(Value::as_str).map(PathBuf::from).collect())
}

/// Gives the entries of a list; of anything else, none.
pub(crate) fn entries(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    let text = std::fs::read(from).with_context(|| from.display().to_string())?;
    std::fs::create_dir_all(to.parent().context("no folder")?)?;
    // Written anew: a copy would stay read-only, as Go's module cache is.
    std::fs::write(to, text).with_context(|| to.display().to_string())
}

fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter();
    let files = entries.filter(|entry| entry.as_ref().map_or(true, |entry| entry.file_type().is_file()));
    files.map(|entry| Ok(entry?.into_path())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_and_descriptions_of_the_api_are_no_candidates() {
        let text = b"apiVersion: v1\nkind: Pod\n";
        assert!(may_be_manifest(Path::new("test/pod.yaml"), text));
        assert!(!may_be_manifest(Path::new("api/pod.yaml"), text));
        assert!(!may_be_manifest(Path::new("test/pod.go"), text));
        assert!(!may_be_manifest(Path::new("test/pod.yaml"), b"apiVersion: v1\nkind: {{ .Kind }}\n"));
    }
}
