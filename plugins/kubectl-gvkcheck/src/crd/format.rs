//! Formats of texts that the API server enforces.
//!
//! Which they are is in `k8s.io/apiextensions-apiserver/pkg/apiserver/validation/formats.go`, what each takes in
//! `k8s.io/kube-openapi/pkg/validation/strfmt`. Formats that nobody enforces are ignored, as there.

use std::net::Ipv6Addr;
use std::sync::LazyLock;

use regex::Regex;

use super::pattern;
use super::schema::Type;
use crate::schema::quantity;

/// The formats of texts, without dashes.
const TEXTS: [&str; 24] = [
    "bsonobjectid",
    "byte",
    "cidr",
    "creditcard",
    "date",
    "datetime",
    "duration",
    "email",
    "hexcolor",
    "hostname",
    "ipv4",
    "ipv6",
    "isbn",
    "isbn10",
    "isbn13",
    "mac",
    "password",
    "rgbcolor",
    "ssn",
    "uri",
    "uuid",
    "uuid3",
    "uuid4",
    "uuid5",
];

/// The formats that came with Kubernetes 1.34.
const NAMES: [&str; 2] = ["k8sshortname", "k8slongname"];

/// Returns the format if the server enforces it for a type.
pub(super) fn enforced(format: &str, kind: Type, minor: u8) -> Option<&str> {
    let is_enforced = match kind {
        Type::Any | Type::String | Type::IntOrString => {
            TEXTS.contains(&format) || (minor >= 34 && NAMES.contains(&format))
        }
        Type::Integer => matches!(format, "int32" | "int64"),
        Type::Number => matches!(format, "float" | "double"),
        Type::Object | Type::Array | Type::Boolean => false,
    };
    is_enforced.then_some(format)
}

/// Says what a format takes, with its article.
pub(super) fn describe(format: &str) -> &'static str {
    match format {
        "bsonobjectid" => "a BSON object id (24 hexadecimal digits)",
        "byte" => "base64",
        "cidr" => "a network in CIDR notation, such as 10.0.0.0/8",
        "creditcard" => "a credit card number",
        "date" => "a date, such as 2006-01-02",
        "datetime" => "a time (RFC 3339), such as 2006-01-02T15:04:05Z",
        "duration" => "a duration, such as 1h30m",
        "email" => "an email address",
        "hexcolor" => "a colour, such as #ff8800",
        "hostname" => "a host name",
        "ipv4" => "an IPv4 address",
        "ipv6" => "an IPv6 address",
        "isbn" | "isbn10" | "isbn13" => "an ISBN",
        "mac" => "a MAC address",
        "rgbcolor" => "a colour, such as rgb(255, 136, 0)",
        "ssn" => "a social security number",
        "uri" => "a URI, or an absolute path",
        "uuid" | "uuid3" | "uuid4" | "uuid5" => "a UUID of its version",
        "k8sshortname" => "a name of up to 63 lower-case letters, digits and dashes",
        "k8slongname" => "a name of up to 253 lower-case letters, digits, dashes and dots",
        "int32" | "int64" => "an integer",
        "float" | "double" => "a number",
        _ => "a text of its format",
    }
}

/// Tells whether a text is of a format.
pub(super) fn fits(format: &str, text: &str) -> bool {
    match format {
        "bsonobjectid" => text.len() == 24 && text.bytes().all(|b| b.is_ascii_hexdigit()),
        "byte" => is_base64(text),
        "cidr" => is_cidr(text),
        "creditcard" => is_credit_card(text),
        "date" => is_date(text),
        "datetime" => is_datetime(text),
        "duration" => quantity::is_duration(text) || has_duration(text),
        // A comma, an angle or a quote makes it a form that only Go's parser of addresses knows.
        "email" => text.contains('@') && !text.starts_with('@') && !text.ends_with('@'),
        "hexcolor" => is_hex_colour(text),
        "hostname" => is_hostname(text),
        "ipv4" => text.contains('.') && is_ip(text),
        "ipv6" => text.contains(':') && is_ip6(text),
        "isbn" => is_isbn10(text) || is_isbn13(text),
        "isbn10" => is_isbn10(text),
        "isbn13" => is_isbn13(text),
        "mac" => is_mac(text),
        "rgbcolor" => RGB.is_match(text),
        "ssn" => text.len() == 11 && SSN.is_match(text),
        "uri" => is_uri(text),
        "uuid" => is_uuid(text, None),
        "uuid3" => is_uuid(text, Some(b'3')),
        "uuid4" => is_uuid(text, Some(b'4')),
        "uuid5" => is_uuid(text, Some(b'5')),
        "k8sshortname" => text.len() <= 63 && is_label(text),
        "k8slongname" => text.len() <= 253 && text.split('.').all(is_label),
        _ => true,
    }
}

