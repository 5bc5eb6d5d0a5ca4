//! Reads one JSON value into a tree.
//!
//! kubectl reads a stream whose first character is `{` with Go's encoding/json, and every other as YAML, of which JSON
//! is nearly a part. This reader serves both: [`Rules::Json`] is Go's, [`Rules::Yaml`] takes only what go-yaml reads as
//! the same values, and leaves all else to the slower YAML parser.

use std::borrow::Cow;

use crate::model::tree::{Node, NodeKind, Position, Scalar, Span, Style, Tree};

use super::cursor::Cursor;
use super::fault::Fault;
use super::yaml::{self, MAX_DEPTH, MAX_NODES};

/// Whose reading of JSON is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rules {
    /// Go's encoding/json.
    Json,
    /// go-yaml's.
    Yaml,
}

/// Reads a text that is one JSON value and begins at a place. The nodes lend their memory.
pub(super) fn parse<'a>(
    text: &'a str,
    at: Position,
    rules: Rules,
    nodes: Vec<Node<'a>>,
) -> Result<Tree<'a>, Fault> {
    let mut json = Json { cursor: Cursor::new(text, at), nodes, rules, depth: 0 };
    json.skip();
    json.value()?;
    json.skip();
    if !json.cursor.is_at_end() {
        return Err(json.fault("expected the end of the JSON text"));
    }
    Ok(Tree { nodes: json.nodes, has_merge: false })
}

struct Json<'a> {
    cursor: Cursor<'a>,
    nodes: Vec<Node<'a>>,
    rules: Rules,
    depth: u32,
}

impl<'a> Json<'a> {
    fn skip(&mut self) {
        loop {
            self.cursor.skip_blanks(true);
            if !matches!(self.cursor.byte(), b'\n' | b'\r') {
                return;
            }
            self.cursor.skip_break();
        }
    }

    fn fault(&mut self, message: impl Into<String>) -> Fault {
        let fault = Fault::new(self.cursor.position(), message);
        match self.cursor.byte() {
            0 if self.cursor.is_at_end() => {
                fault.help("the JSON text ends too early: look for a missing bracket")
            }
            b'\'' => fault.help("JSON puts texts and keys in double quotes"),
            b'}' | b']' => fault.help("JSON allows no comma before a closing bracket"),
            _ => fault,
        }
    }

    fn value(&mut self) -> Result<(), Fault> {
        if self.nodes.len() >= MAX_NODES {
            return Err(Fault::too_many(self.cursor.position()));
        }
        match self.cursor.byte() {
            b'{' => self.collection(NodeKind::Mapping, b'}'),
            b'[' => self.collection(NodeKind::Sequence, b']'),
            b'"' => {
                let (text, span) = self.string()?;
                self.push(NodeKind::Scalar(Scalar::String), Style::DoubleQuoted, text, span);
                Ok(())
            }
            b'-' | b'0'..=b'9' => self.number(),
            b't' => self.word("true", Scalar::Bool(true)),
            b'f' => self.word("false", Scalar::Bool(false)),
            b'n' => self.word("null", Scalar::Null),
            _ => Err(self.fault("expected a JSON value")),
        }
    }

    fn collection(&mut self, kind: NodeKind, close: u8) -> Result<(), Fault> {
        self.depth += 1;
        let start = self.cursor.position();
        if self.depth > MAX_DEPTH {
            return Err(Fault::too_deep(start));
        }
        let id = self.nodes.len();
        self.push(kind, Style::Plain, Cow::Borrowed(""), Span { start, end: start });
        self.cursor.advance(1);
        self.skip();
        if self.cursor.byte() != close {
            loop {
                if kind == NodeKind::Mapping {
                    self.key()?;
                }
                self.value()?;
                self.skip();
                if self.cursor.byte() == close {
                    break;
                }
                if self.cursor.byte() != b',' {
                    return Err(self.fault(format!("expected `,` or `{}`", close as char)));
                }
                self.cursor.advance(1);
                self.skip();
            }
        }
        self.cursor.advance(1);
        let end = self.nodes.len() as u32;
        self.nodes[id].end = end;
        self.nodes[id].span.end = self.cursor.position();
        self.depth -= 1;
        Ok(())
    }

