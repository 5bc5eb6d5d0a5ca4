//! The hidden `__complete`, which kubectl asks through `kubectl_complete-gvkcheck`: what may stand at a word.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, Write};

use kubecheck_catalog::{Kind, Minor};
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
    match name {
        "RULE" => Some(Values { candidates: rules(), ..Values::default() }),
        "VERSION" => Some(Values { candidates: versions(), files: Files::No, ordered: true }),
        "THING" => Some(Values { candidates: things(), ..Values::default() }),
        _ => None,
    }
}

fn rules() -> Vec<Candidate> {
    RULES.iter().map(|rule| Candidate::new(rule.name, rule.summary)).collect()
}

/// Lists the versions of Kubernetes, the newest first.
fn versions() -> Vec<Candidate> {
    let help = |minor| if minor == Minor::NEWEST { "the newest" } else { "" };
    Minor::all().rev().map(|minor| Candidate::new(minor.to_string(), help(minor))).collect()
}

/// Lists kinds and resources of the newest Kubernetes that has them, each with where it is served.
fn things() -> Vec<Candidate> {
    let mut things = BTreeMap::new();
    for kind in kubecheck_catalog::kinds() {
        let Some((last, resource)) = kind.eras().last().map(|(_, last, resource)| (last, resource)) else {
            continue;
        };
        for name in [kind.kind, resource.plural] {
            let best = things.entry(name).or_insert((last, kind));
            if last > best.0 {
                *best = (last, kind);
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
