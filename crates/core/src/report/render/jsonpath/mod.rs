//! kubectl's JSONPath dialect.

/// A parsed template.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    text: String,
}

/// Why a template cannot be parsed.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ParseError(String);

/// Why a template cannot be evaluated.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct EvalError(String);

impl Template {
    /// Parses a template.
    pub fn parse(text: &str) -> Result<Template, ParseError> {
        Ok(Template { text: text.to_owned() })
    }
}
