//! Numbers as Go's strconv reads and writes them, and go-yaml calls it.

use std::borrow::Cow;

use crate::model::tree::Scalar;

/// Reads a number whose first character is a digit, a sign or a dot.
pub(super) fn number(text: &str) -> Option<Scalar> {
    match text {
        ".nan" | ".NaN" | ".NAN" => return Some(Scalar::Float(f64::NAN)),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => return Some(Scalar::Float(f64::INFINITY)),
        "-.inf" | "-.Inf" | "-.INF" => return Some(Scalar::Float(f64::NEG_INFINITY)),
        _ => {}
    }
    if text.starts_with('.') {
        return underscores_separate(text).then(|| float(&without_underscores(text)))?;
    }
    let plain = without_underscores(text);
    integer(&plain).or_else(|| float(&plain)).or_else(|| binary(&plain))
}

fn without_underscores(text: &str) -> Cow<'_, str> {
    if text.contains('_') { Cow::Owned(text.replace('_', "")) } else { Cow::Borrowed(text) }
}

/// Tells whether each underscore stands between two digits.
fn underscores_separate(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    (0..bytes.len()).all(|at| bytes[at] != b'_' || digit(at.checked_sub(1)) && digit(Some(at + 1)))
}

/// Reads an integer in base 10, or in the base its prefix says: `0x`, `0o`, `0b`, `0`.
fn integer(text: &str) -> Option<Scalar> {
    let (negative, unsigned) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let (base, digits) = match unsigned.as_bytes() {
        [b'0', b'x' | b'X', _, ..] => (16, &unsigned[2..]),
        [b'0', b'o' | b'O', _, ..] => (8, &unsigned[2..]),
        [b'0', b'b' | b'B', _, ..] => (2, &unsigned[2..]),
        [b'0', _, ..] => (8, &unsigned[1..]),
        _ => (10, unsigned),
    };
    let value = digits_in(digits, base)?;
    if negative {
        return 0_i64.checked_sub_unsigned(value).map(Scalar::Int);
    }
    match i64::try_from(value) {
        Ok(value) => Some(Scalar::Int(value)),
        Err(_) => (!text.starts_with('+')).then_some(Scalar::UInt(value)),
    }
}

/// Reads digits; a sign is none.
fn digits_in(text: &str, base: u32) -> Option<u64> {
    if !text.bytes().next()?.is_ascii_alphanumeric() {
        return None;
    }
    u64::from_str_radix(text, base).ok()
}

/// Reads what go-yaml still takes for a binary number once strconv has refused it: `0b-1`.
fn binary(text: &str) -> Option<Scalar> {
    let digits = text.strip_prefix("0b")?;
    i64::from_str_radix(digits, 2).ok().map(Scalar::Int)
}

/// Reads a decimal float: digits, a dot, an exponent; one too large for 64 bits is none.
fn float(text: &str) -> Option<Scalar> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (&unsigned[..at], Some(&unsigned[at + 1..])),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_mantissa = all_digits(whole) && all_digits(fraction) && !(whole.is_empty() && fraction.is_empty());
    let is_exponent = exponent.is_none_or(|exponent| {
        let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        !digits.is_empty() && all_digits(digits)
    });
    let value = (is_mantissa && is_exponent).then(|| text.parse::<f64>().ok())??;
    value.is_finite().then_some(Scalar::Float(value))
}

/// Writes a float that is a key: as sigs.k8s.io/yaml does, with the digits of 32 bits (`FormatFloat(f, 'g', -1, 32)`).
pub(super) fn float_name(value: f64) -> String {
    let value = value as f32;
    if value.is_nan() {
        return ".nan".into();
    }
    if value.is_infinite() {
        return if value > 0.0 { ".inf" } else { "-.inf" }.into();
    }
    let scientific = format!("{value:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..6).contains(&exponent) {
        return format!("{value}");
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, scalar: Option<Scalar>) {
        assert_eq!(number(text), scalar, "{text}");
    }

    #[test]
    fn integers_have_prefixes_and_underscores() {
        check("0755", Some(Scalar::Int(0o755)));
        check("0o755", Some(Scalar::Int(0o755)));
        check("0x1F", Some(Scalar::Int(31)));
        check("-0b11", Some(Scalar::Int(-3)));
        check("1_000", Some(Scalar::Int(1000)));
        check("+12", Some(Scalar::Int(12)));
        check("0x", None);
        check("0", Some(Scalar::Int(0)));
    }

    #[test]
    fn an_octal_number_with_a_wrong_digit_is_a_float() {
        check("08", Some(Scalar::Float(8.0)));
        check("0o8", None);
    }

    #[test]
    fn binary_numbers_may_have_their_sign_inside() {
        check("0b-1", Some(Scalar::Int(-1)));
        check("-0b-1", None);
    }

    #[test]
    fn integers_have_64_bits() {
        check("9223372036854775807", Some(Scalar::Int(i64::MAX)));
        check("-9223372036854775808", Some(Scalar::Int(i64::MIN)));
        check("18446744073709551615", Some(Scalar::UInt(u64::MAX)));
        check("+18446744073709551615", Some(Scalar::Float(18_446_744_073_709_551_615.0)));
    }

    #[test]
    fn floats_are_decimal_and_finite() {
        check(".5", Some(Scalar::Float(0.5)));
        check(".1_0", Some(Scalar::Float(0.1)));
        check("._1", None);
        check("1e400", None);
        check(".", None);
        check("1.2.3", None);
        check("12:30:45", None);
        check("1e", None);
    }

    #[test]
    fn float_keys_are_written_as_go_does() {
        let cases =
            [(1.5, "1.5"), (0.1, "0.1"), (16_777_217.0, "1.6777216e+07"), (1e10, "1e+10"), (1e5, "100000")];
        for (value, name) in cases {
            assert_eq!(float_name(value), name);
        }
        assert_eq!(float_name(0.000_012_5), "1.25e-05");
        assert_eq!(float_name(f64::INFINITY), ".inf");
    }
}
