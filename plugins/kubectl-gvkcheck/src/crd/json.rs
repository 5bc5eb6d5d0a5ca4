//! Values that a CRD carries: defaults and enums, owned.

use std::sync::Arc;

use kubecheck_core::model::tree::{Form, Value};

/// A JSON value as the API server holds it: an integer is one of 64 bits, every other number is a float.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Json {
    /// Null.
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// A string.
    Text(Arc<str>),
    /// A list.
    List(Vec<Json>),
    /// A map.
    Map(Vec<(Arc<str>, Json)>),
}

/// A scalar as JSON has it once kubectl has sent it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Scalar<'a> {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(&'a str),
}

/// Reads a scalar; none for a list or a map. kubectl sends `1.0` as `1`, and what does not fit into 64 bits with a sign is
/// read as a float (`k8s.io/apimachinery/pkg/util/json`).
pub(super) fn scalar(form: Form<'_>) -> Option<Scalar<'_>> {
    Some(match form {
        Form::Null => Scalar::Null,
        Form::Bool(value) => Scalar::Bool(value),
        Form::Int(value) => Scalar::Int(value),
        Form::UInt(value) => i64::try_from(value).map_or(Scalar::Float(value as f64), Scalar::Int),
        Form::Float(value) => {
            whole(value).filter(|_| value.abs() < 1e21).map_or(Scalar::Float(value), Scalar::Int)
        }
        Form::String(text) => Scalar::Text(text),
        Form::Sequence | Form::Mapping => return None,
    })
}

/// Returns the integer that a float is, if it is one of 64 bits.
pub(super) fn whole(value: f64) -> Option<i64> {
    let fits =
        value.fract() == 0.0 && (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&value);
    fits.then_some(value as i64)
}

impl Json {
    /// Reads a value, down to a depth; what lies deeper is null.
    pub(super) fn read(value: Value<'_>, depth: usize) -> Json {
        match scalar(value.form()) {
            Some(Scalar::Bool(value)) => Json::Bool(value),
            Some(Scalar::Int(value)) => Json::Int(value),
            Some(Scalar::Float(value)) => Json::Float(value),
            Some(Scalar::Text(text)) => Json::Text(text.into()),
            Some(Scalar::Null) => Json::Null,
            None if depth == 0 => Json::Null,
            None if value.is_sequence() => {
                Json::List(value.items().map(|item| Json::read(item, depth - 1)).collect())
            }
            None => Json::Map(
                value
                    .entries()
                    .map(|entry| (entry.key.name().into(), Json::read(entry.value, depth - 1)))
                    .collect(),
            ),
        }
    }
}

impl std::fmt::Display for Json {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Json::Null => f.write_str("null"),
            Json::Bool(value) => write!(f, "{value}"),
            Json::Int(value) => write!(f, "{value}"),
            Json::Float(value) => write!(f, "{value}"),
            Json::Text(text) if text.is_empty() => f.write_str("\"\""),
            Json::Text(text) => f.write_str(text),
            Json::List(_) => f.write_str("[…]"),
            Json::Map(_) => f.write_str("{…}"),
        }
    }
}
