//! Values of an object as values of CEL (`k8s.io/apiserver/pkg/cel/common/values.go`).

use std::collections::HashMap;
use std::sync::Arc;

use base64::Engine;
use chrono::{DateTime, Duration, FixedOffset, NaiveDate};
use kube_cel::cel::Value;
use kube_cel::cel::objects::{Key, Map};

use crate::crd::json::whole;
use crate::crd::node::{Data, Node};
use crate::crd::schema::{Schema, Type};

/// Converts a scalar.
pub(super) fn scalar(data: &Data<'_>, schema: Option<&Schema>) -> Option<Value> {
    let kind = schema.map_or(Type::Any, |schema| schema.kind);
    Some(match data {
        Data::Null => Value::Null,
        Data::Bool(value) => Value::Bool(*value),
        Data::Int(value) if kind == Type::Number => Value::Float(*value as f64),
        Data::Int(value) => Value::Int(*value),
        Data::Float(value) => match whole(*value).filter(|_| kind == Type::Integer) {
            Some(value) => Value::Int(value),
            None => Value::Float(*value),
        },
        Data::Text(text) => string(text, schema),
        Data::List(_) | Data::Map(_) => return None,
    })
}

fn string(text: &str, schema: Option<&Schema>) -> Value {
    let format = schema.filter(|schema| schema.kind == Type::String);
    let format = format.and_then(|schema| schema.more.as_ref()?.format.as_deref());
    let converted = match format {
        Some("datetime") => super::guarded::time(text).map(Value::Timestamp),
        Some("date") => date(text).map(Value::Timestamp),
        Some("duration") => duration(text).map(Value::Duration),
        Some("byte") => base64::engine::general_purpose::STANDARD
            .decode(text)
            .ok()
            .map(|bytes| Value::Bytes(Arc::new(bytes))),
        _ => None,
    };
    converted.unwrap_or_else(|| Value::String(Arc::new(text.to_owned())))
}

/// Tells whether a value is still a text although its schema makes a time or a duration of it.
pub(super) fn is_odd(value: &Value, schema: &Schema) -> bool {
    let format = schema.more.as_ref().and_then(|more| more.format.as_deref());
    matches!(value, Value::String(_))
        && schema.kind == Type::String
        && matches!(format, Some("datetime" | "date" | "duration"))
}

fn date(text: &str) -> Option<DateTime<FixedOffset>> {
    let date: NaiveDate = text.parse().ok()?;
    Some(date.and_hms_opt(0, 0, 0)?.and_utc().fixed_offset())
}

/// Reads a duration as Go writes it: `1h30m`, `1.5s`.
fn duration(text: &str) -> Option<Duration> {
    let (negative, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let mut nanos = 0.0;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').filter(|end| *end > 0)?;
        let number: f64 = rest[..end].parse().ok()?;
        rest = &rest[end..];
        let end = rest.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(rest.len());
        nanos += number
            * match &rest[..end] {
                "ns" => 1.0,
                "us" | "µs" | "μs" => 1e3,
                "ms" => 1e6,
                "s" => 1e9,
                "m" => 6e10,
                "h" => 3.6e12,
                _ => return None,
            };
        rest = &rest[end..];
    }
    (nanos < 9.2e18).then(|| Duration::nanoseconds(if negative { -nanos } else { nanos } as i64))
}

/// Converts a value whose schema is not known.
pub(super) fn untyped(node: &Node<'_>) -> Value {
    match &node.data {
        Data::List(items) => Value::List(Arc::new(items.iter().map(untyped).collect())),
        Data::Map(fields) => {
            map(fields.iter().map(|(name, node)| ((*name).to_owned(), untyped(node))).collect())
        }
        data => scalar(data, None).unwrap_or(Value::Null),
    }
}

/// Makes a map.
pub(super) fn map(fields: Vec<(String, Value)>) -> Value {
    let fields: HashMap<Key, Value> =
        fields.into_iter().map(|(name, value)| (Key::String(Arc::new(name)), value)).collect();
    Value::Map(Map { map: Arc::new(fields) })
}

/// Writes a field's name as a rule has to; none if no rule can name it (`k8s.io/apiserver/pkg/cel/escaping.go`).
pub(in crate::crd) fn escape(name: &str) -> Option<String> {
    const RESERVED: [&str; 21] = [
        "true",
        "false",
        "null",
        "in",
        "as",
        "break",
        "const",
        "continue",
        "else",
        "for",
        "function",
        "if",
        "import",
        "let",
        "loop",
        "package",
        "namespace",
        "return",
        "var",
        "void",
        "while",
    ];
    let sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) || !name.chars().all(sign) {
        return None;
    }
    if RESERVED.contains(&name) {
        return Some(format!("__{name}__"));
    }
    let escaped = name.replace("__", "\u{0}").replace('.', "__dot__").replace('-', "__dash__");
    Some(escaped.replace('/', "__slash__").replace('\u{0}', "__underscores__"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_escaped_as_the_server_does() {
        for (name, escaped) in [
            ("my_field", Some("my_field")),
            ("a__b", Some("a__underscores__b")),
            ("a-b.c/d", Some("a__dash__b__dot__c__slash__d")),
            ("namespace", Some("__namespace__")),
            ("$ref", None),
            ("1a", None),
        ] {
            assert_eq!(escape(name).as_deref(), escaped, "{name}");
        }
    }

    #[test]
    fn durations_are_read_as_go_writes_them() {
        assert_eq!(duration("1h30m"), Some(Duration::minutes(90)));
        assert_eq!(duration("1.5s"), Some(Duration::milliseconds(1500)));
        assert_eq!(duration("-5ms"), Some(Duration::milliseconds(-5)));
        assert_eq!(duration("5"), None);
    }
}
