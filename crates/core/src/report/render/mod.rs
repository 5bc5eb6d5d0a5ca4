//! Renderings of a report: each is a function of the report, the style and nothing else.
//!
//! Whatever comes from the input (names, messages, lines) is others' text: it is escaped where a person or a
//! workflow log reads it, and raw in JSON, YAML and SARIF, where the format itself quotes it.

mod columns;
mod document;
mod escape;
mod format;
mod github;
mod json;
pub mod jsonpath;
mod name;
mod paint;
mod place;
mod plain;
mod sarif;
mod snippet;
mod source;
mod summary;
mod table;
#[cfg(test)]
mod testing;
mod yaml;

use std::io;

use super::finding::Report;

pub use columns::table;
pub use escape::escape;
pub use format::{Format, FormatError};
pub use summary::{gaps, summary};

/// How a rendering for people looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether colours are used.
    pub color: bool,
    /// Whether findings show lines of the source, rather than one row each.
    pub snippets: bool,
    /// The width of the terminal; none means that nothing is wrapped.
    pub width: Option<usize>,
    /// Whether columns have headers.
    pub headers: bool,
}

impl Default for Style {
    /// Returns the style of a pipe: rows with headers, no colour, no wrapping.
    fn default() -> Style {
        Style { color: false, snippets: false, width: None, headers: true }
    }
}

/// Why a report could not be rendered.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The output could not be written.
    #[error("cannot write the report")]
    Io(#[from] io::Error),
    /// A JSONPath template does not fit the report.
    #[error("cannot evaluate the jsonpath template: {0}")]
    JsonPath(#[from] jsonpath::EvalError),
}

/// Writes a report in a format.
pub fn render(
    report: &Report,
    format: &Format,
    style: &Style,
    out: &mut dyn io::Write,
) -> Result<(), RenderError> {
    match format {
        Format::Table | Format::Wide => table::write(report, *format == Format::Wide, style, out)?,
        Format::Json => json::write(&document::Document::new(report), out)?,
        Format::Yaml => yaml::write(&document::Document::new(report), out)?,
        Format::Name => name::write(report, out)?,
        Format::Github => github::write(report, out)?,
        Format::JsonPath(template) => {
            let document = serde_json::to_value(document::Document::new(report)).map_err(io::Error::from)?;
            out.write_all(template.evaluate(&document)?.as_bytes())?;
        }
        Format::Sarif => sarif::write(report, out)?,
    }
    Ok(())
}

/// Writes another document than a report, in one of the formats that show data.
pub fn value(
    document: &serde_json::Value,
    format: &Format,
    out: &mut dyn io::Write,
) -> Result<(), RenderError> {
    match format {
        Format::Yaml => yaml::write(document, out)?,
        Format::JsonPath(template) => out.write_all(template.evaluate(document)?.as_bytes())?,
        _ => json::write(document, out)?,
    }
    Ok(())
}
