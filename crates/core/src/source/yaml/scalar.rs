//! What a scalar is: go-yaml v2's rules (`go.yaml.in/yaml/v2/resolve.go`), then what remains of it in JSON, which is all
//! that kubectl sends.

use std::borrow::Cow;

use crate::model::tree::{Scalar, Span, Style};

use super::number::{float_name, number};
use super::properties::Tag;
use crate::source::fault::Fault;

/// Resolves a scalar by its text, how it is written and its tag. Numbers stay what YAML has; see [`in_json`].
#[inline]
pub(super) fn resolve<'a>(
    text: Cow<'a, str>,
    style: Style,
    tag: Option<Tag>,
    span: Span,
) -> Result<(Scalar, Cow<'a, str>), Fault> {
    match tag {
        None if style == Style::Plain => Ok((classify(&text), text)),
        None => Ok((Scalar::String, text)),
        Some(tag) => resolve_tagged(text, tag, span),
    }
}

fn resolve_tagged(text: Cow<'_, str>, tag: Tag, span: Span) -> Result<(Scalar, Cow<'_, str>), Fault> {
    let scalar = match (tag, classify(&text)) {
        (Tag::Str | Tag::NonSpecific | Tag::Merge | Tag::Other, _) => Scalar::String,
        (Tag::Null, Scalar::Null) => Scalar::Null,
        (Tag::Bool, scalar @ Scalar::Bool(_)) => scalar,
        (Tag::Int, scalar @ (Scalar::Int(_) | Scalar::UInt(_))) => scalar,
        (Tag::Float, scalar @ Scalar::Float(_)) => scalar,
        (Tag::Float, Scalar::Int(number)) => Scalar::Float(number as f64),
        (Tag::Timestamp, Scalar::String) if is_timestamp(&text) => Scalar::String,
        (Tag::Binary, _) => {
            let bytes =
                base64(&text).ok_or_else(|| Fault::over(span, "this is not base64, as its tag says"))?;
            return Ok((Scalar::String, Cow::Owned(lossy(&bytes))));
        }
        _ => {
            let message = format!("`{text}` is not what its tag {} says", tag.name());
            return Err(Fault::over(span, message).help("take the tag away, or mend the value"));
        }
    };
    Ok((scalar, text))
}

/// Returns what a resolved scalar is once it is written as JSON: a float without a fraction is an integer.
pub(super) fn in_json(scalar: Scalar) -> Scalar {
    let Scalar::Float(number) = scalar else { return scalar };
    // Go writes floats from 1e21 on with an exponent, and readers take those for floats.
    if number.fract() != 0.0 || number.abs() >= 1e21 || !number.is_finite() {
        return scalar;
    }
    let digits = format!("{number}");
    let signed = digits.parse().map(Scalar::Int);
    signed.or_else(|_| digits.parse().map(Scalar::UInt)).unwrap_or(scalar)
}

/// Resolves a number of a JSON document that kubectl reads as YAML.
pub(in crate::source) fn resolve_number(text: &str) -> Scalar {
    in_json(classify(text))
}

/// Resolves a plain scalar without a tag.
pub(super) fn classify(text: &str) -> Scalar {
    let Some(first) = text.bytes().next() else { return Scalar::Null };
    match first {
        b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' | b'~' => word(text),
        b'.' | b'+' | b'-' | b'0'..=b'9' => number(text).unwrap_or(Scalar::String),
        _ => Scalar::String,
    }
}

fn word(text: &str) -> Scalar {
    match text {
        "~" | "null" | "Null" | "NULL" => Scalar::Null,
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            Scalar::Bool(true)
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            Scalar::Bool(false)
        }
        _ => Scalar::String,
    }
}

/// Returns a key as JSON has it, by the rules of sigs.k8s.io/yaml (`yaml.go`, `convertToJSONableObject`).
pub(super) fn key_name<'a>(scalar: Scalar, text: Cow<'a, str>, span: Span) -> Result<Cow<'a, str>, Fault> {
    let name = match scalar {
        Scalar::String => return Ok(text),
        Scalar::Bool(value) => Cow::Borrowed(if value { "true" } else { "false" }),
        // A decimal is its own name.
        Scalar::Int(value) if text.as_bytes() == value.to_string().as_bytes() => return Ok(text),
        Scalar::Int(value) => Cow::Owned(value.to_string()),
        Scalar::Float(value) => Cow::Owned(float_name(value)),
        Scalar::Null => {
            return Err(Fault::over(span, "a key is missing here: null cannot be one")
                .help("write the key, in quotes if it is meant to be the word"));
        }
        Scalar::UInt(_) => {
            return Err(Fault::over(span, "a key cannot be a number this large").help("put it in quotes"));
        }
    };
    Ok(name)
}

