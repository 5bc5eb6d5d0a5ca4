//! Why a document cannot be read, and where.

use crate::model::tree::{Position, Span};

/// Why a document cannot be read, and where.
#[derive(Clone, Debug)]
pub(in crate::source) struct Fault {
    /// Where.
    pub span: Span,
    /// What is wrong: a fragment.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Fault {
    /// Makes a fault of one character.
    pub(in crate::source) fn new(at: Position, message: impl Into<String>) -> Fault {
        let end = Position { column: at.column + 1, ..at };
        Fault { span: Span { start: at, end }, message: message.into(), help: None }
    }

    /// Says what to do about it.
    pub(in crate::source) fn help(self, help: impl Into<String>) -> Fault {
        Fault { help: Some(help.into()), ..self }
    }
}
