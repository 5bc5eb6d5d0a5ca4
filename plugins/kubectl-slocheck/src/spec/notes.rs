//! Keeps what is wrong with specs, with its place.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

use kubecheck_core::check::configuration::Word;
use kubecheck_core::model::tree::Position;
use kubecheck_prometheus::template::{Template, TemplateError};

use crate::slo::Place;

/// What is wrong with a spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What: a fragment.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// Whether the SLO can be understood all the same.
    pub is_warning: bool,
}

impl fmt::Display for Problem {
    /// Writes the place and what is wrong: `slo.yaml:3:5: the key "name" is missing`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

/// Keeps what is wrong; clones of it write into the same list.
#[derive(Clone, Debug, Default)]
pub(super) struct Notes {
    /// The file or object that is read.
    pub(super) origin: Arc<str>,
    has_lines: bool,
    problems: Rc<RefCell<Vec<Problem>>>,
}

impl Notes {
    /// Returns the notes of a file.
    pub(super) fn at_file(&self, name: &str) -> Notes {
        Notes { origin: name.into(), has_lines: true, problems: self.problems.clone() }
    }

    /// Returns the notes of an object of a cluster, in which there are no lines.
    pub(super) fn at_object(&self, name: &str) -> Notes {
        Notes { origin: name.into(), has_lines: false, problems: self.problems.clone() }
    }

    /// Returns the place of a position.
    pub(super) fn place(&self, at: Position) -> Place {
        let at = if self.has_lines { at } else { Position::default() };
        Place { origin: self.origin.clone(), line: at.line, column: at.column }
    }

    /// Adds an error.
    pub(super) fn error(&self, at: Position, message: impl Into<String>, hint: Option<&str>) {
        let (place, message, hint) = (self.place(at), message.into(), hint.map(str::to_owned));
        self.push(Problem { place, message, hint, is_warning: false });
    }

    /// Adds a warning.
    pub(super) fn warn(&self, at: Position, message: impl Into<String>, hint: Option<&str>) {
        let (place, message, hint) = (self.place(at), message.into(), hint.map(str::to_owned));
        self.push(Problem { place, message, hint, is_warning: true });
    }

    /// Adds what a map says is wrong with it.
    pub(super) fn faults(&self, faults: Vec<(Position, String)>) {
        faults.into_iter().for_each(|(at, why)| self.error(at, why, None));
    }

    /// Adds what is wrong with an expression, and its doubts.
    pub(super) fn template(
        &self,
        word: &Word,
        what: &str,
        read: Result<Template, TemplateError>,
    ) -> Option<Template> {
        let template = self.expression(word, what, read)?;
        for doubt in template.doubts() {
            self.warn(word.at, format!("{what}: {doubt}"), None);
        }
        Some(template)
    }

    /// Adds what is wrong with an expression.
    pub(super) fn expression<T>(&self, word: &Word, what: &str, read: Result<T, TemplateError>) -> Option<T> {
        read.map_err(|error| self.error(word.at, format!("{what}: {}", error.why), error.hint.as_deref()))
            .ok()
    }

    /// Adds a problem.
    pub(super) fn push(&self, problem: Problem) {
        self.problems.borrow_mut().push(problem);
    }

    /// Returns all problems, each once (what two SLOs refer to is looked at twice): those of a file in the order of its lines,
    /// files in the order in which they were read.
    pub(super) fn take(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for problem in std::mem::take(&mut *self.problems.borrow_mut()) {
            if !problems.contains(&problem) {
                problems.push(problem);
            }
        }
        let mut origins: Vec<Arc<str>> = Vec::new();
        for problem in &problems {
            if !origins.contains(&problem.place.origin) {
                origins.push(problem.place.origin.clone());
            }
        }
        let number = |origin: &Arc<str>| origins.iter().position(|other| other == origin);
        problems.sort_by_key(|Problem { place, .. }| (number(&place.origin), place.line, place.column));
        problems
    }
}