/// Tells whether a text is a timestamp as go-yaml knows them: `2001-12-14`, with `t21:59:43.1Z` or ` 21:59:43`.
fn is_timestamp(text: &str) -> bool {
    let (date, time) = match text.find(['T', 't', ' ']) {
        Some(at) => (&text[..at], Some(&text[at..])),
        None => (text, None),
    };
    let parts: Vec<&str> = date.split('-').collect();
    let [year, month, day] = parts[..] else { return false };
    let digits =
        |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<u32>().ok())?;
    let in_range =
        |part: &str, most: u32| part.len() <= 2 && digits(part).is_some_and(|number| number <= most);
    let is_date = year.len() == 4
        && month.len() <= 2
        && day.len() <= 2
        && match (digits(year), digits(month), digits(day)) {
            (Some(year), Some(month), Some(day)) => (1..=days(year, month)).contains(&day),
            _ => false,
        };
    let is_clock = |clock: &str| {
        let whole = clock.split_once('.').map_or(clock, |(whole, _)| whole);
        let parts: Vec<&str> = whole.split(':').collect();
        parts.len() == 3 && in_range(parts[0], 23) && in_range(parts[1], 59) && in_range(parts[2], 59)
    };
    is_date
        && time.is_none_or(|time| match time.strip_prefix(' ') {
            Some(clock) => is_clock(clock),
            None => time[1..].find(['Z', '+', '-']).is_some_and(|zone| is_clock(&time[1..=zone])),
        })
}

/// Returns how many days a month has, 0 if there is no such month.
fn days(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

/// Makes text of bytes as Go's encoding/json does: each byte that is not UTF-8 is replaced.
fn lossy(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
    }
    text
}

/// Decodes base64; line breaks are passed over, padding must be there.
fn base64(text: &str) -> Option<Vec<u8>> {
    let text: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect();
    if !text.len().is_multiple_of(4) {
        return None;
    }
    let data = text.iter().rposition(|byte| *byte != b'=').map_or(0, |last| last + 1);
    if text.len() - data > 2 {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for byte in &text[..data] {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, scalar: Scalar) {
        assert_eq!(in_json(classify(text)), scalar, "{text}");
    }

    #[test]
    fn words_are_those_of_yaml_1_1() {
        check("yes", Scalar::Bool(true));
        check("Off", Scalar::Bool(false));
        check("yEs", Scalar::String);
        check("", Scalar::Null);
        check("~", Scalar::Null);
        check("nil", Scalar::String);
    }

    #[test]
    fn floats_without_a_fraction_are_integers_in_json() {
        check("1e3", Scalar::Int(1000));
        check("5.", Scalar::Int(5));
        check("-0.0", Scalar::Int(0));
        check("1e20", Scalar::Float(1e20));
        check("1e19", Scalar::UInt(10_000_000_000_000_000_000));
        check("0.5", Scalar::Float(0.5));
    }

    #[test]
    fn tags_decide() {
        let span = Span::default();
        let resolve = |text: &'static str, tag| resolve(Cow::Borrowed(text), Style::Plain, Some(tag), span);
        assert_eq!(resolve("12", Tag::Str).unwrap().0, Scalar::String);
        assert_eq!(resolve("12", Tag::Float).unwrap().0, Scalar::Float(12.0));
        assert_eq!(resolve("aGVsbG8=", Tag::Binary).unwrap().1, "hello");
        assert!(resolve("aGVsbG8", Tag::Binary).is_err());
        assert!(resolve("x", Tag::Int).is_err());
        assert!(resolve("2001-12-14t21:59:43.10-05:00", Tag::Timestamp).is_ok());
        assert!(resolve("2001-12", Tag::Timestamp).is_err());
    }
}
