//! Patterns: Go's regular expressions (RE2), run by the `regex` crate.
//!
//! The two differ in what a few signs mean. [`translate`] writes a pattern of the one as a pattern of the other.

use std::sync::{Arc, OnceLock};

use regex::{Regex, RegexBuilder};

/// A pattern, compiled when it is first needed.
#[derive(Debug)]
pub(super) struct Pattern {
    /// As the CRD has it.
    pub(super) text: Arc<str>,
    compiled: OnceLock<Option<Regex>>,
}

/// The greatest size of a compiled pattern.
const SIZE: usize = 1 << 20;

impl Pattern {
    /// Makes a pattern.
    pub(super) fn new(text: &str) -> Pattern {
        Pattern { text: text.into(), compiled: OnceLock::new() }
    }

    /// Tells whether the pattern is found in a text; none if the pattern cannot be compiled here.
    pub(super) fn is_match(&self, text: &str) -> Option<bool> {
        let compiled = self.compiled.get_or_init(|| compile(&self.text));
        compiled.as_ref().map(|regex| regex.is_match(text))
    }
}

/// Compiles a pattern of Go; none if that cannot be done.
pub(super) fn compile(pattern: &str) -> Option<Regex> {
    RegexBuilder::new(&translate(pattern)).size_limit(SIZE).build().ok()
}

/// Tells what in a pattern Go does not compile, as far as that is sure (`regexp/syntax/parse.go` of Go).
pub(super) fn refused(pattern: &str) -> Option<&'static str> {
    // What is quoted has no signs, and the bracket behind a dash may be the end of a range.
    if pattern.contains("\\Q") || pattern.contains("-[:") {
        return None;
    }
    let (mut rest, mut open, mut repeats) = (pattern.chars(), 0_usize, false);
    while let Some(c) = rest.next() {
        let did_repeat = std::mem::take(&mut repeats);
        match c {
            '\\' => {
                let behind = rest.as_str();
                let length = escaped(behind);
                // With a second digit it is the number of a sign, in octal.
                match behind.chars().next() {
                    Some('1'..='9') if length == 1 => return Some("a reference back (\\1)"),
                    None => return Some("a backslash at its end"),
                    _ => rest = behind[length..].chars(),
                }
            }
            '[' => {
                let inside = rest.as_str();
                match class(inside) {
                    Ok(length) => rest = inside[length..].chars(),
                    Err(why) => return Some(why),
                }
            }
            '(' => {
                let inside = rest.as_str();
                if ["?=", "?!", "?<=", "?<!"].iter().any(|start| inside.starts_with(start)) {
                    return Some("a look-around ((?=, (?!, (?<=, (?<!)");
                }
                open += 1;
                rest = inside.strip_prefix('?').unwrap_or(inside).chars();
            }
            ')' if open == 0 => return Some("a ) without its ("),
            ')' => open -= 1,
            '*' | '+' if did_repeat => return Some("a repetition of a repetition (**)"),
            '*' | '+' | '?' => repeats = true,
            '{' if is_wrong_count(rest.as_str()) => {
                return Some("a count that is greater than its end, or than 1000 ({2,1})");
            }
            _ => {}
        }
    }
    (open > 0).then_some("a ( without its )")
}

/// Goes through a class, and returns its length with the bracket at its end.
fn class(inside: &str) -> Result<usize, &'static str> {
    let begin = inside.strip_prefix('^').unwrap_or(inside);
    // A bracket that comes first is a sign like others.
    let mut rest = begin.strip_prefix(']').unwrap_or(begin);
    while let Some(c) = rest.chars().next() {
        if let Some((_, behind)) = rest.strip_prefix("[:").and_then(|named| named.split_once(":]")) {
            rest = behind;
            continue;
        }
        rest = &rest[c.len_utf8()..];
        match c {
            ']' => return Ok(inside.len() - rest.len()),
            '\\' => {
                rest = &rest[escaped(rest)..];
                // What an escape begins is not looked into.
                rest =
                    rest.strip_prefix('-').filter(|end| !end.starts_with(['\\', ']', '['])).unwrap_or(rest);
            }
            _ => {
                let end = rest.strip_prefix('-').and_then(|end| Some((end.chars().next()?, end)));
                let Some((last, end)) = end.filter(|(last, _)| !matches!(last, ']' | '\\' | '[')) else {
                    continue;
                };
                if c.is_ascii_alphanumeric() && last.is_ascii_alphanumeric() && c > last {
                    return Err("a range that runs backwards ([z-a])");
                }
                rest = &end[last.len_utf8()..];
            }
        }
    }
    Err("a [ without its ]")
}

