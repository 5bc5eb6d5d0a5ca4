//! Why a document cannot be read, and where.

use std::ops::Deref;

use crate::model::tree::{Position, Span};

/// Why a document cannot be read, and where. It is kept apart, so that what succeeds need not carry its size along.
#[derive(Clone, Debug)]
pub(super) struct Fault(Box<Details>);

/// What a fault says.
#[derive(Clone, Debug)]
pub(super) struct Details {
    /// Where.
    pub span: Span,
    /// What is wrong: a fragment.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Fault {
    /// Makes a fault of one character.
    pub(super) fn new(at: Position, message: impl Into<String>) -> Fault {
        let end = Position { column: at.column + 1, ..at };
        Fault::over(Span { start: at, end }, message)
    }

    /// Makes a fault of a part of the text.
    pub(super) fn over(span: Span, message: impl Into<String>) -> Fault {
        Fault(Box::new(Details { span, message: message.into(), help: None }))
    }

    /// Says what to do about it.
    pub(super) fn help(mut self, help: impl Into<String>) -> Fault {
        self.0.help = Some(help.into());
        self
    }

    /// Returns what it says.
    pub(super) fn details(self) -> Details {
        *self.0
    }

    /// Makes the fault of a tab that would indent.
    pub(super) fn tab(at: Position) -> Fault {
        Fault::new(at, "a tab stands where YAML allows only spaces").help("replace the tab by spaces")
    }

    /// Makes the fault of a list or a map that is a key.
    pub(super) fn collection_key(span: Span) -> Fault {
        Fault::over(span, "a list or a map cannot be a key")
            .help("put the text in quotes if it is meant as text")
    }

    /// Makes the fault of a document that is nested too deeply.
    pub(super) fn too_deep(at: Position) -> Fault {
        let message = format!("lists and maps are nested more than {} levels deep", super::yaml::MAX_DEPTH);
        Fault::new(at, message).help("no kind of Kubernetes needs so many levels")
    }

    /// Makes the fault of a document with too many nodes.
    pub(super) fn too_many(at: Position) -> Fault {
        let message = format!("the document has more than {} values", super::yaml::MAX_NODES);
        Fault::new(at, message).help("cut it into several documents")
    }
}

impl Deref for Fault {
    type Target = Details;

    fn deref(&self) -> &Details {
        &self.0
    }
}
