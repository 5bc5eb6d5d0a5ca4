//! Where in the text the parser is: the byte, the line, the column.
//!
//! YAML 1.1 breaks lines also at U+0085, U+2028 and U+2029. They count for the structure, but not for the line numbers
//! shown to people, which editors count by LF, CR LF and CR.

use crate::model::tree::Position;

/// A blank: a space or a tab.
pub(super) const BLANK: u8 = 1;
/// A line break, or the beginning of one of the three rare ones.
pub(super) const BREAK: u8 = 2;
/// Ends a plain scalar in a flow collection.
pub(super) const FLOW: u8 = 4;
/// Ends a plain scalar if a blank follows.
pub(super) const COLON: u8 = 8;

/// What each byte may be.
pub(super) static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    // No text has a byte 0; it stands for the end.
    classes[0] = BLANK;
    classes[b' ' as usize] = BLANK;
    classes[b'\t' as usize] = BLANK;
    classes[b'\n' as usize] = BREAK;
    classes[b'\r' as usize] = BREAK;
    classes[0xC2] = BREAK;
    classes[0xE2] = BREAK;
    classes[b':' as usize] = COLON;
    let flow = b",?[]{}";
    let mut at = 0;
    while at < flow.len() {
        classes[flow[at] as usize] = FLOW;
        at += 1;
    }
    classes
};

/// A place in a text that moves forward.
pub(super) struct Cursor<'a> {
    text: &'a str,
    /// The byte.
    at: usize,
    /// The line people see, and where it begins.
    line: u32,
    line_start: usize,
    /// Where the line begins that the structure sees.
    break_start: usize,
    /// The characters of the first line that stand before the text.
    before: u32,
    /// A byte of the line and the number of characters before it, so that long lines are counted once.
    counted: (usize, u32),
    ascii: bool,
    /// Whether a line break was added at the end.
    ended: bool,
}

impl<'a> Cursor<'a> {
    /// Begins at the first byte of a text that begins at a place.
    pub(super) fn new(text: &'a str, place: Position) -> Cursor<'a> {
        let ascii = text.is_ascii();
        let Position { line, column } = place;
        let before = column.saturating_sub(1);
        Cursor {
            text,
            at: 0,
            line,
            line_start: 0,
            break_start: 0,
            before,
            counted: (0, 0),
            ascii,
            ended: false,
        }
    }

    /// Returns the place as a byte of the text.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Returns a part of the text.
    pub(super) fn slice(&self, from: usize, to: usize) -> &'a str {
        &self.text[from..to]
    }

    /// Returns the bytes of the text.
    pub(super) fn bytes(&self) -> &'a [u8] {
        self.text.as_bytes()
    }

    /// Tells whether nothing is left.
    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    /// Returns the next byte, 0 at the end; no text has a byte 0.
    pub(super) fn byte(&self) -> u8 {
        self.byte_at(self.at)
    }

    /// Returns the byte some bytes on, 0 behind the end.
    pub(super) fn ahead(&self, bytes: usize) -> u8 {
        self.byte_at(self.at + bytes)
    }

    fn byte_at(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(0)
    }

    /// Moves on by some bytes of the line.
    pub(super) fn advance(&mut self, bytes: usize) {
        self.at += bytes;
    }

    /// Moves to a byte of the line.
    pub(super) fn move_to(&mut self, at: usize) {
        self.at = at;
    }

    /// Returns the line the structure sees, as the byte it begins at.
    pub(super) fn line_id(&self) -> usize {
        self.break_start
    }

    /// Returns the column the structure sees, from 0.
    pub(super) fn column(&mut self) -> i64 {
        if self.ascii {
            return (self.at - self.break_start) as i64;
        }
        if self.break_start == self.line_start {
            return i64::from(self.position().column - self.before) - 1;
        }
        self.text[self.break_start..self.at].chars().count() as i64
    }

    /// Returns the place people see.
    pub(super) fn position(&mut self) -> Position {
        self.position_at(self.at)
    }

    /// Returns the place people see of a byte of the line.
    pub(super) fn position_at(&mut self, at: usize) -> Position {
        if self.ascii {
            return Position { line: self.line, column: self.before + (at - self.line_start) as u32 + 1 };
        }
        let (from, before) = if at >= self.counted.0 { self.counted } else { (self.line_start, 0) };
        let characters = self.text.as_bytes()[from..at].iter().filter(|byte| **byte & 0xC0 != 0x80).count();
        self.counted = (at, before + characters as u32);
        Position { line: self.line, column: self.before + self.counted.1 + 1 }
    }

    /// Tells whether a document marker, `---` or `...`, stands here.
    pub(super) fn at_marker(&mut self, marker: &[u8; 3]) -> bool {
        self.byte() == marker[0]
            && self.at == self.break_start
            && self.bytes()[self.at..].starts_with(marker)
            && self.is_blank_or_end(3)
    }

    /// Tells whether some bytes on a blank, a line break or the end comes.
    pub(super) fn is_blank_or_end(&self, bytes: usize) -> bool {
        let at = self.at + bytes;
        match CLASSES[self.byte_at(at) as usize] {
            BLANK => true,
            BREAK => self.break_length(at) > 0,
            _ => false,
        }
    }

    /// Returns the length of the line break at a byte, 0 if there is none.
    pub(super) fn break_length(&self, at: usize) -> usize {
        match self.byte_at(at) {
            b'\n' => 1,
            b'\r' => self.carriage_return(at),
            0xC2 if self.byte_at(at + 1) == 0x85 => 2,
            0xE2 if self.byte_at(at + 1) == 0x80 && matches!(self.byte_at(at + 2), 0xA8 | 0xA9) => 3,
            _ => 0,
        }
    }

    /// Returns the length of the line break that begins with a carriage return. kubectl's reader of lines makes `\r\n`
    /// of `\r\r\n`, which go-yaml then takes for one break.
    fn carriage_return(&self, at: usize) -> usize {
        match (self.byte_at(at + 1), self.byte_at(at + 2)) {
            (b'\n', _) => 2,
            (b'\r', b'\n') => 3,
            _ => 1,
        }
    }

    /// Passes a line break; false if none comes.
    pub(super) fn skip_break(&mut self) -> bool {
        let length = self.break_length(self.at);
        if length == 0 {
            return false;
        }
        let plain = matches!(self.byte(), b'\n' | b'\r');
        self.at += length;
        self.break_start = self.at;
        if plain {
            self.line += if length == 3 { 2 } else { 1 };
            self.line_start = self.at;
            self.before = 0;
            self.counted = (self.at, 0);
        }
        true
    }

    /// Ends the last line if the text does not; false if it does. kubectl's reader of lines adds the line break.
    pub(super) fn end_line(&mut self) -> bool {
        let unfinished = self.is_at_end() && !self.ended && !self.text.ends_with(['\n', '\r']);
        if unfinished {
            self.ended = true;
            self.break_start = self.at;
        }
        unfinished
    }

    /// Passes spaces, and tabs if they are blanks here.
    pub(super) fn skip_blanks(&mut self, tabs: bool) {
        while self.byte() == b' ' || (tabs && self.byte() == b'\t') {
            self.at += 1;
        }
    }

    /// Passes a comment, up to the line break.
    pub(super) fn skip_comment(&mut self) {
        if self.byte() == b'#' {
            self.skip_line();
        }
    }

    /// Moves to the end of the line.
    pub(super) fn skip_line(&mut self) {
        let bytes = self.bytes();
        while self.at < bytes.len()
            && (CLASSES[bytes[self.at] as usize] != BREAK || self.break_length(self.at) == 0)
        {
            self.at += 1;
        }
    }
}
