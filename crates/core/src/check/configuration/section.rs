//! A map of a configuration, or of a spec, asked for its keys one by one.

use crate::model::near;
use crate::model::tree::{Entry, Form, Position, Value};

/// A map of a configuration, or of a spec. Who reads it asks for every key there may be; what is left is unknown.
pub struct Section<'t> {
    file: &'t str,
    at: Position,
    /// Whether it is no map at all, of which more need not be said.
    is_other: bool,
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
        Section::of(file, "a configuration", root)
    }

    /// Begins to read a map; `what` names it, with its article. What is no map, and not nothing, is wrong.
    pub fn of(file: &'t str, what: &str, root: Value<'t>) -> Self {
        let at = root.span().start;
        let mut section = Section { at, entries: root.entries().collect(), ..Section::empty(file) };
        match root.form() {
            Form::Mapping => section.refuse_duplicates(root),
            Form::Null => {}
            other => {
                section.is_other = true;
                section.fault(at, format!("{what} is a map, and this is {}", other.name()));
            }
        }
        section
    }

    /// Makes a map without entries.
    pub(super) fn empty(file: &'t str) -> Self {
        Section {
            file,
            at: Position::default(),
            is_other: false,
            entries: Vec::new(),
            known: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// Returns what is wrong; keys that nobody asked for are.
    pub fn finish(mut self) -> Vec<(Position, String)> {
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

    /// Returns the place at which the map begins.
    pub fn at(&self) -> Position {
        self.at
    }

    /// Returns whether a key is there, whatever its value is: nothing is wrong with it.
    pub fn any(&mut self, key: &'static str) -> bool {
        self.get(key).is_some()
    }

    /// Says that a key must be there, if it is not.
    pub fn need(&mut self, key: &'static str) {
        self.know(key);
        if !self.is_other && self.entries.iter().all(|entry| entry.key.name() != key || entry.value.is_null())
        {
            self.fault(self.at, format!("the key {key:?} is missing"));
        }
    }

    /// Reads a map within the map.
    pub fn part<T>(&mut self, key: &'static str, read: impl FnOnce(&mut Section<'t>) -> T) -> Option<T> {
        let value = self.get(key)?;
        if !value.is_mapping() {
            self.wrong(key, "a map", value);
            return None;
        }
        Some(self.within(key, value, read))
    }

    /// Reads a list of maps.
    pub fn parts<T>(&mut self, key: &'static str, mut read: impl FnMut(&mut Section<'t>) -> T) -> Vec<T> {
        let Some(value) = self.get(key) else { return Vec::new() };
        if !value.is_sequence() {
            self.wrong(key, "a list of maps", value);
            return Vec::new();
        }
        let items: Vec<Value<'t>> = value.items().collect();
        items.into_iter().map(|item| self.within(key, item, &mut read)).collect()
    }

    fn within<T>(&mut self, key: &str, value: Value<'t>, read: impl FnOnce(&mut Section<'t>) -> T) -> T {
        let mut section = Section::of(self.file, &format!("an item of {key}"), value);
        let taken = read(&mut section);
        self.faults.extend(section.finish());
        taken
    }

    /// Returns a value itself, for who reads it in another way.
    pub fn value(&mut self, key: &'static str) -> Option<Value<'t>> {
        self.get(key)
    }

    /// Reads a boolean.
    pub fn flag(&mut self, key: &'static str) -> Option<bool> {
        let value = self.get(key)?;
        match value.form() {
            Form::Bool(flag) => Some(flag),
            _ => {
                self.wrong(key, "true or false", value);
                None
            }
        }
    }

    /// Reads a number as it is written; one in quotes is a text.
    pub fn number(&mut self, key: &'static str) -> Option<Word> {
        let value = self.get(key)?;
        match value.form() {
            Form::Float(_) | Form::Int(_) | Form::UInt(_) => Some(self.word(value)),
            _ => {
                self.wrong(key, "a number", value);
                None
            }
        }
    }

    /// Reads a text.
    pub fn text(&mut self, key: &'static str) -> Option<Word> {
        let value = self.scalar(key)?;
        self.string(key, value)
    }

    /// Reads a text that may be written as a number: `1.30` is a version, not 1.3.
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
        self.know(key);
        self.entries.iter().rev().find(|entry| entry.key.name() == key).map(|entry| entry.value)
    }

    /// Takes note of a key that there may be; who asks twice is told once.
    fn know(&mut self, key: &'static str) {
        if !self.known.contains(&key) {
            self.known.push(key);
        }
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
            let or = if others.is_empty() { "" } else { " or " };
            let takes = format!("{key} takes {}{or}{last}", others.join(", "));
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
