//! The facts of all minors joined into one catalogue.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, ensure};

use super::facts::{Catalogue, Era, Gvk, Kind, Lifecycle, Minor, MinorFacts, NEWEST, OLDEST};

/// Joins the facts of the minors, oldest first, with the life cycles.
pub(crate) fn join(
    minors: impl IntoIterator<Item = (Minor, MinorFacts)>,
    lifecycles: &BTreeMap<Gvk, Lifecycle>,
) -> Result<Catalogue> {
    let mut catalogue = Catalogue::default();
    for (minor, facts) in minors {
        for (gvk, resource) in facts.resources {
            extend(&mut catalogue.kinds.entry(gvk).or_default().eras, minor, resource);
        }
        for (group, versions) in facts.preferred {
            extend(catalogue.preferred.entry(group).or_default(), minor, versions);
        }
        for (name, schema) in facts.definitions {
            extend(catalogue.definitions.entry(name).or_default(), minor, schema);
        }
        for (gvk, name) in facts.kinds {
            let kind = catalogue.kinds.get_mut(&gvk).context("a definition without resource")?;
            ensure!(
                kind.definition.is_empty() || kind.definition == name,
                "{gvk:?} changed its definition to {name}"
            );
            kind.definition = name;
        }
    }
    let successors: BTreeMap<Gvk, Gvk> = catalogue
        .kinds
        .keys()
        .filter_map(|gvk| Some((gvk.clone(), successor(gvk, &catalogue.kinds)?)))
        .collect();
    let known: BTreeSet<Gvk> = catalogue.kinds.keys().cloned().collect();
    for (gvk, kind) in &mut catalogue.kinds {
        kind.lifecycle = lifecycle(kind, lifecycles.get(gvk), successors.get(gvk));
        if let Some(replacement) = &mut kind.lifecycle.replacement {
            // One type names the list of the kind that replaces it.
            if !known.contains(replacement) {
                replacement.2.clone_from(&gvk.2);
            }
            ensure!(known.contains(replacement), "{gvk:?} is replaced by {replacement:?}, which is unknown");
        }
    }
    Ok(catalogue)
}

/// Adds what a minor says to the eras before it.
fn extend<T: PartialEq>(eras: &mut Vec<Era<T>>, minor: Minor, value: T) {
    match eras.last_mut() {
        Some(last) if last.last + 1 == minor && last.value == value => last.last = minor,
        _ => eras.push(Era { first: minor, last: minor, value }),
    }
}

/// Completes the declared life cycle with what the minors show, which goes first where the two differ.
fn lifecycle(kind: &Kind, declared: Option<&Lifecycle>, successor: Option<&Gvk>) -> Lifecycle {
    let mut lifecycle = declared.cloned().unwrap_or_default();
    let first = kind.eras.first().map_or(OLDEST, |era| era.first);
    if first > OLDEST {
        lifecycle.introduced = Some(first);
    } else {
        // Some types declare a minor after the first that has them.
        lifecycle.introduced = lifecycle.introduced.filter(|introduced| *introduced <= OLDEST);
    }
    let last = kind.eras.last().map_or(NEWEST, |era| era.last);
    if last < NEWEST {
        let gone = last + 1;
        lifecycle.removed = Some(lifecycle.removed.map_or(gone, |removed| removed.min(gone)));
    }
    // A version that goes early never reaches the deprecation that was planned for it.
    lifecycle.deprecated =
        lifecycle.deprecated.filter(|deprecated| lifecycle.removed.is_none_or(|gone| *deprecated < gone));
    if lifecycle.replacement.is_none() && (lifecycle.deprecated.is_some() || lifecycle.removed.is_some()) {
        lifecycle.replacement = successor.cloned();
    }
    lifecycle
}

/// Finds the most mature version of the same kind in the same group, if it is more mature than this one.
fn successor((group, version, kind): &Gvk, kinds: &BTreeMap<Gvk, Kind>) -> Option<Gvk> {
    let same = kinds.keys().filter(|(g, _, k)| g == group && k == kind);
    let best = same.max_by_key(|(_, version, _)| maturity(version))?;
    (maturity(&best.1) > maturity(version)).then(|| best.clone())
}

/// Orders versions as Kubernetes does: stable, beta, alpha, and within each by number.
fn maturity(version: &str) -> (u8, u32, u32) {
    let rest = version.trim_start_matches('v');
    let (major, stage, minor) = match (rest.split_once("beta"), rest.split_once("alpha")) {
        (Some((major, minor)), _) => (major, 1, minor),
        (_, Some((major, minor))) => (major, 0, minor),
        _ => (rest, 2, "0"),
    };
    (stage, major.parse().unwrap_or(0), minor.parse().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(first: Minor, last: Minor) -> Kind {
        Kind { eras: vec![Era { first, last, value: Default::default() }], ..Kind::default() }
    }

    fn gvk(version: &str) -> Gvk {
        ("g".into(), version.into(), "K".into())
    }

    #[test]
    fn equal_minors_are_one_era() {
        let mut eras = Vec::new();
        for (minor, value) in [(16, 'a'), (17, 'a'), (18, 'b'), (20, 'b')] {
            extend(&mut eras, minor, value);
        }
        let spans: Vec<_> = eras.iter().map(|era| (era.first, era.last, era.value)).collect();
        assert_eq!(spans, [(16, 17, 'a'), (18, 18, 'b'), (20, 20, 'b')]);
    }

    #[test]
    fn the_first_minor_that_has_a_kind_introduced_it() {
        assert_eq!(lifecycle(&kind(20, NEWEST), None, None).introduced, Some(20));
        let declared = |introduced| Lifecycle { introduced: Some(introduced), ..Lifecycle::default() };
        assert_eq!(lifecycle(&kind(OLDEST, NEWEST), Some(&declared(9)), None).introduced, Some(9));
        assert_eq!(lifecycle(&kind(OLDEST, NEWEST), Some(&declared(19)), None).introduced, None);
    }

    #[test]
    fn a_kind_goes_when_it_is_declared_or_missing_whichever_is_first() {
        let declared =
            |removed| Lifecycle { deprecated: Some(29), removed: Some(removed), ..Lifecycle::default() };
        assert_eq!(lifecycle(&kind(20, 30), Some(&declared(30)), None).removed, Some(30));
        let early = lifecycle(&kind(27, 28), Some(&declared(32)), None);
        assert_eq!((early.deprecated, early.removed), (None, Some(29)));
        let ahead = lifecycle(&kind(20, NEWEST), Some(&declared(NEWEST + 2)), None);
        assert_eq!((ahead.deprecated, ahead.removed), (Some(29), Some(NEWEST + 2)));
        assert_eq!(lifecycle(&kind(20, NEWEST), None, None).removed, None);
    }

    #[test]
    fn a_more_mature_version_replaces_what_goes() {
        let kinds = ["v1", "v2alpha1", "v1beta2"].map(|version| (gvk(version), kind(20, 22))).into();
        assert_eq!(successor(&gvk("v1beta2"), &kinds), Some(gvk("v1")));
        assert_eq!(successor(&gvk("v1"), &kinds), None);
        assert_eq!(lifecycle(&kind(20, 22), None, Some(&gvk("v1"))).replacement, Some(gvk("v1")));
        assert_eq!(lifecycle(&kind(20, NEWEST), None, Some(&gvk("v2"))).replacement, None);
    }
}
