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

/// Tells what in a pattern Go does not compile, as far as that is sure: look-around and references back.
pub(super) fn refused(pattern: &str) -> Option<&'static str> {
    let (mut in_class, mut rest) = (false, pattern.chars());
    while let Some(c) = rest.next() {
        match c {
            '\\' => match rest.next() {
                // With a second digit it is the number of a sign, in octal.
                Some('1'..='7') if rest.as_str().starts_with(|c: char| matches!(c, '0'..='7')) => {}
                Some('1'..='9') if !in_class => return Some("a reference back (\\1)"),
                None => return Some("a backslash at its end"),
                _ => {}
            },
            '[' if !in_class => in_class = true,
            ']' => in_class = false,
            '(' if !in_class => {
                let inside = rest.as_str();
                if ["?=", "?!", "?<=", "?<!"].iter().any(|start| inside.starts_with(start)) {
                    return Some("a look-around ((?=, (?!, (?<=, (?<!)");
                }
            }
            _ => {}
        }
    }
    None
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
}
