//! A map of a configuration, asked for its keys one by one.

use crate::model::near;
use crate::model::tree::{Entry, Form, Position, Value};

/// A map of a configuration. Who reads it asks for every key there may be; what is left is unknown.
pub struct Section<'t> {
    file: &'t str,
    entries: Vec<Entry<'t>>,
    known: Vec<&'static str>,
    faults: Vec<(Position, String)>,
}

/// A word of a configuration, with its place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// The word as it is written, quotes undone.
    pub text: String,
    /// The file.
    pub file: String,
    /// Where it stands in the file.
    pub at: Position,
}

impl Word {
    /// Returns the place for an error about it: `.gvkcheck.yaml:3:7`.
    pub fn place(&self) -> String {
        format!("{}:{}:{}", self.file, self.at.line, self.at.column)
    }
}

impl<'t> Section<'t> {
    /// Begins to read a document.
    pub(super) fn new(file: &'t str, root: Value<'t>) -> Self {
        let mut section = Section { entries: root.entries().collect(), ..Section::empty(file) };
        match root.form() {
            Form::Mapping => section.refuse_duplicates(root),
            Form::Null => {}
            other => {
                let why = format!("a configuration is a map, and this is {}", other.name());
                section.fault(root.span().start, why);
            }
        }
        section
    }

    /// Makes a map without entries.
    pub(super) fn empty(file: &'t str) -> Self {
        Section { file, entries: Vec::new(), known: Vec::new(), faults: Vec::new() }
    }

    /// Returns what is wrong; keys that nobody asked for are.
    pub(super) fn finish(mut self) -> Vec<(Position, String)> {
        for entry in std::mem::take(&mut self.entries) {
            let name = entry.key.name();
            if !self.known.contains(&name) {
                let meant = meant(name, &self.known);
                self.fault(entry.key.span().start, format!("there is no key {name:?}{meant}"));
            }
        }
        self.faults
    }

    /// Says that a word that was read cannot be meant.
    pub fn refuse(&mut self, word: &Word, why: impl Into<String>) {
        self.fault(word.at, why.into());
    }

    /// Returns a key itself, if it is there.
    pub fn key(&self, key: &str) -> Option<Word> {
        let entry = self.entries.iter().find(|entry| entry.key.name() == key)?;
        Some(self.placed(key, entry.key.span().start))
    }

    /// Reads a text.
    pub fn text(&mut self, key: &'static str) -> Option<Word> {
        let value = self.scalar(key)?;
        self.string(key, value)
    }

    /// Reads a text that may look like a number: `1.30` is a version, not 1.3.
    pub fn version(&mut self, key: &'static str) -> Option<Word> {
        let value = self.scalar(key)?;
        match value.form() {
            Form::Float(_) | Form::Int(_) => Some(self.word(value)),
            _ => self.string(key, value),
        }
    }

    /// Reads one of some words.
    pub fn choice(&mut self, key: &'static str, choices: &[&'static str]) -> Option<&'static str> {
        let value = self.scalar(key)?;
        self.one_of(key, value, choices)
    }

    /// Reads a list of texts.
    pub fn list(&mut self, key: &'static str) -> Vec<Word> {
        let Some(value) = self.get(key) else { return Vec::new() };
        if !value.is_sequence() {
            self.wrong(key, "a list", value);
            return Vec::new();
        }
        value.items().filter_map(|item| self.string(key, item)).collect()
    }

    /// Reads a map of names to one of some words.
    pub fn choices(&mut self, key: &'static str, choices: &[&'static str]) -> Vec<(Word, &'static str)> {
        let Some(value) = self.get(key) else { return Vec::new() };
        if !value.is_mapping() {
            self.wrong(key, "a map", value);
            return Vec::new();
        }
        self.refuse_duplicates(value);
        let mut read = Vec::new();
        for entry in value.entries() {
            let name = entry.key.name();
            let word = self.placed(name, entry.key.span().start);
            let choice = self.one_of(&format!("{key}.{name}"), entry.value, choices);
            read.extend(choice.map(|choice| (word, choice)));
        }
        read
    }

    /// Returns the value of a key that has items, if it has some: a key whose items are all comments says nothing.
    fn get(&mut self, key: &'static str) -> Option<Value<'t>> {
        self.scalar(key).filter(|value| !value.is_null())
    }

    /// Returns the value of a key, if it is there. One without a value is not what anybody meant.
    fn scalar(&mut self, key: &'static str) -> Option<Value<'t>> {
        self.known.push(key);
        self.entries.iter().rev().find(|entry| entry.key.name() == key).map(|entry| entry.value)
    }

    fn string(&mut self, key: &str, value: Value<'t>) -> Option<Word> {
        match value.form() {
            Form::String("") => {
                self.fault(value.span().start, format!("{key} takes a text, and this is empty"))
            }
            Form::String(_) => return Some(self.word(value)),
            Form::Mapping | Form::Sequence | Form::Null => self.wrong(key, "a text", value),
            _ => self.wrong(key, "a text; put it in quotes", value),
        }
        None
    }

    /// Reads one of some words. They are taken as they are written: `off` is a boolean to YAML.
    fn one_of(&mut self, key: &str, value: Value<'t>, choices: &[&'static str]) -> Option<&'static str> {
        let scalar = !matches!(value.form(), Form::Mapping | Form::Sequence | Form::Null);
        let found = choices.iter().find(|choice| scalar && **choice == value.text());
        if found.is_none() {
            let (last, others) = choices.split_last()?;
            let takes = format!("{key} takes {} or {last}", others.join(", "));
            let found = if scalar { format!("{:?}", value.text()) } else { value.form().name().to_owned() };
            self.fault(value.span().start, format!("{takes}, and this is {found}"));
        }
        found.copied()
    }

    fn wrong(&mut self, key: &str, takes: &str, value: Value<'t>) {
        let (takes, advice) = takes
            .split_once("; ")
            .map_or((takes, String::new()), |(takes, advice)| (takes, format!("; {advice}")));
        let found = value.form().name();
        self.fault(value.span().start, format!("{key} takes {takes}, and this is {found}{advice}"));
    }

    fn refuse_duplicates(&mut self, map: Value<'t>) {
        let mut seen = Vec::new();
        for entry in map.own_entries().filter(|entry| !entry.key.is_merge()) {
            if seen.contains(&entry.key.name()) {
                let why = format!("the key {:?} stands here again", entry.key.name());
                self.fault(entry.key.span().start, why);
            }
            seen.push(entry.key.name());
        }
    }

    fn word(&self, value: Value<'t>) -> Word {
        self.placed(value.text(), value.span().start)
    }

    fn placed(&self, text: &str, at: Position) -> Word {
        Word { text: text.to_owned(), file: self.file.to_owned(), at }
    }

    fn fault(&mut self, at: Position, why: String) {
        self.faults.push((at, why));
    }
}

/// Names what was likely meant by a word, or else what there is.
pub(super) fn meant(word: &str, names: &[&str]) -> String {
    match near::nearest(word, names.iter().copied()) {
        Some(near) => format!("; did you mean {near:?}?"),
        None => format!("; there are {}", names.join(", ")),
    }
}
