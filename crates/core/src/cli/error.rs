//! Errors as the user sees them: what failed, why, and what to do.

use std::error::Error;
use std::fmt;

use super::exit::Exit;
use crate::source::SourceError;

/// An error that ends a command.
#[derive(Debug)]
pub struct CliError {
    exit: Exit,
    message: String,
    hints: Vec<String>,
    cause: Option<Box<dyn Error + Send + Sync>>,
}

impl CliError {
    /// Makes an error about the command line, the configuration, or what could not be opened.
    pub fn usage(message: impl Into<String>) -> Self {
        CliError { exit: Exit::Usage, message: message.into(), hints: Vec::new(), cause: None }
    }

    /// Makes the program end in another way.
    pub fn exiting(mut self, exit: Exit) -> Self {
        self.exit = exit;
        self
    }

    /// Adds what to do about it.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Adds further errors of the same kind, with what to do about each.
    pub fn also(mut self, others: impl IntoIterator<Item = SourceError>) -> Self {
        for other in others {
            self.message = format!("{}\nerror: {}", self.message, other.message);
            self.hints.extend(other.hint);
        }
        self
    }

    /// Names the error that led to this one.
    pub fn cause(mut self, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// Returns how the program ends.
    pub fn exit(&self) -> Exit {
        self.exit
    }
}

impl fmt::Display for CliError {
    /// Prints the message, the chain of causes behind colons, and each hint on a line of its own.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        let mut cause = self.cause.as_ref().map(|cause| cause.as_ref() as &dyn Error);
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        self.hints.iter().try_for_each(|hint| write!(f, "\nhint: {hint}"))
    }
}

impl Error for CliError {}

impl From<SourceError> for CliError {
    fn from(error: SourceError) -> CliError {
        CliError { hints: error.hint.into_iter().collect(), ..CliError::usage(error.message) }
    }
}
