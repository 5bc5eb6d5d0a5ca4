//! Scalars without quotes.

use std::borrow::Cow;

use crate::model::tree::{Span, Style};

use super::Parser;
use super::tree::Token;
use crate::source::cursor::{BLANK, BREAK, CLASSES, COLON, FLOW};
use crate::source::fault::Fault;

impl<'a> Parser<'a> {
    /// Reads a plain scalar and the blanks behind it. It may go on in further lines, which are folded into one.
    pub(super) fn plain(&mut self) -> Result<Token<'a>, Fault> {
        let start = self.cursor.position();
        let mut folded: Option<String> = None;
        // The part of the line that is not in `folded` yet.
        let mut piece = self.cursor.at();
        let (mut piece_end, mut end, mut breaks);
        loop {
            self.plain_run();
            piece_end = self.cursor.at();
            end = self.cursor.position();
            breaks = Breaks::default();
            if !self.plain_goes_on(&mut breaks)? {
                break;
            }
            if !breaks.is_empty() {
                let text = folded.get_or_insert_default();
                text.push_str(self.cursor.slice(piece, piece_end));
                breaks.fold_into(text);
                piece = self.cursor.at();
            }
        }
        // A line that ends here lets a key begin on the next.
        self.key_allowed |= !breaks.is_empty();
        let rest = self.cursor.slice(piece, piece_end);
        let text = match folded {
            Some(text) => Cow::Owned(text + rest),
            None => Cow::Borrowed(rest),
        };
        Ok(Token { text, style: Style::Plain, span: Span { start, end } })
    }

    /// Passes the characters up to a blank, or to what ends a plain scalar.
    fn plain_run(&mut self) {
        let bytes = self.cursor.bytes();
        let mut at = self.cursor.at();
        while let Some(&byte) = bytes.get(at) {
            let ends = match CLASSES[byte as usize] {
                0 => false,
                BLANK => true,
                BREAK => self.cursor.break_length(at) > 0,
                COLON => self.cursor.is_blank_or_end(at + 1 - self.cursor.at()),
                FLOW => self.flow > 0,
                _ => false,
            };
            if ends {
                break;
            }
            at += 1;
        }
        self.cursor.move_to(at);
    }

    /// Passes the blanks behind a run and collects the line breaks in them; tells whether another run follows.
    fn plain_goes_on(&mut self, breaks: &mut Breaks) -> Result<bool, Fault> {
        let from = self.cursor.at();
        loop {
            self.cursor.skip_blanks(breaks.is_empty());
            if !breaks.is_empty() && self.cursor.byte() == b'\t' {
                if self.cursor.column() <= self.indent {
                    return Err(Fault::tab(self.cursor.position()));
                }
                self.cursor.advance(1);
            } else if !self.pass_break(breaks) {
                break;
            }
        }
        if from == self.cursor.at() {
            return Ok(false);
        }
        let inside = breaks.is_empty() || self.flow > 0 || self.cursor.column() > self.indent;
        Ok(inside && !self.cursor.is_at_end() && self.cursor.byte() != b'#' && !self.plain_ends())
    }

    /// Tells whether what comes next ends a plain scalar.
    fn plain_ends(&mut self) -> bool {
        match self.cursor.byte() {
            b':' => self.cursor.is_blank_or_end(1),
            b',' | b'?' | b'[' | b']' | b'{' | b'}' => self.flow > 0,
            _ => self.cursor.at_marker(b"---") || self.cursor.at_marker(b"..."),
        }
    }

    /// Passes a line break and adds it to others as YAML normalises it.
    pub(super) fn pass_break(&mut self, breaks: &mut Breaks) -> bool {
        let from = self.cursor.at();
        if !self.cursor.skip_break() && !self.cursor.end_line() {
            return false;
        }
        match self.cursor.slice(from, self.cursor.at()) {
            "\u{2028}" => breaks.push('\u{2028}'),
            "\u{2029}" => breaks.push('\u{2029}'),
            _ => breaks.push('\n'),
        }
        true
    }
}

/// Line breaks as YAML normalises them. A single one, which is what nearly always comes, is kept without allocating.
#[derive(Default)]
pub(super) struct Breaks {
    first: Option<char>,
    rest: String,
}

impl Breaks {
    fn push(&mut self, character: char) {
        match self.first {
            None => self.first = Some(character),
            Some(_) => self.rest.push(character),
        }
    }

    /// Tells whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    /// Adds what the breaks fold into to a text: a single one becomes a space, of several the first goes.
    pub(super) fn fold_into(&self, text: &mut String) {
        match self.first {
            Some('\n') if self.rest.is_empty() => text.push(' '),
            Some('\n') => text.push_str(&self.rest),
            _ => self.append_to(text),
        }
    }

    /// Adds the breaks themselves to a text.
    pub(super) fn append_to(&self, text: &mut String) {
        text.extend(self.first);
        text.push_str(&self.rest);
    }

    /// Takes the breaks away.
    pub(super) fn clear(&mut self) {
        self.first = None;
        self.rest.clear();
    }

    /// Tells whether a folded scalar joins two lines with these breaks between them.
    pub(super) fn can_fold(&self) -> bool {
        self.first == Some('\n')
    }
}