fn regex(text: &str) -> Regex {
    pattern::compile(text).expect("a pattern of this file compiles")
}

static RGB: LazyLock<Regex> = LazyLock::new(|| {
    let part = r"\s*(0|[1-9]\d?|1\d\d?|2[0-4]\d|25[0-5])\s*";
    regex(&format!(r"^rgb\({part},{part},{part}\)$"))
});
static SSN: LazyLock<Regex> = LazyLock::new(|| regex(r"^\d{3}[- ]?\d{2}[- ]?\d{4}$"));
static CARD: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:4[0-9]{12}(?:[0-9]{3})?|5[1-5][0-9]{14}|6(?:011|5[0-9][0-9])[0-9]{12}|3[47][0-9]{13}|3(?:0[0-5]|[68][0-9])[0-9]{11}|(?:2131|1800|35\d{3})\d{11})$",
    )
});

fn is_base64(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    let padding = text.len() - body.len();
    let alphabet = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/');
    !text.is_empty() && text.len().is_multiple_of(4) && padding <= 2 && body.bytes().all(alphabet)
}

fn is_date(text: &str) -> bool {
    let b = text.as_bytes();
    text.is_ascii() && b.len() == 10 && quantity::is_rfc3339(&format!("{text}T00:00:00Z"))
}

/// As `strfmt/time.go` has it, which looks at the clock only as texts.
fn is_datetime(text: &str) -> bool {
    static CLOCK: LazyLock<Regex> =
        LazyLock::new(|| regex(r"^([0-9]{2}):([0-9]{2}):([0-9]{2})(.[0-9]+)?(z|([+-][0-9]{2}:[0-9]{2}))$"));
    let lower = text.to_lowercase();
    let mut parts = lower.split('t');
    let (Some(date), Some(clock)) = (parts.next(), parts.next()) else { return false };
    let Some(found) = CLOCK.captures(clock).filter(|_| is_date(date)) else { return false };
    &found[1] <= "23" && &found[2] <= "59" && &found[3] <= "59"
}

/// Tells whether a number with a unit stands somewhere in a text, which is all that the server asks beside Go's own form.
fn has_duration(text: &str) -> bool {
    static PART: LazyLock<Regex> = LazyLock::new(|| regex(r"(\d+)\s*([A-Za-zµ]+)"));
    const EXACT: [&str; 11] = ["ns", "us", "µs", "ms", "s", "m", "h", "hr", "d", "w", "wk"];
    const STARTS: [&str; 8] = ["nano", "micro", "milli", "sec", "min", "hour", "day", "week"];
    PART.captures_iter(text).any(|part| {
        let unit = part[2].to_lowercase();
        EXACT.contains(&&*unit) || STARTS.iter().any(|start| unit.starts_with(start))
    })
}

fn is_hex_colour(text: &str) -> bool {
    let digits = text.strip_prefix('#').unwrap_or(text);
    matches!(digits.len(), 3 | 6) && digits.bytes().all(|b| b.is_ascii_hexdigit())
}

/// As `IsHostname` has it, for ASCII; other letters and symbols are taken.
fn is_hostname(text: &str) -> bool {
    if !text.is_ascii() {
        return true;
    }
    static HOST: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"^([a-zA-Z0-9$+<=>^`|~]((-?[a-zA-Z0-9$+<=>^`|~]{0,62})?)|([a-zA-Z0-9$+<=>^`|~](([a-zA-Z0-9$+<=>^`|~-]{0,61}[a-zA-Z0-9$+<=>^`|~])?)(\.)){1,}([a-zA-Z]){2,63})$",
        )
    });
    HOST.is_match(text) && text.len() <= 255 && text.split('.').all(|part| part.len() <= 63)
}

