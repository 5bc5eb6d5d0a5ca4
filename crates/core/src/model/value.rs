//! Values as the API server compares and prints them (`sigs.k8s.io/structured-merge-diff/v6/value/value.go`, `Compare` and `ToString`).

use std::cmp::Ordering;
use std::fmt::Write;

use serde_json::{Map, Number, Value};

/// Orders two values. Whole and other numbers compare by what they are worth.
pub fn compare(own: &Value, other: &Value) -> Ordering {
    match (own, other) {
        (Value::Number(own), Value::Number(other)) => compare_numbers(own, other),
        (Value::String(own), Value::String(other)) => own.cmp(other),
        (Value::Bool(own), Value::Bool(other)) => own.cmp(other),
        (Value::Array(own), Value::Array(other)) => {
            let mut differs = own.iter().zip(other).map(|(own, other)| compare(own, other));
            let first = differs.find(|order| order.is_ne());
            first.unwrap_or_else(|| own.len().cmp(&other.len()))
        }
        (Value::Object(own), Value::Object(other)) => {
            let (own, other) = (sorted(own), sorted(other));
            let pairs = own.iter().zip(&other);
            let mut differs =
                pairs.map(|(own, other)| own.0.cmp(other.0).then_with(|| compare(own.1, other.1)));
            let first = differs.find(|order| order.is_ne());
            first.unwrap_or_else(|| own.len().cmp(&other.len()))
        }
        _ => rank(own).cmp(&rank(other)),
    }
}

fn sorted(fields: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let mut fields: Vec<_> = fields.iter().collect();
    fields.sort_by_key(|(name, _)| *name);
    fields
}

fn compare_numbers(own: &Number, other: &Number) -> Ordering {
    match (own.as_i128(), other.as_i128()) {
        (Some(own), Some(other)) => own.cmp(&other),
        _ => {
            // Minus nothing is nothing.
            let worth = |number: &Number| number.as_f64().unwrap_or_default() + 0.0;
            worth(own).total_cmp(&worth(other))
        }
    }
}

fn rank(value: &Value) -> u8 {
    match value {
        Value::Number(_) => 0,
        Value::String(_) => 1,
        Value::Bool(_) => 2,
        Value::Array(_) => 3,
        Value::Object(_) => 4,
        Value::Null => 5,
    }
}

/// Prints a value as the API server does in paths.
pub fn go(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => go_number(number),
        Value::String(text) => quoted(text),
        Value::Array(items) => format!("[{}]", items.iter().map(go).collect::<Vec<_>>().join(",")),
        Value::Object(fields) => fields.iter().map(|(name, value)| format!("{name}={}", go(value))).collect(),
    }
}

/// Prints a number as Go's `%v` does: with an exponent only if it is below -4 or above 20.
fn go_number(number: &Number) -> String {
    let Some(float) = number.as_f64().filter(|_| number.is_f64()) else { return number.to_string() };
    let scientific = format!("{float:e}");
    let Some((mantissa, exponent)) = scientific.split_once('e') else { return scientific };
    match exponent.parse::<i32>() {
        Ok(exponent) if !(-4..21).contains(&exponent) => {
            let sign = if exponent < 0 { '-' } else { '+' };
            format!("{mantissa}e{sign}{:02}", exponent.abs())
        }
        _ => format!("{float}"),
    }
}

/// Quotes a text as Go does (`strconv.Quote`).
pub fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        let escaped = match c {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(c);
                continue;
            }
            '\u{7}' => "\\a",
            '\u{8}' => "\\b",
            '\u{c}' => "\\f",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            '\u{b}' => "\\v",
            _ => {
                push(&mut quoted, c);
                continue;
            }
        };
        quoted.push_str(escaped);
    }
    quoted.push('"');
    quoted
}

/// Adds a character, escaped if it does not print.
fn push(quoted: &mut String, c: char) {
    let prints = c == ' ' || !(c.is_control() || c.is_whitespace() || c.escape_debug().len() > 2);
    let written = match u32::from(c) {
        _ if prints => write!(quoted, "{c}"),
        code if c.is_ascii() => write!(quoted, "\\x{code:02x}"),
        code @ ..0x1_0000 => write!(quoted, "\\u{code:04x}"),
        code => write!(quoted, "\\U{code:08x}"),
    };
    written.expect("a string can always be written to");
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_compare_by_their_worth() {
        assert_eq!(compare(&json!(80), &json!(80.0)), Ordering::Equal);
        assert_eq!(compare(&json!(-0.0), &json!(0)), Ordering::Equal);
        assert_eq!(compare(&json!(80), &json!(80.5)), Ordering::Less);
        assert_eq!(compare(&json!("80"), &json!(80)), Ordering::Greater);
        assert_eq!(compare(&json!({"a": 1}), &json!({"a": 1, "b": 1})), Ordering::Less);
    }

    #[test]
    fn values_are_printed_as_go_prints_them() {
        for (value, text) in [
            (json!(80.0), "80"),
            (json!(0.5), "0.5"),
            (json!(1e21), "1e+21"),
            (json!(0.00001), "1e-05"),
            (json!(123_456_789), "123456789"),
            (json!("a\"b\\c\n\u{1}\u{a0}ä"), "\"a\\\"b\\\\c\\n\\x01\\u00a0ä\""),
            (json!([1, "a", null]), "[1,\"a\",null]"),
            (json!(true), "true"),
        ] {
            assert_eq!(go(&value), text);
        }
    }
}
