//! When kinds come, age and go, as the generated life-cycle files of the API packages say.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::facts::{Gvk, Lifecycle};
use super::gotext::{self, pattern};

/// The generated file in a package of an API version, and the one for what the generator cannot say.
const FILES: &[&str] = &["zz_generated.prerelease-lifecycle.go", "lifecycle.go"];

/// Reads the life cycles of a module's types.
pub(crate) fn read(module: &Path) -> Result<BTreeMap<Gvk, Lifecycle>> {
    let mut all = BTreeMap::new();
    for path in gotext::files(module)? {
        if !FILES.iter().any(|name| path.ends_with(name)) {
            continue;
        }
        let package = path.parent().context("a file without folder")?;
        let version = package.file_name().context("a package without name")?.to_string_lossy().into_owned();
        let group = group(package).with_context(|| path.display().to_string())?;
        for (kind, lifecycle) in types(&gotext::read(&path)?).with_context(|| path.display().to_string())? {
            let entry: &mut Lifecycle = all.entry((group.clone(), version.clone(), kind)).or_default();
            entry.introduced = lifecycle.introduced.or(entry.introduced);
            entry.deprecated = lifecycle.deprecated.or(entry.deprecated);
            entry.removed = lifecycle.removed.or(entry.removed);
            entry.replacement = lifecycle.replacement.or(entry.replacement.take());
        }
    }
    Ok(all)
}

/// Gives the group of a package by the constant that it, or the package of its internal types, declares.
fn group(package: &Path) -> Result<String> {
    let constant = pattern(r#"\bGroupName\s*=\s*"([^"]*)""#);
    for folder in [Some(package), package.parent()].into_iter().flatten() {
        let path = folder.join("register.go");
        if path.exists()
            && let Some(found) = constant.captures(&gotext::read(&path)?)
        {
            return Ok(found[1].to_owned());
        }
    }
    anyhow::bail!("no GroupName for {}", package.display())
}

/// Reads the methods of one generated file.
fn types(source: &str) -> Result<BTreeMap<String, Lifecycle>> {
    let minor =
        pattern(r"\(in \*(\w+)\) APILifecycle(\w+)\(\) \(major, minor int\) \{\s*return (\d+), (\d+)");
    let replacement = pattern(
        r#"\(in \*(\w+)\) APILifecycleReplacement\(\) schema\.GroupVersionKind \{\s*return schema\.GroupVersionKind\{Group: "([^"]*)", Version: "([^"]*)", Kind: "([^"]*)"\}"#,
    );
    let mut types: BTreeMap<String, Lifecycle> = BTreeMap::new();
    for found in minor.captures_iter(source) {
        ensure!(&found[3] == "1", "a major version that is not 1");
        let lifecycle = types.entry(found[1].to_owned()).or_default();
        let place = match &found[2] {
            "Introduced" => &mut lifecycle.introduced,
            "Deprecated" => &mut lifecycle.deprecated,
            "Removed" => &mut lifecycle.removed,
            other => anyhow::bail!("a method that is not known: {other}"),
        };
        *place = Some(found[4].parse()?);
    }
    for found in replacement.captures_iter(source) {
        let gvk = (found[2].to_owned(), found[3].to_owned(), found[4].to_owned());
        types.entry(found[1].to_owned()).or_default().replacement = Some(gvk);
    }
    let methods = source.matches(") APILifecycle").count();
    ensure!(
        methods == minor.find_iter(source).count() + replacement.find_iter(source).count(),
        "an unread method"
    );
    Ok(types)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_all_four_facts() {
        let source = "func (in *Thing) APILifecycleIntroduced() (major, minor int) {\n\treturn 1, 8\n}\n\nfunc (in *Thing) APILifecycleDeprecated() (major, minor int) {\n\treturn 1, 21\n}\n\nfunc (in *Thing) APILifecycleReplacement() schema.GroupVersionKind {\n\treturn schema.GroupVersionKind{Group: \"g\", Version: \"v1\", Kind: \"Thing\"}\n}\n\nfunc (in *Thing) APILifecycleRemoved() (major, minor int) {\n\treturn 1, 25\n}\n";
        let replacement = Some(("g".into(), "v1".into(), "Thing".into()));
        let thing = Lifecycle { introduced: Some(8), deprecated: Some(21), removed: Some(25), replacement };
        assert_eq!(types(source).unwrap(), [("Thing".to_owned(), thing)].into());
    }

    #[test]
    fn a_method_that_is_not_understood_is_an_error() {
        assert!(
            types("func (in *Thing) APILifecycleIntroduced() (major, minor int) {\n\tpanic(1)\n}\n").is_err()
        );
        assert!(
            types("func (in *Thing) APILifecycleRenamed() (major, minor int) {\n\treturn 1, 8\n}\n").is_err()
        );
        assert!(
            types("func (in *Thing) APILifecycleRemoved() (major, minor int) {\n\treturn 2, 0\n}\n").is_err()
        );
    }
}
