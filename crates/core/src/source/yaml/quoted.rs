//! Scalars in quotes.

use std::borrow::Cow;

use crate::model::tree::{Position, Span, Style};

use super::Parser;
use super::plain::Breaks;
use super::tree::Token;
use crate::source::cursor::{BREAK, CLASSES};
use crate::source::fault::Fault;

impl<'a> Parser<'a> {
    /// Reads a scalar in single or double quotes.
    pub(super) fn quoted(&mut self) -> Result<Token<'a>, Fault> {
        let start = self.cursor.position();
        let quote = self.cursor.byte();
        let style = if quote == b'"' { Style::DoubleQuoted } else { Style::SingleQuoted };
        self.cursor.advance(1);
        let from = self.cursor.at();
        self.quoted_run(quote);
        let text = if self.cursor.byte() == quote && !(quote == b'\'' && self.cursor.ahead(1) == quote) {
            Cow::Borrowed(self.cursor.slice(from, self.cursor.at()))
        } else {
            Cow::Owned(self.quoted_rest(quote, from, start)?)
        };
        self.cursor.advance(1);
        let end = self.cursor.position();
        Ok(Token { text, style, span: Span { start, end } })
    }

    /// Passes what means itself: up to a quote, an escape or the end of the line.
    fn quoted_run(&mut self, quote: u8) {
        let bytes = self.cursor.bytes();
        let mut at = self.cursor.at();
        while let Some(&byte) = bytes.get(at) {
            if byte == quote || (byte == b'\\' && quote == b'"') {
                break;
            }
            if CLASSES[byte as usize] == BREAK && self.cursor.break_length(at) > 0 {
                break;
            }
            at += 1;
        }
        self.cursor.move_to(at);
    }

    /// Reads on where a scalar has an escape or a second line, up to the closing quote.
    fn quoted_rest(&mut self, quote: u8, from: usize, start: Position) -> Result<String, Fault> {
        let mut text = self.cursor.slice(from, self.cursor.at()).to_owned();
        // What an escape has put there is no blank that folding takes away.
        let mut kept = 0;
        loop {
            if self.cursor.is_at_end() {
                return Err(not_closed(start));
            }
            match self.cursor.byte() {
                byte if byte == quote => {
                    if quote == b'"' || self.cursor.ahead(1) != quote {
                        return Ok(text);
                    }
                    text.push('\'');
                    self.cursor.advance(2);
                }
                b'\\' if quote == b'"' && self.escapes_break() => {
                    self.cursor.advance(1);
                    self.cursor.skip_break();
                    self.quoted_fold(&mut text, true, start)?;
                    kept = text.len();
                }
                b'\\' if quote == b'"' => {
                    text.push(self.escape()?);
                    kept = text.len();
                }
                _ if self.cursor.break_length(self.cursor.at()) > 0 => {
                    let end = text[kept..].trim_end_matches([' ', '\t']).len();
                    text.truncate(kept + end);
                    self.quoted_fold(&mut text, false, start)?;
                    kept = text.len();
                }
                _ => {
                    let from = self.cursor.at();
                    self.quoted_run(quote);
                    text.push_str(self.cursor.slice(from, self.cursor.at()));
                }
            }
        }
    }

    fn escapes_break(&self) -> bool {
        self.cursor.break_length(self.cursor.at() + 1) > 0
    }

    /// Passes the line breaks and the indentation behind a line and adds what they fold into.
    fn quoted_fold(&mut self, text: &mut String, escaped: bool, start: Position) -> Result<(), Fault> {
        let mut breaks = Breaks::default();
        loop {
            self.cursor.skip_blanks(true);
            if !self.pass_break(&mut breaks) {
                break;
            }
        }
        if escaped {
            breaks.append_to(text);
        } else {
            breaks.fold_into(text);
        }
        if self.cursor.at_marker(b"---") || self.cursor.at_marker(b"...") {
            return Err(not_closed(start));
        }
        Ok(())
    }

    /// Reads an escape.
    fn escape(&mut self) -> Result<char, Fault> {
        let at = self.cursor.position();
        let length = match self.cursor.ahead(1) {
            b'x' => 2,
            b'u' => 4,
            b'U' => 8,
            byte => {
                let character = simple_escape(byte).ok_or_else(|| unknown_escape(at))?;
                self.cursor.advance(2);
                return Ok(character);
            }
        };
        self.cursor.advance(2);
        let mut value = 0;
        for _ in 0..length {
            let digit = char::from(self.cursor.byte())
                .to_digit(16)
                .ok_or_else(|| Fault::new(at, format!("the escape wants {length} hexadecimal digits")))?;
            value = (value << 4) + digit;
            self.cursor.advance(1);
        }
        char::from_u32(value).ok_or_else(|| {
            Fault::new(at, "the escape stands for no character").help(
                "write the character itself, or \\U with its eight digits; JSON's pairs of \\u are not YAML",
            )
        })
    }
}

/// Returns the character of a one-letter escape, as go-yaml knows them: `\'` is one, `\/` is none.
fn simple_escape(byte: u8) -> Option<char> {
    Some(match byte {
        b'0' => '\0',
        b'a' => '\u{07}',
        b'b' => '\u{08}',
        b't' | b'\t' => '\t',
        b'n' => '\n',
        b'v' => '\u{0B}',
        b'f' => '\u{0C}',
        b'r' => '\r',
        b'e' => '\u{1B}',
        b' ' => ' ',
        b'"' => '"',
        b'\'' => '\'',
        b'\\' => '\\',
        b'N' => '\u{85}',
        b'_' => '\u{A0}',
        b'L' => '\u{2028}',
        b'P' => '\u{2029}',
        _ => return None,
    })
}

fn unknown_escape(at: Position) -> Fault {
    Fault::new(at, "this escape means nothing")
        .help("write \\\\ for a backslash, or put the text in single quotes, where nothing is escaped")
}

fn not_closed(start: Position) -> Fault {
    Fault::new(start, "the quoted text that begins here is not closed")
        .help("write the same quote where it ends")
}
