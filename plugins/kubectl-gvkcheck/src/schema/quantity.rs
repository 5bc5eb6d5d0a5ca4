//! Decides whether a string can be decoded into the scalar types that Kubernetes spells as strings.
//!
//! Each function follows the Go code the API server runs, its leniencies included: a string is refused here only when
//! the server refuses it. What a value *means* (a negative limit, a time in the past) is left to others.

/// The smallest power of ten a quantity keeps (`Nano`, apimachinery `pkg/api/resource/amount.go`).
const SMALLEST_DECIMAL_EXPONENT: i32 = -9;

/// Reports whether the API server decodes the string into a `resource.Quantity`.
///
/// Source: `ParseQuantity` and `Quantity.UnmarshalJSON` in apimachinery `pkg/api/resource/quantity.go`. The decoder
/// works on the raw JSON text: spaces around the value are dropped, but characters that JSON escapes are not unescaped.
pub fn is_quantity(text: &str) -> bool {
    let text =
        text.trim_matches(|c: char| c.is_whitespace() && c >= ' ' && !matches!(c, '\u{2028}' | '\u{2029}'));
    if text.is_empty() {
        return false;
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let integer = digits(unsigned);
    let rest = &unsigned[integer..];
    let fraction = rest.strip_prefix('.').map_or(0, digits);
    let suffix = rest.strip_prefix('.').map_or(rest, |rest| &rest[fraction..]);
    match multiplier(suffix) {
        // Without any digit the value counts as 0, as long as the fast path takes it.
        Some(multiplier) if integer + fraction == 0 => multiplier.takes_zero_digits(),
        Some(_) => true,
        None => false,
    }
}

/// What a suffix multiplies by: a power of ten or of two.
enum Multiplier {
    Ten(i32),
    Two(i32),
}

impl Multiplier {
    /// Reports whether a suffix alone ("Mi", "e3") passes as 0: only the parser's fast path does not look for a digit,
    /// and it is taken while the result keeps its precision.
    fn takes_zero_digits(&self) -> bool {
        match *self {
            Multiplier::Ten(exponent) => exponent >= SMALLEST_DECIMAL_EXPONENT,
            Multiplier::Two(exponent) => exponent <= 40,
        }
    }
}

/// Reads a suffix as `suffixHandler.interpret` does (apimachinery `pkg/api/resource/suffix.go`).
fn multiplier(suffix: &str) -> Option<Multiplier> {
    Some(match suffix {
        "n" => Multiplier::Ten(-9),
        "u" => Multiplier::Ten(-6),
        "m" => Multiplier::Ten(-3),
        "" => Multiplier::Ten(0),
        "k" => Multiplier::Ten(3),
        "M" => Multiplier::Ten(6),
        "G" => Multiplier::Ten(9),
        "T" => Multiplier::Ten(12),
        "P" => Multiplier::Ten(15),
        "E" => Multiplier::Ten(18),
        "Ki" => Multiplier::Two(10),
        "Mi" => Multiplier::Two(20),
        "Gi" => Multiplier::Two(30),
        "Ti" => Multiplier::Two(40),
        "Pi" => Multiplier::Two(50),
        "Ei" => Multiplier::Two(60),
        // The exponent is parsed as an int64 and cut to an int32.
        _ => Multiplier::Ten(suffix.strip_prefix(['e', 'E'])?.parse::<i64>().ok()? as i32),
    })
}

/// Reports whether the API server decodes the string into a `metav1.Duration` (Go's `time.ParseDuration`).
pub fn is_duration(text: &str) -> bool {
    let (negative, mut rest) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    if rest == "0" {
        return true;
    }
    if rest.is_empty() {
        return false;
    }
    let mut total = 0u64;
    while !rest.is_empty() {
        let Some((nanoseconds, after)) = duration_term(rest) else { return false };
        // Go's sum wraps as well, before it is compared with the limit.
        total = total.wrapping_add(nanoseconds);
        if total > 1 << 63 {
            return false;
        }
        rest = after;
    }
    negative || total < 1 << 63
}

/// Reads one number with its unit ("1.5h"): nanoseconds, and what follows.
fn duration_term(text: &str) -> Option<(u64, &str)> {
    let integer = digits(text);
    let mut rest = &text[integer..];
    let mut fraction = "";
    if let Some(after) = rest.strip_prefix('.') {
        fraction = &after[..digits(after)];
        rest = &after[fraction.len()..];
    }
    if integer + fraction.len() == 0 {
        return None;
    }
    let value = if integer == 0 { 0 } else { text[..integer].parse::<u64>().ok()? };
    let end = rest.find(|c: char| c == '.' || c.is_ascii_digit()).unwrap_or(rest.len());
    let unit: u64 = match &rest[..end] {
        "ns" => 1,
        "us" | "\u{b5}s" | "\u{3bc}s" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => return None,
    };
    if value > (1 << 63) / unit {
        return None;
    }
    let total = value * unit + fraction_of(fraction, unit);
    (total <= 1 << 63).then_some((total, &rest[end..]))
}

/// Returns the part of a unit that the digits after the point stand for, in Go's precision.
fn fraction_of(fraction: &str, unit: u64) -> u64 {
    let (mut value, mut scale) = (0u64, 1f64);
    for digit in fraction.bytes().map(|b| u64::from(b - b'0')) {
        if value > ((1 << 63) - 1) / 10 || value * 10 + digit > 1 << 63 {
            break;
        }
        value = value * 10 + digit;
        scale *= 10.0;
    }
    (value as f64 * (unit as f64 / scale)) as u64
}

/// Reports whether the API server decodes the string into a `metav1.Time`.
///
/// Source: apimachinery `pkg/apis/meta/v1/time.go`, which calls `time.Parse(time.RFC3339, …)`: an hour of one digit,
/// a comma before the fraction and an offset of up to 24:60 pass; a space instead of `T` or a missing zone does not.
pub fn is_rfc3339(text: &str) -> bool {
    is_time(text.as_bytes(), false)
}

/// Reports whether the API server decodes the string into a `metav1.MicroTime`: exactly six digits of fraction.
///
/// Source: apimachinery `pkg/apis/meta/v1/micro_time.go`.
pub fn is_rfc3339_micro(text: &str) -> bool {
    is_time(text.as_bytes(), true)
}

fn is_time(text: &[u8], micro: bool) -> bool {
    read_time(text, micro).is_some_and(<[u8]>::is_empty)
}

/// Reads a time as Go's `time.Parse` does with the RFC 3339 layout; returns what follows it.
fn read_time(text: &[u8], micro: bool) -> Option<&[u8]> {
    let (century, rest) = two_digits(text, 99)?;
    let (year, rest) = two_digits(rest, 99)?;
    let (month, rest) = two_digits(byte(rest, b"-")?, 12)?;
    let (day, rest) = two_digits(byte(rest, b"-")?, 31)?;
    if month == 0 || day == 0 || day > days_in(century * 100 + year, month) {
        return None;
    }
    let rest = byte(rest, b"T")?;
    let rest = match rest {
        [b'0'..=b'9', b':', ..] => &rest[1..],
        _ => two_digits(rest, 23)?.1,
    };
    let (_, rest) = two_digits(byte(rest, b":")?, 59)?;
    let (_, rest) = two_digits(byte(rest, b":")?, 59)?;
    let rest = if micro { six_digits(rest)? } else { any_digits(rest) };
    if let [b'Z', rest @ ..] = rest {
        return Some(rest);
    }
    let (_, rest) = two_digits(byte(rest, b"+-")?, 24)?;
    Some(two_digits(byte(rest, b":")?, 60)?.1)
}

/// Drops a point or comma with the digits after it, if there are any.
fn any_digits(text: &[u8]) -> &[u8] {
    match text {
        [b'.' | b',', b'0'..=b'9', ..] => {
            let end = text[1..].iter().position(|b| !b.is_ascii_digit()).map_or(text.len(), |n| n + 1);
            &text[end..]
        }
        _ => text,
    }
}

/// Drops a point or comma and the six digits that must follow it; Go reads them as an integer, so `+` and five will do.
fn six_digits(text: &[u8]) -> Option<&[u8]> {
    let (fraction, rest) = byte(text, b".,")?.split_at_checked(6)?;
    let number = match fraction {
        [b'+', number @ ..] => number,
        [b'-', number @ ..] if number.iter().all(|b| *b == b'0') => number,
        number => number,
    };
    number.iter().all(u8::is_ascii_digit).then_some(rest)
}

fn days_in(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn two_digits(text: &[u8], most: u32) -> Option<(u32, &[u8])> {
    match text {
        [a @ b'0'..=b'9', b @ b'0'..=b'9', rest @ ..] => {
            let number = u32::from(a - b'0') * 10 + u32::from(b - b'0');
            (number <= most).then_some((number, rest))
        }
        _ => None,
    }
}

/// Drops the first byte if it is one of those wanted.
fn byte<'a>(text: &'a [u8], wanted: &[u8]) -> Option<&'a [u8]> {
    match text {
        [first, rest @ ..] if wanted.contains(first) => Some(rest),
        _ => None,
    }
}

