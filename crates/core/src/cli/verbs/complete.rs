//! The hidden `__complete`, which kubectl asks through `kubectl_complete-PLUGIN`: what may stand at a word.

use std::ffi::OsString;
use std::io::{self, Write};

use super::Plugin;
use crate::cli::completion::{Candidate, words};
use crate::cli::{CliError, Exit, start};

/// Returns the words to complete, if the command line asks that: `__complete -- WORDS…`, or any words when the program
/// was started under kubectl's name for it.
pub fn asked(name: &str, arguments: &[OsString]) -> Option<Vec<String>> {
    let words = if start::started_as(arguments.first(), &format!("kubectl_complete-{name}")) {
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
///
/// # Errors
/// None; the shell may have gone, and asks again when it needs to.
pub fn run(plugin: &Plugin, words: &[String]) -> Result<Exit, CliError> {
    let reply = words::complete((plugin.command)(), &plugin.values, words);
    let _ = io::stdout().lock().write_all(reply.to_string().as_bytes());
    Ok(Exit::Clean)
}

/// Returns the names of a plugin's rules, for the argument `RULE`.
pub fn rules(plugin: &Plugin) -> Vec<Candidate> {
    plugin.rules.iter().map(|rule| Candidate::new(rule.name, rule.summary)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(arguments: &[&str]) -> Option<Vec<String>> {
        asked("gvkcheck", &arguments.iter().map(OsString::from).collect::<Vec<_>>())
    }

    #[test]
    fn asked_by_the_hidden_command_or_by_name() {
        let expected = Some(vec!["explain".to_owned(), String::new()]);
        assert_eq!(words(&["kubectl-gvkcheck", "__complete", "--", "explain", ""]), expected);
        assert_eq!(words(&["/usr/bin/kubectl_complete-gvkcheck", "explain", ""]), expected);
        assert_eq!(
            words(&["kubectl_complete-gvkcheck", "--", "a"]),
            Some(vec!["--".to_owned(), "a".to_owned()])
        );
    }

    #[test]
    fn other_command_lines_ask_nothing() {
        assert_eq!(words(&["kubectl-gvkcheck", "check", "__complete"]), None);
        assert_eq!(words(&["kubectl-gvkcheck"]), None);
        assert_eq!(words(&[]), None);
    }
}
