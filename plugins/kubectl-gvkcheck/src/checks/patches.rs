//! Which files are patches: kustomize merges them into whole objects, so that they need not be whole themselves.

use std::collections::BTreeSet;

use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::Value;
use kubecheck_core::report::finding::Finding;

use super::Note;
use crate::facts::Facts;
use crate::identity::Verdict;

/// Returns the files that a kustomization merges into its resources, named from where its own path begins.
pub fn read(object: &Object<'_>, facts: &Facts) -> Vec<String> {
    let file: &str = &object.document.origin.name;
    if !matches!(facts.verdict, Verdict::Config("kustomize")) {
        return Vec::new();
    }
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let list = |field: &str| object.root.get(field).into_iter().flat_map(|list| list.items());
    let paths = list("patches").filter_map(|patch| patch.get("path")).chain(list("patchesStrategicMerge"));
    let paths = paths.filter_map(|path: Value<'_>| path.as_str());
    paths.map(|path| normal(&format!("{folder}/{path}"))).collect()
}

/// All patches among the files of an input.
pub struct Patches<'n>(BTreeSet<&'n str>);

impl<'n> Patches<'n> {
    /// Gathers the patches among the notes.
    pub fn of(notes: &'n [Note]) -> Self {
        let files = notes.iter().filter_map(|note| match note {
            Note::Patch(file) => Some(file.as_str()),
            _ => None,
        });
        Patches(files.collect())
    }

    /// Tells whether a finding is about a patch.
    pub fn hold(&self, finding: &Finding) -> bool {
        !self.0.is_empty()
            && finding.place.file.as_ref().is_some_and(|file| self.0.contains(normal(file).as_str()))
    }
}

/// Resolves `.` and `..` in a path, as far as that goes.
fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "." | "" if !parts.is_empty() || part == "." || !path.starts_with('/') => {}
            ".." if parts.last().is_some_and(|last| !matches!(*last, ".." | "")) => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_compared_in_their_shortest_form() {
        for (path, shortest) in [
            ("./a/b.yaml", "a/b.yaml"),
            ("/b.yaml", "/b.yaml"),
            ("/srv//a/./b.yaml", "/srv/a/b.yaml"),
            ("a/../b.yaml", "b.yaml"),
            ("../../b.yaml", "../../b.yaml"),
            ("a/../../b.yaml", "../b.yaml"),
        ] {
            assert_eq!(normal(path), shortest, "{path}");
        }
    }
}