    /// Reads a key and the `:` behind it.
    fn key(&mut self) -> Result<(), Fault> {
        if self.cursor.byte() != b'"' {
            return Err(self.fault("expected a key in double quotes"));
        }
        let line = self.cursor.line_id();
        let (text, span) = self.string()?;
        self.skip();
        // YAML wants a key on one line with its `:`, and not too long.
        if self.rules == Rules::Yaml && (line != self.cursor.line_id() || text.len() > 1000) {
            return Err(self.fault("expected a shorter key"));
        }
        if self.cursor.byte() != b':' {
            return Err(self.fault("expected `:`"));
        }
        self.push(NodeKind::Scalar(Scalar::String), Style::DoubleQuoted, text, span);
        self.cursor.advance(1);
        self.skip();
        Ok(())
    }

    fn word(&mut self, word: &'static str, scalar: Scalar) -> Result<(), Fault> {
        let from = self.cursor.at();
        if !self.cursor.bytes()[from..].starts_with(word.as_bytes()) {
            return Err(self.fault("expected a JSON value"));
        }
        self.scalar(from, from + word.len(), scalar);
        Ok(())
    }

    fn number(&mut self) -> Result<(), Fault> {
        let from = self.cursor.at();
        let to = from + number_length(&self.cursor.bytes()[from..]);
        if to == from {
            return Err(self.fault("expected a JSON number"));
        }
        let text = self.cursor.slice(from, to);
        let scalar = match self.rules {
            Rules::Yaml => yaml::resolve_number(text),
            Rules::Json => number(text).ok_or_else(|| self.fault("the number is too large for 64 bits"))?,
        };
        self.scalar(from, to, scalar);
        Ok(())
    }

    fn scalar(&mut self, from: usize, to: usize, scalar: Scalar) {
        let start = self.cursor.position();
        let text = self.cursor.slice(from, to);
        self.cursor.move_to(to);
        let end = self.cursor.position();
        self.push(NodeKind::Scalar(scalar), Style::Plain, Cow::Borrowed(text), Span { start, end });
    }

    fn push(&mut self, kind: NodeKind, style: Style, text: Cow<'a, str>, span: Span) {
        let end = self.nodes.len() as u32 + 1;
        self.nodes.push(Node { kind, style, text, span, end });
    }

    fn string(&mut self) -> Result<(Cow<'a, str>, Span), Fault> {
        let start = self.cursor.position();
        self.cursor.advance(1);
        let from = self.cursor.at();
        self.run();
        let mut text = Cow::Borrowed(self.cursor.slice(from, self.cursor.at()));
        while self.cursor.byte() != b'"' {
            let text = text.to_mut();
            text.push(self.escape()?);
            let from = self.cursor.at();
            self.run();
            text.push_str(self.cursor.slice(from, self.cursor.at()));
        }
        self.cursor.advance(1);
        let end = self.cursor.position();
        Ok((text, Span { start, end }))
    }

    /// Passes what means itself in a string.
    fn run(&mut self) {
        let bytes = &self.cursor.bytes()[self.cursor.at()..];
        let end = bytes.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20));
        self.cursor.advance(end.unwrap_or(bytes.len()));
    }

    /// Reads an escape; anything else that is no part of a string is a fault.
    fn escape(&mut self) -> Result<char, Fault> {
        if self.cursor.is_at_end() {
            return Err(self.fault("the text in quotes is not closed"));
        }
        if self.cursor.byte() != b'\\' {
            return Err(self
                .fault("a text in quotes cannot hold a line break, a tab or another control character")
                .help("write \\n for a line break, \\t for a tab; or close the quotes"));
        }
        let character = match self.cursor.ahead(1) {
            b'"' => '"',
            b'\\' => '\\',
            b'/' if self.rules == Rules::Json => '/',
            b'b' => '\u{08}',
            b'f' => '\u{0C}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode(),
            _ => return Err(self.fault("this escape means nothing").help("write \\\\ for a backslash")),
        };
        self.cursor.advance(2);
        Ok(character)
    }

    /// Reads `\u` and four digits, or two such that are one character. Go replaces a half of a pair.
    fn unicode(&mut self) -> Result<char, Fault> {
        let first = self.four_digits()?;
        if let Some(character) = char::from_u32(first) {
            return Ok(character);
        }
        if self.rules == Rules::Yaml {
            return Err(self.fault("the escape stands for no character"));
        }
        let high = (0xD800..0xDC00).contains(&first);
        if high && self.cursor.byte() == b'\\' && self.cursor.ahead(1) == b'u' {
            let mark = self.cursor.at();
            let second = self.four_digits()?;
            if (0xDC00..0xE000).contains(&second) {
                let code = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            self.cursor.move_to(mark);
        }
        Ok(char::REPLACEMENT_CHARACTER)
    }

    fn four_digits(&mut self) -> Result<u32, Fault> {
        let digits = (2..6).map(|at| char::from(self.cursor.ahead(at)).to_digit(16));
        let value = digits.reduce(|value, digit| Some((value? << 4) | digit?)).flatten();
        let value = value.ok_or_else(|| self.fault("the escape wants 4 hexadecimal digits"))?;
        self.cursor.advance(6);
        Ok(value)
    }
}

