//! Renderings of a report: each is a function of the report, the style and nothing else.
//!
//! Whatever comes from the input (names, messages, lines) is others' text: it is escaped where a person or a
//! workflow log reads it, and raw in JSON, YAML and SARIF, where the format itself quotes it.

mod columns;
mod csv;
mod document;
mod escape;
mod format;
mod github;
mod json;
pub mod jsonpath;
mod junit;
mod markdown;
mod mended;
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

use serde::Serialize;

use super::finding::Report;

pub use columns::table;
pub use csv::csv;
pub use escape::escape;
pub use format::{Format, FormatError};
pub use markdown::cells;
pub use place::{object, place};
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
    #[error("cannot evaluate the jsonpath template")]
    JsonPath(#[from] jsonpath::EvalError),
    /// The format is one of findings.
    #[error("this answer can be written as a table, json, yaml or jsonpath only")]
    NotForDocuments,
    /// The format is one of tables or pictures.
    #[error("findings are not written as csv or html")]
    NotForReports,
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
        Format::Name => name::write(report, out)?,
        Format::Sarif => sarif::write(report, out)?,
        Format::Github => github::write(report, out)?,
        Format::Junit => junit::write(report, out)?,
        Format::Markdown => markdown::write(report, out)?,
        Format::Csv | Format::Html => return Err(RenderError::NotForReports),
        Format::Json | Format::Yaml | Format::JsonPath(_) => {
            document(&document::Document::new(report), format, out)?;
        }
    }
    Ok(())
}

/// Returns a report as the document that JSON and YAML show, for answers that say more than findings.
pub fn value(report: &Report) -> serde_json::Value {
    serde_json::to_value(document::Document::new(report)).unwrap_or_default()
}

/// Writes a document in a format of documents: JSON, YAML or JSONPath.
///
/// Answers that are no reports share these formats with them, and have tables and names of their own.
pub fn document(
    document: &impl Serialize,
    format: &Format,
    out: &mut dyn io::Write,
) -> Result<(), RenderError> {
    match format {
        Format::Json => json::write(document, out)?,
        Format::Yaml => yaml::write(document, out)?,
        Format::JsonPath(template) => {
            let document = serde_json::to_value(document).map_err(io::Error::from)?;
            out.write_all(template.evaluate(&document)?.as_bytes())?;
        }
        Format::Table
        | Format::Wide
        | Format::Name
        | Format::Sarif
        | Format::Github
        | Format::Junit
        | Format::Markdown
        | Format::Csv
        | Format::Html => {
            return Err(RenderError::NotForDocuments);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_picks_from_the_document() {
        let report = testing::report(vec![testing::wrong_group(), testing::deprecated()]);
        let text = |template| {
            let format = Format::JsonPath(jsonpath::Template::parse(template).expect("it parses"));
            let mut out = Vec::new();
            render(&report, &format, &Style::default(), &mut out)
                .map(|()| String::from_utf8(out).expect("output is UTF-8"))
        };
        let template = r#"{range .findings[?(@.severity=="error")]}{.rule} {.place.line}{"\n"}{end}"#;
        assert_eq!(text(template).expect("it fits"), "wrong-group 1\n");
        assert_eq!(text("counts.warning").expect("it fits"), "1");
        assert!(matches!(text("{.findings[9]}"), Err(RenderError::JsonPath(_))));
    }

    #[test]
    fn other_answers_share_the_formats_of_documents() {
        let answer = serde_json::json!({"kinds": ["Pod"]});
        let mut out = Vec::new();
        document(&answer, &Format::Yaml, &mut out).expect("memory takes everything");
        assert_eq!(out, b"kinds:\n- Pod\n");
        assert!(matches!(document(&answer, &Format::Sarif, &mut out), Err(RenderError::NotForDocuments)));
    }
}
