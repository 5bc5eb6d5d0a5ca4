//! Resources and subresources that an API server has only when a feature is on, whatever its configuration says.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use anyhow::{Context, Result};
use regex::Regex;

use super::defaults;
use super::gotext::{self, pattern};

/// Group, version, plural and, below it, the name of a subresource.
type Name = (String, String, String, String);

/// What the registry installs behind a feature.
#[derive(Debug, PartialEq, Eq)]
struct Guarded {
    feature: String,
    /// The import of the version; old sources guard without one, and only in the core group.
    version: Option<String>,
    plural: String,
    below: String,
}

/// Lists what hangs on a feature that is off by default.
pub(crate) fn off(kubernetes: &Path) -> Result<BTreeSet<Name>> {
    let features = gotext::files(&kubernetes.join("pkg/features"))?;
    let features = features.iter().map(|path| gotext::read(path)).collect::<Result<Vec<_>>>()?.concat();
    let mut off = BTreeSet::new();
    for path in gotext::files(&kubernetes.join("pkg/registry"))? {
        if path.parent().is_none_or(|folder| !folder.ends_with("rest")) {
            continue;
        }
        let source = gotext::read(&path)?;
        for guarded in guarded(&source) {
            let on = default(&features, &guarded.feature);
            if on.with_context(|| format!("no default of feature {}", guarded.feature))? {
                continue;
            }
            let (group, version) = match &guarded.version {
                Some(alias) => {
                    let import = gotext::imports(&source).remove(alias);
                    defaults::group(kubernetes, &import.with_context(|| format!("no import {alias}"))?)?
                }
                None => (String::new(), "v1".to_owned()),
            };
            off.insert((group, version, guarded.plural, guarded.below));
        }
    }
    Ok(off)
}

/// Finds what is installed only if a feature is on: whole resources, and subresources.
fn guarded(source: &str) -> Vec<Guarded> {
    static WHOLE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r#"resource := "(\w+)";[^\n]*\((\w+)\.SchemeGroupVersion\.WithResource\(resource\)\)[^\n]*\{\s*if [\w.]+\.Enabled\(features\.(\w+)\) \{"#,
        )
    });
    static BELOW: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r#"\.Enabled\(features\.(\w+)\) \{\s*\w+\[(resource ?\+ ?)?"(\w*)/(\w+)"\] ="#)
    });
    static AROUND: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r#"resource := "(\w+)";[^\n]*\((\w+)\.SchemeGroupVersion\.WithResource\(resource\)\)"#)
    });
    let whole = WHOLE.captures_iter(source).map(|found| Guarded {
        feature: found[3].to_owned(),
        version: Some(found[2].to_owned()),
        plural: found[1].to_owned(),
        below: String::new(),
    });
    let below = BELOW.captures_iter(source).map(|found| {
        let before = &source[..found.get(0).map_or(0, |whole| whole.start())];
        let around = found.get(2).and_then(|_| AROUND.captures_iter(before).last());
        Guarded {
            feature: found[1].to_owned(),
            version: around.as_ref().map(|around| around[2].to_owned()),
            plural: around.map_or_else(|| found[3].to_owned(), |around| around[1].to_owned()),
            below: found[4].to_owned(),
        }
    });
    whole.chain(below).collect()
}

/// Tells whether a feature is on by default, in the last of its states.
fn default(features: &str, name: &str) -> Option<bool> {
    static DEFAULT: LazyLock<Regex> = LazyLock::new(|| pattern(r"\bDefault: (true|false)"));
    let states = pattern(&format!(r"\b{name}:\s*\{{((?:[^{{}}]|\{{[^{{}}]*\}})*)\}}"));
    let states = states.captures(features)?;
    DEFAULT.captures_iter(&states[1]).last().map(|found| &found[1] == "true")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(feature: &str, version: Option<&str>, plural: &str, below: &str) -> Vec<Guarded> {
        let [feature, plural, below] = [feature, plural, below].map(str::to_owned);
        vec![Guarded { feature, version: version.map(str::to_owned), plural, below }]
    }

    #[test]
    fn finds_subresources_behind_a_feature() {
        let old = "if f.Enabled(features.Debug) {\n\tmap[\"pods/debug\"] = x\n}";
        assert_eq!(guarded(old), one("Debug", None, "pods", "debug"));
        let new = "if resource := \"pods\"; c.On(corev1.SchemeGroupVersion.WithResource(resource)) {\n\tstorage[resource] = x\n\tif f.Enabled(features.Resize) {\n\t\tstorage[resource+\"/resize\"] = x\n\t}\n}";
        assert_eq!(guarded(new), one("Resize", Some("corev1"), "pods", "resize"));
    }

    #[test]
    fn finds_resources_behind_a_feature() {
        let whole = "if resource := \"bundles\"; c.On(v1beta1.SchemeGroupVersion.WithResource(resource)) && !p {\n\tif f.Enabled(features.Bundle) {\n\t\tb := x()\n\t\tstorage[resource] = b\n\t}\n}";
        assert_eq!(guarded(whole), one("Bundle", Some("v1beta1"), "bundles", ""));
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