/// Returns how long an escape is, without its backslash: `d`, `101`, `x41`, `x{41}`, `pL`, `p{L}`.
fn escaped(rest: &str) -> usize {
    let mut signs = rest.chars();
    let Some(first) = signs.next() else { return 0 };
    let behind = signs.as_str();
    let more = match first {
        'x' | 'p' | 'P' if behind.starts_with('{') => behind.find('}').map_or(behind.len(), |end| end + 1),
        'x' => behind.bytes().take(2).take_while(u8::is_ascii_hexdigit).count(),
        'p' | 'P' => behind.chars().next().map_or(0, char::len_utf8),
        _ => octal(first, behind).map_or(0, |(_, digits)| digits),
    };
    first.len_utf8() + more
}

/// Tells whether what follows a brace is a count that Go refuses.
fn is_wrong_count(rest: &str) -> bool {
    const MOST: u64 = 1000;
    let Some((inside, _)) = rest.split_once('}').filter(|_| counts(rest)) else { return false };
    let (low, high) = inside.split_once(',').unwrap_or((inside, inside));
    // A number that begins with a zero makes it a text.
    if [low, high].iter().any(|number| number.len() > 1 && number.starts_with('0')) {
        return false;
    }
    let number = |text: &str| text.parse().unwrap_or(MOST + 1);
    let low = number(low);
    low > MOST || (!high.is_empty() && (number(high) > MOST || number(high) < low))
}

/// Writes a pattern of Go as one of the `regex` crate: `\d` and its like are ASCII, a brace that counts nothing is a brace,
/// and a class holds no classes.
fn translate(pattern: &str) -> String {
    let mut written = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    let mut class: Option<usize> = None;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '\\' => {
                let Some(escaped) = rest.chars().next() else { return pattern.to_owned() };
                rest = &rest[escaped.len_utf8()..];
                if let Some((sign, digits)) = octal(escaped, rest) {
                    written.push_str(&format!("\\x{{{sign:x}}}"));
                    rest = &rest[digits..];
                    continue;
                }
                escape(escaped, class.is_some(), &mut written);
                if let (true, Some(end)) =
                    (matches!(escaped, 'p' | 'P' | 'x') && rest.starts_with('{'), rest.find('}'))
                {
                    written.push_str(&rest[..=end]);
                    rest = &rest[end + 1..];
                }
            }
            '[' if class.is_none() => {
                class = Some(0);
                written.push('[');
                if let Some(inside) = rest.strip_prefix('^') {
                    written.push('^');
                    rest = inside;
                }
                if let Some(inside) = rest.strip_prefix(']') {
                    written.push_str("\\]");
                    rest = inside;
                }
            }
            '[' if rest.starts_with(':') && rest.contains(":]") => {
                let (name, inside) = rest.split_at(rest.find(":]").unwrap_or_default() + 2);
                written.push('[');
                written.push_str(name);
                rest = inside;
            }
            '[' => written.push_str("\\["),
            ']' if class.is_some() => {
                class = None;
                written.push(']');
            }
            '&' | '~' if class.is_some() => {
                written.push('\\');
                written.push(c);
            }
            '-' if class.is_some() && rest.starts_with('-') => written.push_str("\\-"),
            '{' if class.is_none() && !counts(rest) => written.push_str("\\{"),
            _ => written.push(c),
        }
    }
    written
}

/// Reads the number of a sign, in octal, and says how many digits follow the first: a single one is a reference but for 0.
fn octal(first: char, rest: &str) -> Option<(u32, usize)> {
    let digits = rest.bytes().take(2).take_while(|b| matches!(b, b'0'..=b'7')).count();
    let number = |digits: usize| u32::from_str_radix(&format!("{first}{}", &rest[..digits]), 8).ok();
    match first {
        '0' => Some((number(digits)?, digits)),
        '1'..='7' if digits > 0 => Some((number(digits)?, digits)),
        _ => None,
    }
}

