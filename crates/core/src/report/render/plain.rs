//! Which strings YAML readers take for something else when they stand without quotes.
//!
//! kubectl's reader (go-yaml v2) resolves scalars by YAML 1.1; its writer quotes what it would resolve, and base 60
//! numbers for the sake of other readers. The facts are from go.yaml.in/yaml/v2, `resolve.go` and `encode.go`.

/// The words that mean a truth value, nothing, a special number or a merge.
const WORDS: [&str; 39] = [
    "", "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON", "n", "N", "no", "No", "NO",
    "false", "False", "FALSE", "off", "Off", "OFF", "~", "null", "Null", "NULL", ".nan", ".NaN", ".NAN",
    ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "<<", "=", "-",
];

/// Tells whether a string would be read as something else than a string.
pub(super) fn is_ambiguous(text: &str) -> bool {
    if WORDS.contains(&text) || text.strip_prefix('-').is_some_and(|rest| WORDS[30..33].contains(&rest)) {
        return true;
    }
    if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) {
        return false;
    }
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text).replace('_', "");
    is_integer(&digits) || is_float(&digits) || is_base_60(&digits) || is_date(text)
}

/// Tells whether a text is an integer with one of Go's prefixes, or without.
fn is_integer(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    for (prefix, radix) in [("0x", 16), ("0b", 2), ("0o", 8), ("", 10)] {
        if let Some(digits) = lower.strip_prefix(prefix) {
            return !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
        }
    }
    false
}

/// Tells whether a text is a decimal fraction, with or without an exponent.
fn is_float(text: &str) -> bool {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent = exponent.map(|exponent| exponent.strip_prefix(['+', '-']).unwrap_or(exponent));
    whole.len() + fraction.len() > 0
        && are_digits(whole)
        && are_digits(fraction)
        && exponent.is_none_or(|exponent| !exponent.is_empty() && are_digits(exponent))
}

/// Tells whether a text is a number in base 60, as `12:30:45` is to readers of YAML 1.1.
fn is_base_60(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    whole.contains(':')
        && are_digits(fraction)
        && whole.split(':').all(|part| !part.is_empty() && are_digits(part))
}

/// Tells whether a text begins as a date does: readers differ in which dates they know.
fn is_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let mut digits = |most: usize| {
        parts.next().is_some_and(|part| !part.is_empty() && part.len() <= most && are_digits(part))
    };
    let (year, month) = (digits(4), digits(2));
    year && month && parts.next().is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

fn are_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_yaml_1_1_reads_otherwise_is_ambiguous() {
        for text in [
            "yes",
            "y",
            "on",
            "No",
            "OFF",
            "true",
            "null",
            "~",
            "",
            "<<",
            ".inf",
            "-.Inf",
            "+.INF",
            ".NaN",
            "0",
            "0755",
            "0o7",
            "0x1F",
            "0XaF",
            "0b101",
            "-0b1",
            "1_000",
            "+1",
            "-7",
            "08",
            "1e3",
            "1E+3",
            "1.36",
            "1.",
            ".5",
            "-.5e-3",
            "1_0.5",
            "18446744073709551616",
            "12:30:45",
            "1:2.5",
            "2001-01-01",
            "2001-1-1 12:00:00",
            "2024-05-01T10:00:00Z",
        ] {
            assert!(is_ambiguous(text), "{text:?}");
        }
    }

    #[test]
    fn other_strings_are_not() {
        for text in [
            "v1",
            "apps/v1",
            "0.1.0",
            "1.2.3.4",
            "10.0.0.0/8",
            "yesterday",
            "nO",
            "e3",
            "1e",
            "1e3x",
            "0x",
            "0xg",
            "0b2",
            "0o8",
            "+",
            "..",
            "1Gi",
            "100m",
            "-n",
            "--flag",
            "web-1",
            "2001-01",
            "20010-01-01",
            "a:b",
            "12:",
            ":12",
            "infinity",
            "nan",
            "_1",
        ] {
            assert!(!is_ambiguous(text), "{text:?}");
        }
    }
}
