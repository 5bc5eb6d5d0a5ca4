//! The keys that the configurations of all plugins have.

use super::section::{Section, Word, meant};
use crate::check::rule::{Rule, Severity};
use crate::check::severities::Severities;
use crate::source::Pattern;

/// What the configurations of all plugins have.
#[derive(Clone, Debug, Default)]
pub struct Common {
    /// What is read if the command line names nothing, relative to the file's folder.
    pub paths: Vec<Word>,
    /// What is not judged, relative to the file's folder.
    pub exclude: Vec<Pattern>,
    /// The severities of rules.
    pub severities: Severities,
    /// The least severity that fails, as the flag `--fail-on` takes it.
    pub fail_on: Option<&'static str>,
    /// The baseline, relative to the file's folder.
    pub baseline: Option<Word>,
}

impl Common {
    /// Asks a configuration for these keys.
    pub fn take(section: &mut Section<'_>, rules: &[&'static Rule]) -> Common {
        Common {
            paths: section.list("paths"),
            exclude: exclude(section),
            severities: severities(section, rules),
            fail_on: section.choice("failOn", &["error", "warning", "info", "never"]),
            baseline: section.text("baseline"),
        }
    }
}

fn exclude(section: &mut Section<'_>) -> Vec<Pattern> {
    let mut patterns = Vec::new();
    for word in section.list("exclude") {
        match Pattern::new(&word.text) {
            Ok(pattern) => patterns.push(pattern),
            Err(why) => section.refuse(&word, format!("{:?} cannot be excluded: {why}", word.text)),
        }
    }
    patterns
}

fn severities(section: &mut Section<'_>, rules: &[&'static Rule]) -> Severities {
    let mut severities = Severities::default();
    let names: Vec<&str> = rules.iter().map(|rule| rule.name).collect();
    for (word, severity) in section.choices("severities", &["error", "warning", "info", "off"]) {
        let named = |rule: &&&Rule| rule.name == word.text || rule.id.eq_ignore_ascii_case(&word.text);
        let Some(rule) = rules.iter().find(named) else {
            let meant = near_or_list(&word.text, &names);
            section.refuse(&word, format!("there is no rule {:?}{meant}", word.text));
            continue;
        };
        if severities.set(rule.name, of_name(severity)).is_some() {
            section
                .refuse(&word, format!("the severity of {} is set twice, by its name and its id", rule.name));
        }
    }
    severities
}

/// Names the rule that was likely meant; there are too many to list.
fn near_or_list(word: &str, names: &[&str]) -> String {
    let meant = meant(word, names);
    if meant.starts_with("; did") { meant } else { "; the command `rules` lists them".to_owned() }
}

fn of_name(name: &str) -> Option<Severity> {
    [Severity::Error, Severity::Warning, Severity::Info].into_iter().find(|severity| severity.name() == name)
}
