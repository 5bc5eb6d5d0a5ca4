//! When two scalars mean the same to the API server, which writes many of them in a form of its own.

use std::time::Duration;

use chrono::{DateTime, Utc};
use kubecheck_catalog::{Schema, StringFormat};
use kubecheck_core::kube::args::go_duration;
use kubecheck_core::model::tree::{Form, Value};
use serde_json::Value as Json;

/// Tells whether a declared scalar is what lives. What does not have the form of its schema is told by other rules.
pub(super) fn same(declared: Value<'_>, live: &Json, schema: Option<&Schema>) -> bool {
    match schema {
        Some(Schema::Quantity) => same_quantity(declared.text(), live),
        Some(Schema::String(format)) => same_string(declared, live, *format),
        _ => same_value(declared, live),
    }
}

fn same_value(declared: Value<'_>, live: &Json) -> bool {
    match (declared.form(), live) {
        (Form::Bool(own), Json::Bool(live)) => own == *live,
        (Form::String(own), Json::String(live)) => own == live,
        (Form::Int(own), Json::Number(live)) => {
            live.as_i64().map_or_else(|| live.as_f64() == Some(own as f64), |live| live == own)
        }
        (Form::UInt(own), Json::Number(live)) => {
            live.as_u64() == Some(own) || live.as_f64() == Some(own as f64)
        }
        (Form::Float(own), Json::Number(live)) => live.as_f64() == Some(own),
        _ => false,
    }
}

fn same_string(declared: Value<'_>, live: &Json, format: StringFormat) -> bool {
    let (Some(own), Some(live)) = (declared.as_str(), live.as_str()) else {
        // No text: that the form is wrong is told of the manifest.
        return declared.as_str().is_none();
    };
    own == live
        || match format {
            StringFormat::Plain => false,
            StringFormat::Byte => plain_base64(own) == plain_base64(live),
            StringFormat::DateTime => seconds(own).is_some_and(|own| seconds(live) == Some(own)),
            StringFormat::MicroTime => micros(own).is_some_and(|own| micros(live) == Some(own)),
            StringFormat::Duration => duration(own).is_some_and(|own| duration(live) == Some(own)),
        }
}

/// Go's decoder passes over line ends (`encoding/base64`).
fn plain_base64(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '\r' | '\n')).collect()
}

fn time(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text).ok().map(|time| time.to_utc())
}

/// `metav1.Time` has seconds.
fn seconds(text: &str) -> Option<i64> {
    time(text).map(|time| time.timestamp())
}

/// `metav1.MicroTime` has microseconds.
fn micros(text: &str) -> Option<i64> {
    time(text).map(|time| time.timestamp_micros())
}

fn duration(text: &str) -> Option<(bool, Duration)> {
    let positive = text.strip_prefix('-');
    go_duration(positive.unwrap_or(text)).map(|duration| (positive.is_some(), duration))
}

fn same_quantity(declared: &str, live: &Json) -> bool {
    let live = match live {
        Json::String(live) => live.clone(),
        Json::Number(live) => live.to_string(),
        _ => return false,
    };
    declared.trim() == live || amount(declared.trim()).is_none_or(|own| amount(&live) == Some(own))
}

/// Reads a quantity as a number of billionths, rounded up as the server does; none if it is too large to be compared.
fn amount(text: &str) -> Option<i128> {
    let (is_negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let end = unsigned.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(unsigned.len());
    let (number, suffix) = unsigned.split_at(end);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits: i128 = match format!("{whole}{fraction}").as_str() {
        "" => 0,
        digits => digits.parse().ok()?,
    };
    let (base, power) = scale(suffix)?;
    let tens = 9 - i32::try_from(fraction.len()).ok()? + if base == 10 { power } else { 0 };
    let twos = if base == 2 { u32::try_from(power).ok()? } else { 0 };
    let value = digits.checked_mul(1_i128.checked_shl(twos)?)?;
    let value = match u32::try_from(tens) {
        Ok(tens) => value.checked_mul(10_i128.checked_pow(tens)?)?,
        Err(_) => {
            let divisor = 10_i128.checked_pow(tens.unsigned_abs())?;
            value.checked_add(divisor - 1)? / divisor
        }
    };
    Some(if is_negative { -value } else { value })
}

/// Reads a suffix (apimachinery `pkg/api/resource/suffix.go`): the base, and its power.
fn scale(suffix: &str) -> Option<(u8, i32)> {
    const TENS: [(&str, i32); 10] = [
        ("n", -9),
        ("u", -6),
        ("m", -3),
        ("", 0),
        ("k", 3),
        ("M", 6),
        ("G", 9),
        ("T", 12),
        ("P", 15),
        ("E", 18),
    ];
    const TWOS: [&str; 6] = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
    if let Some((_, power)) = TENS.iter().find(|(own, _)| *own == suffix) {
        return Some((10, *power));
    }
    if let Some(at) = TWOS.iter().position(|own| *own == suffix) {
        return Some((2, 10 * (i32::try_from(at).ok()? + 1)));
    }
    suffix.strip_prefix(['e', 'E'])?.parse().ok().map(|power| (10, power))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_compared_by_what_they_amount_to() {
        for (own, live) in [
            ("1000m", "1"),
            ("1024Mi", "1Gi"),
            ("0.5", "500m"),
            ("1.5Gi", "1536Mi"),
            ("1e3", "1k"),
            ("100", "100"),
            (".5", "500m"),
            ("1500u", "1500u"),
            ("0.0000000001", "1n"),
        ] {
            assert!(same_quantity(own, &Json::String(live.to_owned())), "{own} {live}");
        }
        for (own, live) in [("1", "1m"), ("1G", "1Gi"), ("2", "1"), ("-1", "1")] {
            assert!(!same_quantity(own, &Json::String(live.to_owned())), "{own} {live}");
        }
    }

    #[test]
    fn times_and_bytes_have_many_spellings() {
        assert_eq!(seconds("2026-01-01T01:00:00+01:00"), seconds("2026-01-01T00:00:00Z"));
        assert_eq!(micros("2026-01-01T00:00:00Z"), micros("2026-01-01T00:00:00.000000Z"));
        assert_eq!(plain_base64("YWJj\nZA=="), "YWJjZA==");
        assert_eq!(duration("60m"), duration("1h0m0s"));
        assert_ne!(duration("-1s"), duration("1s"));
    }
}
