//! Does a scalar decode into the type of its field?

use std::fmt;

use kubecheck_catalog::{IntFormat, Schema, StringFormat};
use kubecheck_core::model::tree::{Form, Value};

use super::quantity;

/// What a field takes, when a value is not that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// The value has another type.
    Type(&'static str),
    /// The type is right, the text does not decode.
    Text {
        /// What the text should be.
        wanted: &'static str,
        /// An example of one.
        example: &'static str,
    },
    /// The integer is out of the field's range.
    Range(&'static str),
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Mismatch::Type(wanted) | Mismatch::Range(wanted) => f.write_str(wanted),
            Mismatch::Text { wanted, .. } => f.write_str(wanted),
        }
    }
}

/// Tells why a value does not decode, or nothing if it does. The value is not null.
pub(super) fn mismatch(value: Value<'_>, schema: &Schema) -> Option<Mismatch> {
    let form = value.form();
    match schema {
        Schema::Any | Schema::Ref(_) => None,
        Schema::Object(_) | Schema::Map(_) => (!value.is_mapping()).then_some(Mismatch::Type("a map")),
        Schema::List(_) => (!value.is_sequence()).then_some(Mismatch::Type("a list")),
        Schema::String(format) => string(form, *format),
        Schema::Integer(format) => integer(form, *format),
        Schema::Number => (!is_number(form)).then_some(Mismatch::Type("a number")),
        Schema::Boolean => {
            (!matches!(form, Form::Bool(_))).then_some(Mismatch::Type("a boolean (true or false)"))
        }
        Schema::IntOrString => match form {
            // Ports and counts: a string of digits is neither a port's name nor a percentage, and refused everywhere.
            Form::String(text) if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) => {
                Some(Mismatch::Type("an integer, or a string that is more than digits"))
            }
            Form::String(_) => None,
            Form::Int(_) | Form::UInt(_) | Form::Float(_) => integer(form, IntFormat::Int32),
            _ => Some(Mismatch::Type("an integer or a string")),
        },
        Schema::Quantity => match form {
            Form::String(text) => (!quantity::is_quantity(text))
                .then_some(Mismatch::Text { wanted: "a quantity", example: "\"500m\", \"1.5Gi\" or 2" }),
            _ if is_number(form) => None,
            _ => Some(Mismatch::Type("a quantity (a string such as \"1.5Gi\", or a number)")),
        },
    }
}

fn is_number(form: Form<'_>) -> bool {
    matches!(form, Form::Int(_) | Form::UInt(_) | Form::Float(_))
}

fn string(form: Form<'_>, format: StringFormat) -> Option<Mismatch> {
    let Form::String(text) = form else { return Some(Mismatch::Type("a string")) };
    let time = |wanted| Mismatch::Text { wanted, example: "\"2006-01-02T15:04:05Z\"" };
    match format {
        StringFormat::Plain => None,
        StringFormat::Byte => (!quantity::is_base64(text))
            .then_some(Mismatch::Text { wanted: "base64", example: "\"c2VjcmV0\"" }),
        StringFormat::DateTime => (!quantity::is_rfc3339(text)).then(|| time("a time (RFC 3339)")),
        StringFormat::MicroTime => (!quantity::is_rfc3339_micro(text)).then(|| time("a time (RFC 3339)")),
        StringFormat::Duration => (!quantity::is_duration(text))
            .then_some(Mismatch::Text { wanted: "a duration", example: "\"1h30m\"" }),
    }
}

/// An integral float passes: kubectl sends `1.0` as `1`.
fn integer(form: Form<'_>, format: IntFormat) -> Option<Mismatch> {
    let (low, high, range) = match format {
        IntFormat::Int32 => {
            (i64::from(i32::MIN), i64::from(i32::MAX), "an integer of 32 bits (up to 2147483647)")
        }
        IntFormat::Int64 => (i64::MIN, i64::MAX, "an integer of 64 bits (up to 9223372036854775807)"),
    };
    let value = match form {
        Form::Int(value) => i128::from(value),
        Form::UInt(value) => i128::from(value),
        Form::Float(value) if value.fract() == 0.0 => value as i128,
        _ => return Some(Mismatch::Type("an integer")),
    };
    (value < i128::from(low) || value > i128::from(high)).then_some(Mismatch::Range(range))
}
