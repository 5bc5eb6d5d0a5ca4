//! What kustomize makes of files: patches are merged into whole objects, so that they need not be whole themselves, and
//! labels are put into selectors, so that a base may leave those out.

use std::collections::{BTreeMap, BTreeSet};

use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::{Form, Value};
use kubecheck_core::report::finding::Finding;

use super::Note;
use crate::facts::Facts;
use crate::identity::Verdict;

/// What one kustomization does with files, whose paths are in their shortest form.
#[derive(Debug, Default)]
pub struct Kustomization {
    folder: String,
    /// The files it merges into its resources.
    patches: Vec<String>,
    /// The files, and the folders of other kustomizations, that it builds.
    resources: Vec<String>,
    /// Whether it puts labels into selectors.
    fills_selectors: bool,
}

/// Reads what a kustomization does.
pub fn read(object: &Object<'_>, facts: &Facts) -> Option<Kustomization> {
    if !matches!(facts.verdict, Verdict::Config("kustomize")) {
        return None;
    }
    let file: &str = &object.document.origin.name;
    let folder = file.rsplit_once('/').map_or(".", |(folder, _)| folder);
    let list = |field: &str| object.root.get(field).into_iter().flat_map(|list| list.items());
    let within = |path: Value<'_>| path.as_str().map(|path| normal(&format!("{folder}/{path}")));
    let patches = list("patches").filter_map(|patch| patch.get("path")).chain(list("patchesStrategicMerge"));
    let resources = list("resources").chain(list("bases")).chain(list("components"));
    Some(Kustomization {
        folder: normal(folder),
        patches: patches.filter_map(within).collect(),
        resources: resources.filter_map(within).collect(),
        fills_selectors: object.root.get("commonLabels").is_some_and(|labels| labels.is_mapping())
            || list("labels").any(|labels| is_true(labels.get("includeSelectors"))),
    })
}

fn is_true(value: Option<Value<'_>>) -> bool {
    matches!(value.map(|value| value.form()), Some(Form::Bool(true)))
}

/// What all kustomizations of an input do.
pub struct Kustomizations<'n> {
    patches: BTreeSet<&'n str>,
    with_selectors: BTreeSet<&'n str>,
}

impl<'n> Kustomizations<'n> {
    /// Gathers the kustomizations among the notes.
    pub fn of(notes: &'n [Note]) -> Self {
        let all: Vec<&Kustomization> = notes
            .iter()
            .filter_map(|note| match note {
                Note::Kustomization(kustomization) => Some(kustomization),
                _ => None,
            })
            .collect();
        let patches = all.iter().flat_map(|one| &one.patches).map(String::as_str).collect();
        Kustomizations { patches, with_selectors: with_selectors(&all) }
    }

    /// Tells whether a finding is about a patch.
    pub fn merge(&self, finding: &Finding) -> bool {
        let Some(file) = &finding.place.file else { return false };
        is_named_patch(file) || !self.patches.is_empty() && self.patches.contains(normal(file).as_str())
    }

    /// Tells whether a finding is about a file into whose selectors a kustomization puts labels.
    pub fn fill_selectors(&self, finding: &Finding) -> bool {
        let file = finding.place.file.as_ref();
        !self.with_selectors.is_empty()
            && file.is_some_and(|file| self.with_selectors.contains(normal(file).as_str()))
    }
}

/// Returns the files that kustomizations with labels for selectors build, those that they build through others as well.
fn with_selectors<'n>(all: &[&'n Kustomization]) -> BTreeSet<&'n str> {
    let folders: BTreeMap<&str, &Kustomization> = all.iter().map(|one| (one.folder.as_str(), *one)).collect();
    let mut built = BTreeSet::new();
    let mut open: Vec<&'n Kustomization> = all.iter().copied().filter(|one| one.fills_selectors).collect();
    while let Some(kustomization) = open.pop() {
        for path in &kustomization.resources {
            if built.insert(path.as_str()) {
                open.extend(folders.get(path.as_str()));
            }
        }
    }
    built
}

/// Tells whether a file's name, or that of its folder, calls it a patch, as kubebuilder's `config/crd/patches/…` and
/// `manager_patch.yaml` do.
fn is_named_patch(file: &str) -> bool {
    let mut parts = file.rsplit('/').take(2);
    parts.any(|part| {
        let mut words = part.split(|c: char| !c.is_ascii_alphanumeric());
        words.any(|word| word.eq_ignore_ascii_case("patch") || word.eq_ignore_ascii_case("patches"))
    })
}

/// Tells whether a key tells strategic merge what to do, instead of being a field
/// (`k8s.io/apimachinery/pkg/util/strategicpatch/patch.go`).
pub fn is_directive(key: &str) -> bool {
    matches!(key, "$patch" | "$retainKeys")
        || key.starts_with("$setElementOrder/")
        || key.starts_with("$deleteFromPrimitiveList/")
}

/// Tells whether an object is a strategic merge patch, as some key in it is a directive.
pub fn has_directive(value: Value<'_>) -> bool {
    value.items().any(has_directive)
        || value.own_entries().any(|entry| is_directive(entry.key.name()) || has_directive(entry.value))
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

    #[test]
    fn a_patch_is_known_by_a_word_of_its_name() {
        for file in ["patches/a.yaml", "config/patch.json", "a/manager_patch.yaml", "cpu-Patch-2.yaml"] {
            assert!(is_named_patch(file), "{file}");
        }
        for file in ["patches/v1/a.yaml", "dispatch.yaml", "patched/a.yaml"] {
            assert!(!is_named_patch(file), "{file}");
        }
    }
}
