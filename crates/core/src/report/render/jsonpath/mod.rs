//! kubectl's JSONPath dialect, as `k8s.io/client-go/util/jsonpath` reads and evaluates it.
//!
//! The dialect is a template: text outside of braces stands for itself, `{…}` holds paths, `{range …}{end}` repeats.
//! Its oddities are kept (a quoted key with a dot needs a backslash, `..` also walks the bytes of strings), since a
//! template that works with kubectl must work here. It differs only where kubectl's answer is of no use:
//!
//! - a template without braces is taken as one path, as `kubectl get --sort-by` takes it;
//! - a null is passed over in comparisons, where kubectl gives up;
//! - a null met by a range prints as `null`, not as `<no value>`;
//! - an index or a filter directly in a range over nothing is nothing, where kubectl gives up or crashes;
//! - the values of a mapping come in the order of the document, where kubectl's order changes from run to run.

mod compare;
mod eval;
mod parser;
mod quote;
#[cfg(test)]
mod table;
mod text;

use serde_json::Value;

/// A parsed template.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    nodes: Vec<Node>,
}

/// Why a template cannot be parsed.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ParseError(String);

/// Why a template cannot be evaluated.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct EvalError(String);

/// A step of a path, or a piece of text.
#[derive(Clone, Debug, PartialEq)]
enum Node {
    /// Text outside of braces, or a quoted string within.
    Text(String),
    /// What stands between two braces: steps, one after the other.
    List(Vec<Node>),
    /// A key.
    Field(String),
    /// An index or a slice: from, to, step.
    Array([Bound; 3]),
    /// `[?(…)]`.
    Filter(Box<Filter>),
    /// A number, which replaces what came before.
    Int(i64),
    /// A fraction, which replaces what came before.
    Float(f64),
    /// A truth value, which replaces what came before.
    Bool(bool),
    /// `*`: every value of a mapping or item of a list.
    Wildcard,
    /// `..`: everything below.
    Recursive,
    /// `[a,b]`: the results of each.
    Union(Vec<Vec<Node>>),
    /// A word: `range`, `end`, or a mistake.
    Word(String),
}

/// A bound of a slice.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Bound {
    value: i64,
    /// Whether it was written.
    known: bool,
    /// Whether it was made from a single index.
    derived: bool,
}

/// The condition of a filter; without an operator it asks whether the left side is there.
#[derive(Clone, Debug, PartialEq)]
struct Filter {
    left: Vec<Node>,
    comparison: Option<(String, Vec<Node>)>,
}

impl Template {
    /// Parses a template; one without braces is a path (`.a.b` or `a.b`).
    pub fn parse(text: &str) -> Result<Template, ParseError> {
        let nodes = match text {
            _ if text.contains(['{', '}']) => parser::parse(text)?,
            _ if text.starts_with(['.', '$', '@', '[']) => parser::parse(&format!("{{{text}}}"))?,
            _ => parser::parse(&format!("{{.{text}}}"))?,
        };
        Ok(Template { nodes })
    }

    /// Evaluates the template; missing keys are empty, as in kubectl.
    pub fn evaluate(&self, document: &Value) -> Result<String, EvalError> {
        let mut text = String::new();
        for results in eval::find(&self.nodes, document)? {
            let words: Vec<String> = results.iter().map(|value| text::text(value)).collect();
            text.push_str(&words.join(" "));
        }
        Ok(text)
    }
}
