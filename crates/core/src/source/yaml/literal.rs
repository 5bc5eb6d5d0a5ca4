//! Block scalars: `|` keeps the lines, `>` folds them.

use std::borrow::Cow;

use crate::model::tree::{Position, Span, Style};

use super::Parser;
use super::plain::Breaks;
use super::properties::Properties;
use super::tree::Token;
use crate::source::fault::Fault;

/// What the line with the `|` or `>` says.
struct Header {
    folded: bool,
    chomp: Chomp,
    /// How much deeper than its parent the text is said to be indented; 0 if nothing is said.
    increment: i64,
}

/// What becomes of the line breaks at the end.
#[derive(PartialEq, Eq)]
enum Chomp {
    Strip,
    Clip,
    Keep,
}

impl<'a> Parser<'a> {
    /// Reads a block scalar.
    pub(super) fn literal(&mut self, properties: Properties<'a>) -> Result<(), Fault> {
        let start = self.cursor.position();
        let header = self.literal_header()?;
        let mut end = self.cursor.position();
        self.key_allowed = true;
        self.cursor.skip_blanks(true);
        self.cursor.skip_comment();
        if !self.cursor.skip_break() && !self.cursor.end_line() {
            return Err(self
                .fault("the text of a block scalar begins on the line below its `|` or `>`")
                .help("begin a new line here, or put the text in quotes"));
        }
        let text = self.literal_text(&header, &mut end)?;
        let token = Token { text: Cow::Owned(text), style: Style::Block, span: Span { start, end } };
        self.nodes.value(token, properties)
    }

    fn literal_header(&mut self) -> Result<Header, Fault> {
        let mut header = Header { folded: self.cursor.byte() == b'>', chomp: Chomp::Clip, increment: 0 };
        self.cursor.advance(1);
        for _ in 0..2 {
            match self.cursor.byte() {
                b'+' if header.chomp == Chomp::Clip => header.chomp = Chomp::Keep,
                b'-' if header.chomp == Chomp::Clip => header.chomp = Chomp::Strip,
                b'0' if header.increment == 0 => return Err(self.fault("a text cannot be indented by 0")),
                digit @ b'1'..=b'9' if header.increment == 0 => header.increment = i64::from(digit - b'0'),
                _ => break,
            }
            self.cursor.advance(1);
        }
        Ok(header)
    }

    /// Reads the lines.
    fn literal_text(&mut self, header: &Header, end: &mut Position) -> Result<String, Fault> {
        let mut text = String::new();
        let (mut leading, mut trailing) = (Breaks::default(), Breaks::default());
        let mut indent = if header.increment > 0 { self.indent.max(0) + header.increment } else { 0 };
        self.literal_breaks(&mut indent, &mut trailing)?;
        let mut after_blank = false;
        while self.cursor.column() == indent && !self.cursor.is_at_end() {
            let blank = matches!(self.cursor.byte(), b' ' | b'\t');
            if header.folded && !after_blank && !blank && leading.can_fold() {
                if trailing.is_empty() {
                    text.push(' ');
                }
            } else {
                leading.append_to(&mut text);
            }
            trailing.append_to(&mut text);
            leading.clear();
            trailing.clear();
            after_blank = blank;
            let from = self.cursor.at();
            self.cursor.skip_line();
            text.push_str(self.cursor.slice(from, self.cursor.at()));
            *end = self.cursor.position();
            self.pass_break(&mut leading);
            self.literal_breaks(&mut indent, &mut trailing)?;
        }
        if header.chomp != Chomp::Strip {
            leading.append_to(&mut text);
        }
        if header.chomp == Chomp::Keep {
            trailing.append_to(&mut text);
        }
        Ok(text)
    }

    /// Passes the indentation of a line and the empty lines before it; finds out the indentation if nothing says it.
    fn literal_breaks(&mut self, indent: &mut i64, breaks: &mut Breaks) -> Result<(), Fault> {
        let mut widest = 0;
        loop {
            while (*indent == 0 || self.cursor.column() < *indent) && self.cursor.byte() == b' ' {
                self.cursor.advance(1);
            }
            let column = self.cursor.column();
            widest = widest.max(column);
            if (*indent == 0 || column < *indent) && self.cursor.byte() == b'\t' {
                return Err(Fault::tab(self.cursor.position()));
            }
            if !self.pass_break(breaks) {
                break;
            }
        }
        if *indent == 0 {
            *indent = widest.max(self.indent + 1).max(1);
        }
        Ok(())
    }
}
