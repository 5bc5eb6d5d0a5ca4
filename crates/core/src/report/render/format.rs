//! The values of `-o`.

use std::io;

use super::jsonpath;

/// What `-o` asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Format {
    /// Rows, or blocks with the lines of the source on a terminal.
    Table,
    /// Rows with more columns.
    Wide,
    /// The `kubecheck/v1` document as JSON.
    Json,
    /// The `kubecheck/v1` document as YAML.
    Yaml,
    /// One line for each object that has findings.
    Name,
    /// What a template in kubectl's JSONPath dialect picks from the document.
    JsonPath(jsonpath::Template),
    /// SARIF 2.1.0.
    Sarif,
    /// Workflow commands that become annotations on GitHub.
    Github,
    /// Test results in the XML of JUnit.
    Junit,
    /// A page for a job's summary or a comment.
    Markdown,
    /// Comma-separated values, where an answer is a table.
    Csv,
    /// A page with pictures, where an answer has some.
    Html,
}

/// Why a value of `-o` is refused.
#[derive(Debug, thiserror::Error)]
pub enum FormatError {
    /// There is no such format.
    #[error("unknown output format {value:?}; it can be one of {}", Format::NAMES.join(", "))]
    Unknown {
        /// The value.
        value: String,
    },
    /// A JSONPath format without its template.
    #[error("{0} needs a template, as in {0}={1}")]
    NoTemplate(&'static str, &'static str),
    /// The file of `jsonpath-file=` cannot be read.
    #[error("cannot read the jsonpath template {path}")]
    File {
        /// The file.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// The template cannot be parsed.
    #[error("cannot parse the jsonpath template {template:?}")]
    Template {
        /// The template.
        template: String,
        /// Why.
        source: jsonpath::ParseError,
    },
}

impl Format {
    /// The values of `-o`, for help, completion and errors.
    pub const NAMES: [&'static str; 11] = [
        "table",
        "wide",
        "json",
        "yaml",
        "name",
        "jsonpath=…",
        "jsonpath-file=…",
        "sarif",
        "github",
        "junit",
        "markdown",
    ];

    /// Parses a value of `-o`; `read` fetches the file of `jsonpath-file=`.
    pub fn parse(value: &str, read: impl Fn(&str) -> io::Result<String>) -> Result<Format, FormatError> {
        let (name, argument) = match value.split_once('=') {
            Some((name, argument)) => (name, Some(argument)),
            None => (value, None),
        };
        match (name, argument) {
            ("table", None) => Ok(Format::Table),
            ("wide", None) => Ok(Format::Wide),
            ("json", None) => Ok(Format::Json),
            ("yaml", None) => Ok(Format::Yaml),
            ("name", None) => Ok(Format::Name),
            ("sarif", None) => Ok(Format::Sarif),
            ("github", None) => Ok(Format::Github),
            ("junit", None) => Ok(Format::Junit),
            ("markdown", None) => Ok(Format::Markdown),
            ("csv", None) => Ok(Format::Csv),
            ("html", None) => Ok(Format::Html),
            ("jsonpath", None | Some("")) => {
                Err(FormatError::NoTemplate("jsonpath", "'{.findings[*].rule}'"))
            }
            ("jsonpath-file", None | Some("")) => Err(FormatError::NoTemplate("jsonpath-file", "FILE")),
            ("jsonpath", Some(template)) => json_path(template),
            ("jsonpath-file", Some(path)) => {
                let template =
                    read(path).map_err(|source| FormatError::File { path: path.to_owned(), source })?;
                json_path(&template)
            }
            _ => Err(FormatError::Unknown { value: value.to_owned() }),
        }
    }
}

fn json_path(template: &str) -> Result<Format, FormatError> {
    match jsonpath::Template::parse(template) {
        Ok(parsed) => Ok(Format::JsonPath(parsed)),
        Err(source) => Err(FormatError::Template { template: template.to_owned(), source }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(value: &str) -> Result<Format, FormatError> {
        Format::parse(value, |path| match path {
            "there.txt" => Ok("{.kind}".to_owned()),
            _ => Err(io::Error::from(io::ErrorKind::NotFound)),
        })
    }

    #[test]
    fn every_plain_name_is_a_format() {
        for name in Format::NAMES.iter().filter(|name| !name.ends_with("=…")) {
            parse(name).expect(name);
        }
    }

    #[test]
    fn an_unknown_name_is_told_the_others() {
        let error = parse("jsn").expect_err("there is no such format").to_string();
        assert_eq!(
            error,
            "unknown output format \"jsn\"; it can be one of table, wide, json, yaml, name, jsonpath=…, \
             jsonpath-file=…, sarif, github, junit, markdown"
        );
        parse("json=x").expect_err("json takes no argument");
        parse("").expect_err("nothing is no format");
    }

    #[test]
    fn a_template_comes_from_the_value_or_a_file() {
        assert_eq!(
            parse("jsonpath={.kind}").expect("valid"),
            parse("jsonpath-file=there.txt").expect("valid")
        );
        let missing = parse("jsonpath-file=gone.txt").expect_err("there is no such file").to_string();
        assert_eq!(missing, "cannot read the jsonpath template gone.txt");
    }

    #[test]
    fn a_template_must_be_given() {
        for value in ["jsonpath", "jsonpath="] {
            let error = parse(value).expect_err("there is no template").to_string();
            assert_eq!(error, "jsonpath needs a template, as in jsonpath='{.findings[*].rule}'");
        }
    }
}
