//! What is written for others to use: rules for Prometheus, and Jobs that ask the gate from within a cluster.
//!
//! Nothing here reads, connects or writes anywhere: documents are made of what is given. [`rules`] makes recording rules and
//! alerts, [`job`] the objects of a Job, [`names`] knows what objects may be called, and [`yaml`] writes either.

pub mod job;
pub mod names;
pub mod rules;

use kubecheck_core::report::render::{self, Format, RenderError};
use serde_json::Value;

/// Why something is not written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong: a fragment that names it and says where it stands.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Refusal {
    fn new(message: impl Into<String>) -> Refusal {
        Refusal { message: message.into(), hint: None }
    }

    fn hint(self, hint: impl Into<String>) -> Refusal {
        Refusal { hint: Some(hint.into()), ..self }
    }
}

/// Writes documents as a stream of YAML, with comments before the first.
///
/// # Errors
/// A document that has every private character of Unicode, which the writer needs one of.
pub fn yaml(comments: &[String], documents: &[Value]) -> Result<String, RenderError> {
    let mut bytes = Vec::new();
    for line in comments.iter().flat_map(|comment| comment.split('\n')) {
        // What others wrote must not end the comment.
        bytes.extend_from_slice(format!("# {}", render::escape(line)).trim_end().as_bytes());
        bytes.push(b'\n');
    }
    for (number, document) in documents.iter().enumerate() {
        if number > 0 {
            bytes.extend_from_slice(b"---\n");
        }
        render::document(document, &Format::Yaml, &mut bytes)?;
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn comments_stay_comments_and_strings_stay_strings() {
        let comments = ["one\ntwo".to_owned(), String::new(), "a\u{2028}b\rc".to_owned()];
        let written = yaml(&comments, &[json!({"a": "on"}), json!({"b": 1})]);
        let written = written.expect("there are private characters left");
        assert!(written.starts_with("# one\n# two\n#\n# a"), "{written}");
        assert_eq!(
            written.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>(),
            ["a: \"on\"", "---", "b: 1"]
        );
    }
}
