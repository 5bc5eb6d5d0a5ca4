//! What this plugin knows of the values of its arguments, for completion.

use std::collections::{BTreeMap, BTreeSet};

use kubecheck_catalog::{Kind, Minor, Resource};
use kubecheck_core::cli::completion::{Candidate, Files, Typed, Values, live};
use kubecheck_core::cli::verbs::complete::rules;
use kubecheck_core::model::served::{Found, Served as ServedBy};

use super::PLUGIN;

/// Returns what this plugin knows of the values of an argument, by its name in the usage.
pub fn values(name: &str, typed: &Typed) -> Option<Values> {
    let candidates = match name {
        "THING" if typed.has("live") => served(typed, &names),
        "GROUP" if typed.has("live") => served(typed, &|found| vec![&found.group.name]),
        "VERB" if typed.has("live") => served(typed, &|found| found.resource.verbs.iter().collect()),
        "CATEGORY" if typed.has("live") => served(typed, &|found| found.resource.categories.iter().collect()),
        "RESOURCE" => served(typed, &names),
        "RULE" => rules(&PLUGIN),
        "THING" => things(),
        "GROUP" => distinct(|_, kind| vec![kind.group]),
        "VERB" => distinct(|resource, _| resource.verbs.clone()),
        "CATEGORY" => distinct(|resource, _| resource.categories.clone()),
        "VERSION" => {
            return Some(Values { candidates: versions(), files: Files::No, ordered: true });
        }
        _ => return live::values(name, typed),
    };
    Some(Values { candidates, ..Values::default() })
}

/// Lists the versions of Kubernetes, the newest first.
fn versions() -> Vec<Candidate> {
    let help = |minor| if minor == Minor::NEWEST { "the newest" } else { "" };
    Minor::all().rev().map(|minor| Candidate::new(minor.to_string(), help(minor))).collect()
}

/// Lists what the kinds of all versions have, each once and sorted.
fn distinct(of: impl Fn(&Resource, &Kind) -> Vec<&'static str>) -> Vec<Candidate> {
    let eras = kubecheck_catalog::kinds().iter().flat_map(|kind| kind.eras().map(move |era| (kind, era.2)));
    let words: BTreeSet<&str> = eras.flat_map(|(kind, resource)| of(resource, kind)).collect();
    words.into_iter().filter(|word| !word.is_empty()).map(|word| Candidate::new(word, "")).collect()
}

/// Lists words of what clusters serve, each once, with the first that has it.
fn served(typed: &Typed, words: &dyn for<'s> Fn(&Found<'s>) -> Vec<&'s String>) -> Vec<Candidate> {
    let clusters = live::served(typed);
    let mut all: BTreeMap<&str, String> = BTreeMap::new();
    for found in clusters.iter().flat_map(ServedBy::preferred) {
        for word in words(&found).into_iter().filter(|word| !word.is_empty()) {
            all.entry(word).or_insert_with(|| format!("{} {}", found.api_version(), found.resource.kind));
        }
    }
    all.into_iter().map(|(word, help)| Candidate::new(word, help)).collect()
}

/// Returns the names that a resource goes by.
fn names<'s>(found: &Found<'s>) -> Vec<&'s String> {
    let resource = found.resource;
    [&resource.kind, &resource.plural].into_iter().chain(&resource.short_names).collect()
}

/// Lists the names that kinds go by, each with the newest that goes by it.
fn things() -> Vec<Candidate> {
    let mut things: BTreeMap<&str, (Minor, &Kind)> = BTreeMap::new();
    for kind in kubecheck_catalog::kinds() {
        let Some((_, last, resource)) = kind.eras().last() else { continue };
        let names = [kind.kind, resource.plural].into_iter().chain(resource.short_names.iter().copied());
        for name in names {
            let newest = things.entry(name).or_insert((last, kind));
            if last >= newest.0 {
                *newest = (last, kind);
            }
        }
    }
    things.into_iter().map(|(name, (_, kind))| Candidate::new(name, served_as(kind))).collect()
}

fn served_as(kind: &Kind) -> String {
    match kind.group {
        "" => format!("{} {}", kind.version, kind.kind),
        group => format!("{group}/{} {}", kind.version, kind.kind),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(name: &str) -> Vec<Candidate> {
        values(name, &Typed::default()).map(|values| values.candidates).unwrap_or_default()
    }

    #[test]
    fn every_version_is_known_and_the_newest_is_marked() {
        let versions = known("VERSION");
        assert_eq!(versions.len(), Minor::all().len());
        assert_eq!(versions[0], Candidate::new(Minor::NEWEST.to_string(), "the newest"));
    }

    #[test]
    fn a_thing_goes_by_kind_plural_and_short_name() {
        let things = known("THING");
        for name in ["Deployment", "deployments", "deploy"] {
            assert!(things.contains(&Candidate::new(name, "apps/v1 Deployment")), "{name}");
        }
    }

    #[test]
    fn groups_verbs_and_categories_are_known() {
        for (name, value) in [("GROUP", "apps"), ("VERB", "deletecollection"), ("CATEGORY", "all")] {
            assert!(known(name).contains(&Candidate::new(value, "")), "{name}");
        }
        assert!(!known("GROUP").contains(&Candidate::new("", "")));
    }
}