/// Reports whether the API server decodes the string into `[]byte`: Go's `base64.StdEncoding`.
///
/// Line breaks are ignored wherever they stand; padding is required; bits that padding leaves over are not looked at.
pub fn is_base64(text: &str) -> bool {
    let (mut symbols, mut padding) = (0usize, 0usize);
    for b in text.bytes() {
        match b {
            b'\r' | b'\n' => {}
            b'=' => padding += 1,
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' if padding == 0 => symbols += 1,
            _ => return false,
        }
    }
    matches!((symbols % 4, padding), (0, 0) | (2, 2) | (3, 1))
}

/// Counts the decimal digits a text begins with.
fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks that each text is judged as Go judged it.
    fn judged(judge: fn(&str) -> bool, good: &[&str], bad: &[&str]) {
        for text in good {
            assert!(judge(text), "{text:?} is good");
        }
        for text in bad {
            assert!(!judge(text), "{text:?} is bad");
        }
    }

    #[test]
    fn quantities_have_a_number_and_a_known_suffix() {
        judged(
            is_quantity,
            &[
                "0",
                "1",
                "-1",
                "+1.5",
                ".5",
                "1.",
                "1.5Gi",
                "100m",
                "1e3",
                "1E-5",
                "1e+21",
                "5E",
                "0.5",
                "1n",
                "12345678901234567890Ki",
            ],
            &[
                "", "1.5Gib", "1GB", "1 Gi", "1ki", "1K", "1gi", "true", "1e", "1e-", "1e3.5", "1ee5",
                "1_000", "1,5", "1.2.3", "0x10", "+-1",
            ],
        );
    }

    #[test]
    fn a_quantity_without_a_digit_is_zero_where_the_fast_path_takes_it() {
        judged(
            is_quantity,
            &["+", "-", ".", "m", "E", "Ki", "-.Ti", "e3", "e-9"],
            &["Pi", "Ei", ".Ei", "e-10", "e"],
        );
    }

    #[test]
    fn an_exponent_is_an_int64_cut_to_an_int32() {
        judged(
            is_quantity,
            &["1e9223372036854775807", "e4294967296"],
            &["1e9223372036854775808", "e4294967286"],
        );
    }

    #[test]
    fn spaces_around_a_quantity_are_dropped_unless_json_escapes_them() {
        judged(is_quantity, &[" 1Gi ", "\u{a0}1"], &["1Gi\n", "\t1", "1\u{2028}", " "]);
    }

    #[test]
    fn durations_are_numbers_with_units() {
        judged(
            is_duration,
            &[
                "0",
                "+0",
                "-1.5h",
                "1h10m",
                "100ms",
                "1.s",
                ".5s",
                "1\u{b5}s",
                "1\u{3bc}s",
                "1us1ns",
                "2562047h47m16.854775807s",
            ],
            &[
                "",
                "+",
                "1",
                "00",
                "5d",
                "1 h",
                "1h 5m",
                ".s",
                "1H",
                "1hh",
                "1h1",
                "3m0",
                "2562048h",
                "9223372036854775808ns",
            ],
        );
    }

    #[test]
    fn a_duration_overflows_as_in_go() {
        judged(
            is_duration,
            &[
                "-9223372036854775808ns",
                "9223372036854775807ns",
                "9223372036854775808ns9223372036854775808ns",
            ],
            &["-9223372036854775809ns", "9223372036.854775808s", "18446744073709551616ns"],
        );
    }

    #[test]
    fn times_have_a_day_that_exists_and_a_zone() {
        judged(
            is_rfc3339,
            &["2024-02-29T10:10:10Z", "0000-01-01T00:00:00-23:59", "2000-02-29T00:00:00.123456789012Z"],
            &[
                "",
                "2023-02-29T10:10:10Z",
                "1900-02-29T00:00:00Z",
                "2024-04-31T00:00:00Z",
                "2024-00-01T00:00:00Z",
                "2024-02-29",
                "2024-02-29T10:10:10",
            ],
        );
        judged(
            is_rfc3339,
            &[],
            &[
                "2024-02-29T24:00:00Z",
                "2024-02-29T10:60:00Z",
                "2024-02-29T10:10:60Z",
                "2024-02-29t10:10:10Z",
                "2024-02-29 10:10:10Z",
            ],
        );
    }

    #[test]
    fn times_are_read_with_the_leniencies_of_go() {
        judged(
            is_rfc3339,
            &["2024-02-29T1:10:10Z", "2024-02-29T10:10:10,5Z", "2024-02-29T10:10:10+24:60"],
            &[
                "2024-02-29T10:10:10.Z",
                "2024-02-29T10:10:10+0000",
                "2024-02-29T10:10:10+25:00",
                "2024-02-29T10:10:10z",
                "2024-2-29T10:10:10Z",
                "2024-02-29T10:10:10ZZ",
            ],
        );
    }

    #[test]
    fn micro_times_have_six_digits_of_fraction() {
        judged(
            is_rfc3339_micro,
            &[
                "2024-02-29T10:10:10.123456Z",
                "2024-02-29T10:10:10,123456+01:00",
                "2024-02-29T10:10:10.+12345Z",
                "2024-02-29T10:10:10.-00000Z",
            ],
            &[
                "2024-02-29T10:10:10Z",
                "2024-02-29T10:10:10.12345Z",
                "2024-02-29T10:10:10.1234567Z",
                "2024-02-29T10:10:10.-12345Z",
                "2024-02-29T10:10:10.12345",
            ],
        );
    }

    #[test]
    fn base64_is_padded_and_may_be_broken_into_lines() {
        judged(
            is_base64,
            &["", "YQ==", "YWI=", "YWJj", "Y\r\nQ=\n=", "YWJj\n", "YR==", "\n"],
            &["YQ", "YQ=", "YWI", "Y", "=", "====", "YQ==YQ==", "YWJj=", "Y Q=", "YWJ-", "YWJ_", "p@ss"],
        );
    }
}
