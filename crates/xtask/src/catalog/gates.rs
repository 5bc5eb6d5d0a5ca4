//! Subresources of the core group that an API server has only when a feature is on.
//!
//! No whole resource of a version that is on by default hangs on a feature that is off, so that only these are read.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use anyhow::{Context, Result};
use regex::Regex;

use super::gotext::{self, pattern};

/// Lists subresources of the core group, as `pods/resize`, whose feature is off by default.
pub(crate) fn off(kubernetes: &Path) -> Result<BTreeSet<String>> {
    let rest = gotext::files(&kubernetes.join("pkg/registry/core/rest"))?;
    let features = gotext::files(&kubernetes.join("pkg/features"))?;
    let features = features.iter().map(|path| gotext::read(path)).collect::<Result<Vec<_>>>()?.concat();
    let mut off = BTreeSet::new();
    for path in rest {
        for (feature, name) in guarded(&gotext::read(&path)?) {
            let on =
                default(&features, &feature).with_context(|| format!("no default of feature {feature}"))?;
            if !on {
                off.insert(name);
            }
        }
    }
    Ok(off)
}

/// Lists features and the subresources that are installed only if they are on.
fn guarded(source: &str) -> Vec<(String, String)> {
    static RESOURCE: LazyLock<Regex> = LazyLock::new(|| pattern(r#"\bresource := "(\w+)""#));
    static GUARD: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r#"\.Enabled\(features\.(\w+)\) \{\s*\w+\[(resource ?\+ ?)?"(\w*)/(\w+)"\] ="#)
    });
    let guarded = |found: regex::Captures<'_>| {
        let start = found.get(0).map_or(0, |whole| whole.start());
        let resource = || RESOURCE.captures_iter(&source[..start]).last().map(|found| found[1].to_owned());
        let plural = found.get(2).map_or_else(|| Some(found[3].to_owned()), |_| resource());
        Some((found[1].to_owned(), format!("{}/{}", plural?, &found[4])))
    };
    GUARD.captures_iter(source).filter_map(guarded).collect()
}

/// Tells whether a feature is on by default, in the last of its states.
fn default(features: &str, name: &str) -> Option<bool> {
    let states = pattern(&format!(r"\b{name}:\s*\{{((?:[^{{}}]|\{{[^{{}}]*\}})*)\}}"));
    let states = states.captures(features)?;
    static DEFAULT: LazyLock<Regex> = LazyLock::new(|| pattern(r"\bDefault: (true|false)"));
    DEFAULT.captures_iter(&states[1]).last().map(|found| &found[1] == "true")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_a_feature_guards() {
        let old = "if f.Enabled(features.Debug) {\n\t\tmap[\"pods/debug\"] = x\n}";
        assert_eq!(guarded(old), [("Debug".to_owned(), "pods/debug".to_owned())]);
        let new = "if resource := \"pods\"; on {\n\tstorage[resource] = x\n\tif f.Enabled(features.Resize) {\n\t\tstorage[resource+\"/resize\"] = x\n\t}\n}";
        assert_eq!(guarded(new), [("Resize".to_owned(), "pods/resize".to_owned())]);
        assert!(guarded("if f.Enabled(features.Other) {\n\tx = y\n}").is_empty());
    }

    #[test]
    fn reads_both_forms_of_features() {
        assert_eq!(default("\tDebug: {Default: false, PreRelease: Alpha},", "Debug"), Some(false));
        let states = "\tResize: {\n\t\t{Version: v(\"1.27\"), Default: false},\n\t\t{Version: v(\"1.33\"), Default: true},\n\t},\n";
        assert_eq!(default(states, "Resize"), Some(true));
        assert_eq!(default(states, "Size"), None);
    }
}
