//! The facts of all minors joined into one catalogue.

use std::collections::BTreeMap;

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
    for (gvk, kind) in &mut catalogue.kinds {
        kind.lifecycle = lifecycle(kind, lifecycles.get(gvk));
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

/// Completes the declared life cycle with what the minors show.
fn lifecycle(kind: &Kind, declared: Option<&Lifecycle>) -> Lifecycle {
    let mut lifecycle = declared.cloned().unwrap_or_default();
    let first = kind.eras.first().map_or(OLDEST, |era| era.first);
    if first > OLDEST {
        lifecycle.introduced = Some(first);
    }
    let last = kind.eras.last().map_or(NEWEST, |era| era.last);
    if last < NEWEST {
        let gone = last + 1;
        lifecycle.removed = Some(lifecycle.removed.map_or(gone, |removed| removed.min(gone)));
    }
    lifecycle
}
