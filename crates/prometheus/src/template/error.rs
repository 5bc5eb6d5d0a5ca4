//! Why an expression counts nothing.

use std::fmt;

/// Why an expression cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateError {
    /// What is wrong: a fragment.
    pub why: String,
    /// What to write instead.
    pub hint: Option<String>,
}

impl TemplateError {
    pub(super) fn new(why: impl Into<String>) -> TemplateError {
        TemplateError { why: why.into(), hint: None }
    }

    pub(super) fn hint(self, hint: impl Into<String>) -> TemplateError {
        TemplateError { hint: Some(hint.into()), ..self }
    }
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.why)
    }
}

impl std::error::Error for TemplateError {}
