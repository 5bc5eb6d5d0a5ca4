//! Others' text made harmless for a terminal.

use std::borrow::Cow;

/// Makes control and bidirectional characters visible (`\n`, `\u{1b}`, `\u{202e}`).
///
/// A name or a message can hold escape sequences that repaint a terminal, or marks that show text in another order
/// than it has. What is escaped once stays as it is when it is escaped again.
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_harmful) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_harmful(c) {
            escaped.extend(c.escape_default());
        } else {
            escaped.push(c);
        }
    }
    Cow::Owned(escaped)
}

/// Replaces what the snippet library would let through to the terminal, one character for one.
///
/// It shows the ASCII controls as symbols and the overrides of direction as `�` itself.
pub(super) fn mask(text: &str) -> Cow<'_, str> {
    let passes = |c: char| !c.is_ascii() && is_harmful(c);
    if !text.chars().any(passes) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if passes(c) { char::REPLACEMENT_CHARACTER } else { c }).collect())
}

/// Tells whether a character does something to the text around it: it controls, breaks lines or turns the direction.
pub(super) fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moves_the_cursor_or_the_direction_is_made_visible() {
        for (text, expected) in [
            ("a\u{1b}[31mb", r"a\u{1b}[31mb"),
            ("a\nb\r\tc\u{7}\u{7f}\u{9b}", r"a\nb\r\tc\u{7}\u{7f}\u{9b}"),
            ("x\u{202e}y\u{2066}z\u{200f}\u{2028}", r"x\u{202e}y\u{2066}z\u{200f}\u{2028}"),
        ] {
            assert_eq!(escape(text), expected);
            assert_eq!(escape(expected), expected, "escaping twice changes nothing");
        }
    }

    #[test]
    fn other_writing_is_left_alone() {
        for text in ["web-1", "größe ✓ 名前 שלום", r"C:\new", "👩\u{200d}💻"] {
            assert!(matches!(escape(text), Cow::Borrowed(_)), "{text}");
        }
    }
}
