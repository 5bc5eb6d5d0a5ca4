//! Why a cluster did not answer as it should.

use thiserror::Error;

use crate::cli::{CliError, Exit};
use crate::report::finding::Gap;

/// Why a request has no answer.
#[derive(Clone, Debug, Error)]
#[error("{message}")]
pub struct Fault {
    /// What kind of failure it is.
    pub kind: FaultKind,
    /// What went wrong: a fragment.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// Where a list that became too old may go on, if the server says so.
    pub(super) next: Option<String>,
    /// The status of the answer, if there was one.
    pub(crate) status: Option<u16>,
}

/// What kind of failure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The kubeconfig or the flags are wrong; trying again will not help.
    Configuration,
    /// The server does not know who asks (401).
    Unauthorized,
    /// The user may not do this (403).
    Forbidden,
    /// There is no such thing (404).
    NotFound,
    /// What was asked for is too old (410).
    Gone,
    /// The server failed, or asked to come back later (5xx, 429).
    Server,
    /// The server did not answer in time.
    Timeout,
    /// The server cannot be reached, or the connection broke.
    Unreachable,
    /// The object changed meanwhile (409).
    Conflict,
    /// What was sent does not fit the object, or what it was said to be is not so (422).
    Invalid,
    /// Nobody there can answer in the form that was asked for (406).
    NotAcceptable,
    /// The answer makes no sense, or the server refused the request itself.
    Refused,
}

impl FaultKind {
    /// Tells whether trying again may help.
    pub fn is_transient(self) -> bool {
        matches!(
            self,
            FaultKind::Server
                | FaultKind::Timeout
                | FaultKind::Unreachable
                | FaultKind::Gone
                | FaultKind::Conflict
        )
    }

    /// Tells whether no other request can do better, so that the run ends here.
    pub fn is_final(self) -> bool {
        matches!(self, FaultKind::Configuration | FaultKind::Unauthorized)
    }
}

impl Fault {
    /// Makes a fault.
    pub fn new(kind: FaultKind, message: impl Into<String>) -> Fault {
        Fault { kind, message: message.into(), hint: None, next: None, status: None }
    }

    /// Adds what to do about it.
    pub fn hint(self, hint: impl Into<String>) -> Fault {
        Fault { hint: Some(hint.into()), ..self }
    }

    /// Says what it is about, before what went wrong.
    pub fn about(self, what: &str) -> Fault {
        Fault { message: format!("{what}: {}", self.message), ..self }
    }

    /// Makes a gap of it: what could not be read, and what lacked it.
    pub fn gap(&self, what: impl Into<String>, needed_for: &[&str]) -> Gap {
        let why = match &self.hint {
            Some(hint) => format!("{}; {hint}", self.message),
            None => self.message.clone(),
        };
        Gap {
            what: what.into(),
            why,
            needed_for: needed_for.iter().map(|name| (*name).to_owned()).collect(),
            is_transient: self.kind.is_transient(),
        }
    }
}

impl From<Fault> for CliError {
    fn from(fault: Fault) -> CliError {
        let exit = match fault.kind {
            kind if kind.is_transient() => Exit::Transient,
            FaultKind::Forbidden => Exit::Incomplete,
            _ => Exit::Usage,
        };
        let error = CliError::usage(fault.message).exiting(exit);
        match fault.hint {
            Some(hint) => error.hint(hint),
            None => error,
        }
    }
}

/// Writes an error with its causes, each told once.
pub(super) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let own = error.to_string();
        if !text.contains(&own) {
            text = format!("{text}: {own}");
        }
        cause = error.source();
    }
    text
}
