//! Short names and categories from the Go sources of the registry.
//!
//! Minors before 1.28 have no discovery files; in the later ones these readers are checked against them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use anyhow::Result;
use regex::Regex;

use super::gotext::{self, elements, pattern};

/// What kubectl calls a resource beside its plural, and the sets that it belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Names {
    pub(crate) short_names: Vec<String>,
    pub(crate) categories: Vec<String>,
}

/// What the registry says of names.
pub(crate) struct Registry {
    /// The names of every kind that is stored, whatever its group.
    pub(crate) kinds: BTreeMap<String, Names>,
    /// Plurals of the group `extensions` that leave the categories to the group that took them over.
    pub(crate) uncategorised: BTreeSet<String>,
}

/// Reads the registry of a minor.
pub(crate) fn read(kubernetes: &Path) -> Result<Registry> {
    let mut folders: BTreeMap<_, String> = BTreeMap::new();
    for path in gotext::files(&kubernetes.join("pkg/registry"))? {
        let Some(folder) = path.parent() else { continue };
        folders.entry(folder.to_owned()).or_default().push_str(&gotext::read(&path)?);
    }
    let mut kinds: BTreeMap<String, Names> = BTreeMap::new();
    for source in folders.values() {
        let Some(kind) = kind(source) else { continue };
        let entry = kinds.entry(kind).or_default();
        // Packages without names, such as one that only allocates, do not take names away.
        let names = names(source);
        if names != Names::default() {
            *entry = names;
        }
    }
    let extensions = folders.iter().filter(|(folder, _)| folder.ends_with("extensions/rest"));
    let uncategorised = extensions.flat_map(|(_, source)| uncategorised(source)).collect();
    Ok(Registry { kinds, uncategorised })
}

/// Gives the kind that a package stores: the one of its main store, else of its only one.
fn kind(source: &str) -> Option<String> {
    static STORE: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"\bNewFunc:\s*func\(\) runtime\.Object \{ return &\w+\.(\w+)\{\} \}"));
    static BARE: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"\) New\(\) runtime\.Object \{\s*return &\w+\.(\w+)\{\}\s*\}"));
    let found = STORE.captures(source).or_else(|| BARE.captures(source))?;
    Some(found[1].to_owned())
}

fn names(source: &str) -> Names {
    static SHORT: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"\) ShortNames\(\) \[\]string \{\s*return \[\]string\{([^}]*)\}"));
    static SETS: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"\) Categories\(\) \[\]string \{\s*return \[\]string\{([^}]*)\}"));
    // Some stores keep their categories in a field, given where they are made.
    static KEPT: LazyLock<Regex> = LazyLock::new(|| pattern(r"&REST\{store, \[\]string\{([^}]*)\}"));
    let list = |form: &Regex| form.captures(source).map(|found| strings(&found[1]));
    Names {
        short_names: list(&SHORT).unwrap_or_default(),
        categories: list(&SETS).or_else(|| list(&KEPT)).unwrap_or_default(),
    }
}

fn strings(list: &str) -> Vec<String> {
    elements(list).into_iter().map(|element| element.trim_matches('"').to_owned()).collect()
}

fn uncategorised(source: &str) -> Vec<String> {
    static NONE: LazyLock<Regex> =
        LazyLock::new(|| pattern(r#"\["(\w+)"\] = [\w.]+\.WithCategories\(nil\)"#));
    NONE.captures_iter(source).map(|found| found[1].to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_main_store_names_the_kind() {
        let source = "func (r *EvictionREST) New() runtime.Object {\n\treturn &policy.Eviction{}\n}\nNewFunc:  func() runtime.Object { return &api.Pod{} },";
        assert_eq!(kind(source).as_deref(), Some("Pod"));
        assert_eq!(kind("func New() {}"), None);
    }

    #[test]
    fn names_may_be_literal_or_kept() {
        let literal = "func (r *REST) ShortNames() []string {\n\treturn []string{\"po\", \"p\"}\n}\nfunc (r *REST) Categories() []string {\n\treturn []string{\"all\"}\n}";
        assert_eq!(names(literal).short_names, ["po", "p"]);
        assert_eq!(names(literal).categories, ["all"]);
        let kept = "func (r *REST) Categories() []string {\n\treturn r.categories\n}\nreturn &REST{store, []string{\"all\"}}";
        assert_eq!(names(kept).categories, ["all"]);
    }

    #[test]
    fn a_group_may_leave_its_categories() {
        let source =
            "storage[\"deployments\"] = s.Deployment.WithCategories(nil)\nstorage[\"ingresses\"] = s";
        assert_eq!(uncategorised(source), ["deployments"]);
    }
}
