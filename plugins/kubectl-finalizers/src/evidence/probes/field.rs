//! A field of the object has one of some values.

use serde::Deserialize;
use serde_json::Value;

use super::{Subject, path, values};
use crate::evidence::shown::Shown;

/// A field and what it must be.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Field {
    /// Where it is.
    at: String,
    /// The values it may have; none if it must be absent or empty.
    is: Vec<Value>,
}

impl Field {
    pub(super) fn show(&self, subject: Subject<'_>) -> Shown {
        let (name, source) = (path(&self.at), subject.label());
        let found = values(subject.object, &self.at).into_iter().find(|value| !is_empty(value));
        match found {
            None if self.is.is_empty() => Shown::holds(format!("{name} is not set"), source),
            None => Shown::fails(format!("{name} is not set, rather than {}", self.wanted()), source),
            Some(value) if self.is.contains(value) => {
                Shown::holds(format!("{name} is {}", plain(value)), source)
            }
            Some(_) if self.is.is_empty() => Shown::fails(format!("{name} is set"), source),
            Some(value) => Shown::fails(format!("{name} is {}, not {}", plain(value), self.wanted()), source),
        }
    }

    fn wanted(&self) -> String {
        self.is.iter().map(plain).collect::<Vec<_>>().join(" or ")
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