fn escape(c: char, in_class: bool, written: &mut String) {
    match c {
        'd' => written.push_str("[0-9]"),
        'D' => written.push_str("[^0-9]"),
        'w' => written.push_str("[0-9A-Za-z_]"),
        'W' => written.push_str("[^0-9A-Za-z_]"),
        's' => written.push_str("[\\t\\n\\f\\r ]"),
        'S' => written.push_str("[^\\t\\n\\f\\r ]"),
        'b' if !in_class => written.push_str("(?-u:\\b)"),
        '<' | '>' | '_' | '"' | '\'' | '/' | '@' | ',' | ';' | '`' | '!' | '=' | ':' | '%' => written.push(c),
        _ => {
            written.push('\\');
            written.push(c);
        }
    }
}

/// Tells whether what follows a brace makes it a count: `{2}`, `{2,}`, `{2,3}`.
fn counts(rest: &str) -> bool {
    let Some((inside, _)) = rest.split_once('}') else { return false };
    let (low, high) = inside.split_once(',').unwrap_or((inside, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    !low.is_empty() && digits(low) && digits(high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_and_words_are_ascii_as_in_go() {
        assert_eq!(Pattern::new(r"^\d+$").is_match("٣"), Some(false));
        assert_eq!(Pattern::new(r"^[\w.-]+$").is_match("a_b.c-d"), Some(true));
        assert_eq!(Pattern::new(r"^\w$").is_match("é"), Some(false));
    }

    #[test]
    fn a_brace_that_counts_nothing_is_a_brace() {
        assert_eq!(Pattern::new(r"^{a}$").is_match("{a}"), Some(true));
        assert_eq!(Pattern::new(r"^a{,2}$").is_match("a{,2}"), Some(true));
        assert_eq!(Pattern::new(r"^a{2}$").is_match("aa"), Some(true));
        assert_eq!(Pattern::new(r"^(\p{L}|{)\x{61}$").is_match("{a"), Some(true));
    }

    #[test]
    fn a_class_holds_no_classes() {
        assert_eq!(Pattern::new(r"^[a[]+$").is_match("[a["), Some(true));
        assert_eq!(Pattern::new(r"^[]a]+$").is_match("]a"), Some(true));
        assert_eq!(Pattern::new(r"^[&&a]+$").is_match("&a"), Some(true));
        assert_eq!(Pattern::new(r"^[[:alpha:]]+$").is_match("ab"), Some(true));
    }

    #[test]
    fn numbers_of_signs_are_octal() {
        assert_eq!(Pattern::new(r"^\101[\102]\0$").is_match("AB\0"), Some(true));
        assert_eq!((refused(r"^\101"), octal('1', "018"), octal('8', "0")), (None, Some((0o101, 2)), None));
    }

    #[test]
    fn what_no_automaton_can_do_is_refused() {
        assert!(refused(r"^(?!a)").is_some() && refused(r"(a)\1").is_some());
        assert_eq!(refused(r"[(?=]\\1"), None);
        assert_eq!(Pattern::new(r"^(?!a)").is_match("b"), None);
    }
    #[test]
    fn what_go_refuses_is_known() {
        for pattern in [")", "(a", "[a", "a**", "a?*", "[z-a]", "[^9-0]", "x{2,1}", "x{1001}", "x{2,1001}"] {
            assert!(refused(pattern).is_some(), "{pattern}");
        }
        for pattern in [
            r"\)",
            "[)]",
            "[])]",
            "[^](]",
            "[[:alpha:](]",
            "a*?",
            "a+?",
            "(?:a)",
            "(?P<n>a)",
            "[a-z-a]",
            "[a-]",
            "[--a]",
            "x{1,2}",
            "x{2,}",
            "x{02,1}",
            "x{2",
            "^*",
            r"[\]a-z]",
            r"\x{2014}",
            r"[\x2F-9]",
            r"[\x{2F}-9]",
            r"[\0579-a]",
            r"\p{L}",
            r"[\pL9-a]",
            r"\x{1001}{2}",
            r"[\d-a]",
            r"[a\-z-]",
            r"\Q)\E",
            "[+--]",
            "a{2}",
            "(a*)*",
            r"\(*",
            "[*]+",
            "(?i)a",
        ] {
            assert_eq!(refused(pattern), None, "{pattern}");
        }
    }
}
