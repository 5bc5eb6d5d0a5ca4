//! How a step ended.

use std::path::PathBuf;

use kubecheck_core::change::Target;
use kubecheck_core::cli::Exit;
use serde_json::{Value, json};

use super::shown;

/// How a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It was done.
    Done,
    /// There was nothing to do any more.
    Already,
    /// It may not be done: by its preconditions, for lack of consent, or the server's rules.
    Refused,
    /// The user has no right to it, or what it takes could not be read.
    Incomplete,
    /// The object changed under us, again and again.
    Changed,
    /// The server could not be reached, or failed.
    Unreachable,
    /// Something before it failed, or there were enough.
    Untried,
}

impl Ended {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Ended::Done => "done",
            Ended::Already => "already-done",
            Ended::Refused => "refused",
            Ended::Incomplete => "incomplete",
            Ended::Changed => "changed",
            Ended::Unreachable => "unreachable",
            Ended::Untried => "not-tried",
        }
    }

    /// Returns how the program ends.
    pub fn exit(self) -> Exit {
        match self {
            Ended::Done | Ended::Already | Ended::Untried => Exit::Clean,
            Ended::Refused => Exit::Findings,
            Ended::Incomplete => Exit::Incomplete,
            Ended::Changed | Ended::Unreachable => Exit::Transient,
        }
    }

    /// Tells whether nothing else is begun after it.
    pub fn is_failure(self) -> bool {
        self.exit() != Exit::Clean
    }
}

/// How one step ended, and what is to be told of it.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The object.
    pub target: Target,
    /// The finalizer; empty if it is about the whole object.
    pub finalizer: String,
    /// How it ended.
    pub ended: Ended,
    /// What happened: a fragment.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The backup, if one was made.
    pub backup: Option<PathBuf>,
}

impl Outcome {
    /// Makes an outcome.
    pub fn new(target: &Target, finalizer: &str, ended: Ended, message: impl Into<String>) -> Outcome {
        let (message, finalizer) = (message.into(), finalizer.to_owned());
        Outcome { target: target.clone(), finalizer, ended, message, help: None, backup: None }
    }

    /// Adds what to do about it.
    pub fn help(self, help: Option<String>) -> Outcome {
        Outcome { help, ..self }
    }

    /// Writes it as a line for people.
    pub fn line(&self) -> String {
        let backup = self.backup.as_ref().map(|file| format!(" (backup: {})", file.display()));
        format!(
            "{:<12} {}: {}{}",
            self.ended.word(),
            shown(&self.target),
            self.message,
            backup.unwrap_or_default()
        )
    }

    /// Writes it as a document for programs.
    pub fn document(&self) -> Value {
        json!({
            "object": self.target,
            "finalizer": Some(&self.finalizer).filter(|name| !name.is_empty()),
            "outcome": self.ended.word(),
            "message": self.message,
            "help": self.help,
            "backup": self.backup.as_ref().map(|file| file.display().to_string()),
        })
    }
}

/// Returns how the program ends: the code that hides none of the others (1, then 4, then 3).
pub fn exit(outcomes: &[Outcome]) -> Exit {
    let has = |exit: Exit| outcomes.iter().any(|outcome| outcome.ended.exit() == exit);
    [Exit::Findings, Exit::Transient, Exit::Incomplete]
        .into_iter()
        .find(|exit| has(*exit))
        .unwrap_or(Exit::Clean)
}
