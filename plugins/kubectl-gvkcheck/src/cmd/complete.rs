//! The hidden `__complete`, which kubectl asks through `kubectl_complete-gvkcheck`: what may stand at a word.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::io::{self, Write};

use kubecheck_catalog::{Kind, Minor, Resource};
use kubecheck_core::cli::completion::{Candidate, Files, Values, words};
use kubecheck_core::cli::{CliError, Exit, start};

use crate::checks::RULES;

/// The name under which kubectl starts what answers it.
const ASKED_AS: &str = "kubectl_complete-gvkcheck";

/// Returns the words to complete, if the command line asks that: `__complete -- WORDS…`, or any words when the program
/// was started under kubectl's name for it.
pub fn asked(arguments: &[OsString]) -> Option<Vec<String>> {
    let words = if start::started_as(arguments.first(), ASKED_AS) {
        arguments.get(1..)?
    } else if arguments.get(1)? == "__complete" {
        let words = &arguments[2..];
        if words.first().is_some_and(|word| word == "--") { &words[1..] } else { words }
    } else {
        return None;
    };
    // A word that is no text is no word of ours either; candidates for its readable part do no harm.
    Some(words.iter().map(|word| word.to_string_lossy().into_owned()).collect())
}

/// Prints what may stand at the last word.
pub fn run(words: &[String]) -> Result<Exit, CliError> {
    let reply = words::complete(super::command(), &values, words);
    // The shell may have gone; it asks again when it needs to.
    let _ = io::stdout().lock().write_all(reply.to_string().as_bytes());
    Ok(Exit::Clean)
}

/// Returns what this plugin knows of the values of an argument, by its name in the usage.
pub fn values(name: &str) -> Option<Values> {
    let candidates = match name {
        "RULE" => RULES.iter().map(|rule| Candidate::new(rule.name, rule.summary)).collect(),
        "THING" => things(),
        "GROUP" => distinct(|_, kind| vec![kind.group]),
        "VERB" => distinct(|resource, _| resource.verbs.clone()),
        "CATEGORY" => distinct(|resource, _| resource.categories.clone()),
        "VERSION" => {
            return Some(Values { candidates: versions(), files: Files::No, ordered: true });
        }
        _ => return None,
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