/// Returns the length of the JSON number a text begins with, 0 if it begins with none.
fn number_length(text: &[u8]) -> usize {
    let digits = |from: usize| text[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut at = usize::from(text.first() == Some(&b'-'));
    let whole = if text.get(at) == Some(&b'0') { 1 } else { digits(at) };
    if whole == 0 {
        return 0;
    }
    at += whole;
    if text.get(at) == Some(&b'.') {
        let fraction = digits(at + 1);
        if fraction == 0 {
            return 0;
        }
        at += 1 + fraction;
    }
    if matches!(text.get(at), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(text.get(at + 1), Some(b'+' | b'-')));
        let exponent = digits(at + 1 + sign);
        if exponent == 0 {
            return 0;
        }
        at += 1 + sign + exponent;
    }
    at
}

/// Reads a number as apimachinery does: an integer if it is written as one and fits, else a float.
fn number(text: &str) -> Option<Scalar> {
    if let Ok(value) = text.parse() {
        return Some(Scalar::Int(value));
    }
    if let Ok(value) = text.parse() {
        return Some(Scalar::UInt(value));
    }
    text.parse().ok().filter(|value: &f64| value.is_finite()).map(Scalar::Float)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, rules: Rules) -> Result<Tree<'_>, Fault> {
        parse(text, Position { line: 1, column: 1 }, rules, Vec::new())
    }

    #[test]
    fn values_have_places() {
        let tree = read("{\"é\":\n\t[1, \"x\"]}", Rules::Json).unwrap();
        let places: Vec<_> =
            tree.nodes.iter().map(|node| (node.span.start.line, node.span.start.column)).collect();
        assert_eq!(places, [(1, 1), (1, 2), (2, 2), (2, 3), (2, 6)]);
        assert_eq!(tree.nodes[0].span.end, Position { line: 2, column: 11 });
    }

    #[test]
    fn numbers_stay_what_they_are_written_as() {
        let kind = |text, rules| read(text, rules).unwrap().nodes[0].kind;
        assert_eq!(kind("1e3", Rules::Json), NodeKind::Scalar(Scalar::Float(1000.0)));
        assert_eq!(kind("1e3", Rules::Yaml), NodeKind::Scalar(Scalar::Int(1000)));
        assert_eq!(kind("18446744073709551615", Rules::Json), NodeKind::Scalar(Scalar::UInt(u64::MAX)));
        assert_eq!(kind("-0", Rules::Json), NodeKind::Scalar(Scalar::Int(0)));
    }

    #[test]
    fn escapes_are_undone() {
        let tree = read(r#""a\n\u00e9\ud83d\ude00\ud83d""#, Rules::Json).unwrap();
        assert_eq!(tree.nodes[0].text, "a\né😀\u{FFFD}");
        assert!(read(r#""\ud83d\ude00""#, Rules::Yaml).is_err());
    }

    #[test]
    fn what_is_no_json_is_refused_where_it_is() {
        let at = |text| read(text, Rules::Json).unwrap_err().span.start;
        assert_eq!(at("{\"a\": 01}"), Position { line: 1, column: 8 });
        assert_eq!(at("{\"a\": 1,\n}"), Position { line: 2, column: 1 });
        assert_eq!(at("{\"a\": \"b\nc\"}"), Position { line: 1, column: 9 });
        assert_eq!(at("{\"a\": tru}"), Position { line: 1, column: 7 });
        assert_eq!(at("[1"), Position { line: 1, column: 3 });
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |depth| "[".repeat(depth) + &"]".repeat(depth);
        assert!(read(&nested(MAX_DEPTH as usize), Rules::Json).is_ok());
        assert!(read(&nested(MAX_DEPTH as usize + 1), Rules::Json).is_err());
    }
}
