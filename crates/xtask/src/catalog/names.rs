//! Short names and categories from the Go sources of the registry, for minors without a discovery file.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;

use super::gotext::{self, elements, pattern};

/// What kubectl calls a resource beside its plural.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Names {
    pub(crate) short_names: Vec<String>,
    pub(crate) categories: Vec<String>,
}

/// Reads the names of every kind that the registry stores, by kind.
pub(crate) fn read(kubernetes: &Path) -> Result<BTreeMap<String, Names>> {
    let mut folders: BTreeMap<_, String> = BTreeMap::new();
    for path in gotext::files(&kubernetes.join("pkg/registry"))? {
        let Some(folder) = path.parent() else { continue };
        folders.entry(folder.to_owned()).or_default().push_str(&gotext::read(&path)?);
    }
    Ok(folders.values().filter_map(|source| kind(source).map(|kind| (kind, names(source)))).collect())
}

/// Gives the kind that a package stores: the one of its main store, else of its only one.
fn kind(source: &str) -> Option<String> {
    let store = pattern(r"\bNewFunc:\s*func\(\) runtime\.Object \{ return &\w+\.(\w+)\{\} \}");
    let bare = pattern(r"\) New\(\) runtime\.Object \{\s*return &\w+\.(\w+)\{\}\s*\}");
    let found = store.captures(source).or_else(|| bare.captures(source))?;
    Some(found[1].to_owned())
}

fn names(source: &str) -> Names {
    let literal = |method: &str| {
        let form = pattern(&format!(r"\) {method}\(\) \[\]string \{{\s*return \[\]string\{{([^}}]*)\}}"));
        form.captures(source).map(|found| strings(&found[1]))
    };
    // Some stores keep their categories in a field, given where they are made.
    let kept =
        || pattern(r"&REST\{store, \[\]string\{([^}]*)\}").captures(source).map(|found| strings(&found[1]));
    Names {
        short_names: literal("ShortNames").unwrap_or_default(),
        categories: literal("Categories").or_else(kept).unwrap_or_default(),
    }
}

fn strings(list: &str) -> Vec<String> {
    elements(list).into_iter().map(|element| element.trim_matches('"').to_owned()).collect()
}