/// An IPv4 address, leading zeros allowed, or one of IPv6 (`netutils.ParseIPSloppy`).
fn is_ip(text: &str) -> bool {
    if text.contains(':') {
        return is_ip6(text);
    }
    let parts: Vec<&str> = text.split('.').collect();
    let is_part = |part: &&str| {
        !part.is_empty()
            && part.bytes().all(|b| b.is_ascii_digit())
            && part.trim_start_matches('0').len() <= 3
            && part.parse::<u32>().is_ok_and(|n| n <= 255)
    };
    parts.len() == 4 && parts.iter().all(is_part)
}

fn is_ip6(text: &str) -> bool {
    text.parse::<Ipv6Addr>().is_ok()
}

fn is_cidr(text: &str) -> bool {
    let Some((address, prefix)) = text.split_once('/') else { return false };
    let most = if address.contains(':') { 128 } else { 32 };
    is_ip(address)
        && !prefix.is_empty()
        && prefix.bytes().all(|b| b.is_ascii_digit())
        && prefix.parse::<u32>().is_ok_and(|bits| bits <= most)
}

/// As Go's `net.ParseMAC`: 6, 8 or 20 bytes, by colons or dashes, in groups of four digits by dots, or, since Go 1.26, not
/// parted at all.
fn is_mac(text: &str) -> bool {
    let groups = |sign: char, digits: usize, counts: [usize; 3]| {
        let parts: Vec<&str> = text.split(sign).collect();
        counts.contains(&parts.len())
            && parts.iter().all(|part| part.len() == digits && part.bytes().all(|b| b.is_ascii_hexdigit()))
    };
    let whole = matches!(text.len(), 12 | 16 | 40) && text.bytes().all(|b| b.is_ascii_hexdigit());
    whole || groups(':', 2, [6, 8, 20]) || groups('-', 2, [6, 8, 20]) || groups('.', 4, [3, 4, 10])
}

/// Refuses what Go's `url.ParseRequestURI` surely refuses: no scheme and no leading slash, or signs that no URI has.
fn is_uri(text: &str) -> bool {
    if text.is_empty() || text.bytes().any(|b| b < 0x20 || b == 0x7f) {
        return false;
    }
    if text.starts_with('/') || text == "*" {
        return true;
    }
    let Some((scheme, _)) = text.split_once(':') else { return false };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
}

/// Dashes between the groups are optional, each by itself.
fn is_uuid(text: &str, version: Option<u8>) -> bool {
    let mut digits = Vec::with_capacity(32);
    for b in text.bytes() {
        match b {
            b'-' if matches!(digits.len(), 8 | 12 | 16 | 20) && digits.last() != Some(&b'-') => {}
            _ if b.is_ascii_hexdigit() => digits.push(b.to_ascii_lowercase()),
            _ => return false,
        }
    }
    let variant = |digits: &[u8]| matches!(digits[16], b'8' | b'9' | b'a' | b'b');
    digits.len() == 32
        && !text.contains("--")
        && version.is_none_or(|version| digits[12] == version && (version == b'3' || variant(&digits)))
}

fn is_label(text: &str) -> bool {
    let inner = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    !text.is_empty() && !text.starts_with('-') && !text.ends_with('-') && text.bytes().all(inner)
}

fn digits(text: &str) -> String {
    text.chars().filter(|c| !c.is_ascii_whitespace() && *c != '-').collect()
}

fn is_isbn10(text: &str) -> bool {
    let text = digits(text);
    let b = text.as_bytes();
    if b.len() != 10 || !b[..9].iter().all(u8::is_ascii_digit) || !(b[9] == b'X' || b[9].is_ascii_digit()) {
        return false;
    }
    let value = |b: u8| if b == b'X' { 10 } else { u32::from(b - b'0') };
    (1..).zip(b).map(|(factor, b)| factor * value(*b)).sum::<u32>() % 11 == 0
}

fn is_isbn13(text: &str) -> bool {
    let text = digits(text);
    let b = text.as_bytes();
    if b.len() != 13 || !b.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let sum: u32 = b.iter().zip([1, 3].iter().cycle()).map(|(b, factor)| u32::from(b - b'0') * factor).sum();
    sum.is_multiple_of(10)
}

fn is_credit_card(text: &str) -> bool {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, b)| match u32::from(b - b'0') {
            digit if at % 2 == 0 => digit,
            digit if digit >= 5 => digit * 2 - 9,
            digit => digit * 2,
        })
        .sum();
    CARD.is_match(&digits) && sum.is_multiple_of(10)
}
