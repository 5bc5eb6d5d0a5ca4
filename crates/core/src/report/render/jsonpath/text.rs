//! Values as Go prints them: what kubectl shows for a result.

use serde_json::{Map, Number, Value};

/// Prints a result: texts as they are, mappings and lists as compact JSON with sorted keys.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(truth) => truth.to_string(),
        Value::Number(number) => plain_number(number),
        Value::String(text) => text.clone(),
        Value::Array(_) | Value::Object(_) => {
            let mut out = String::new();
            json(value, &mut out);
            out
        }
    }
}

/// Prints a number as Go's `%v` does, which turns to exponents early.
fn plain_number(number: &Number) -> String {
    match (number.as_i64(), number.as_f64()) {
        (Some(integer), _) => integer.to_string(),
        (None, Some(float)) => go_float(float, -4, 6),
        (None, None) => number.to_string(),
    }
}

/// Prints a number as Go's JSON does; of a negative exponent it drops the leading zero.
fn json_number(number: &Number) -> String {
    match (number.as_i64(), number.as_f64()) {
        (Some(integer), _) => integer.to_string(),
        (None, Some(float)) => go_float(float, -6, 21).replace("e-0", "e-"),
        (None, None) => number.to_string(),
    }
}

/// Prints a number in the fewest digits: with an exponent below the least or from the most, else without.
fn go_float(float: f64, least: i32, most: i32) -> String {
    let scientific = format!("{float:e}");
    let Some((mantissa, exponent)) = scientific.split_once('e') else { return scientific };
    match exponent.parse::<i32>() {
        Ok(exponent) if float != 0.0 && (exponent < least || exponent >= most) => {
            let sign = if exponent < 0 { '-' } else { '+' };
            format!("{mantissa}e{sign}{:02}", exponent.abs())
        }
        _ => format!("{float}"),
    }
}

fn json(value: &Value, out: &mut String) {
    match value {
        Value::String(text) => json_string(text, out),
        Value::Array(items) => json_list(items, out),
        Value::Object(entries) => json_mapping(entries, out),
        Value::Number(number) => out.push_str(&json_number(number)),
        Value::Null | Value::Bool(_) => out.push_str(&value.to_string()),
    }
}

fn json_list(items: &[Value], out: &mut String) {
    out.push('[');
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        json(item, out);
    }
    out.push(']');
}

fn json_mapping(entries: &Map<String, Value>, out: &mut String) {
    let mut sorted: Vec<(&String, &Value)> = entries.iter().collect();
    sorted.sort_by_key(|(key, _)| *key);
    out.push('{');
    for (index, (key, value)) in sorted.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        json_string(key, out);
        out.push(':');
        json(value, out);
    }
    out.push('}');
}

/// Quotes a string as Go does, which also escapes what HTML or JavaScript would take otherwise.
fn json_string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..='\u{1f}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}
