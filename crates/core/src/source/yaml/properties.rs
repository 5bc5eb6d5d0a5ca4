//! Anchors and tags, which stand before a node.

use std::borrow::Cow;

use super::Parser;
use crate::source::fault::Fault;

/// What stands before a node.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Properties<'a> {
    /// The name by which aliases call it.
    pub anchor: Option<&'a str>,
    /// What it is said to be.
    pub tag: Option<Tag>,
}

/// The tags that mean something for a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    Str,
    Int,
    Float,
    Bool,
    Null,
    Timestamp,
    Binary,
    Merge,
    /// `!`: whatever it is.
    NonSpecific,
    /// Any other: the scalar stays text.
    Other,
}

impl Tag {
    /// Knows a tag by its name below `tag:yaml.org,2002:`.
    fn of(name: &str) -> Tag {
        match name {
            "str" => Tag::Str,
            "int" => Tag::Int,
            "float" => Tag::Float,
            "bool" => Tag::Bool,
            "null" => Tag::Null,
            "timestamp" => Tag::Timestamp,
            "binary" => Tag::Binary,
            "merge" => Tag::Merge,
            _ => Tag::Other,
        }
    }

    /// Returns the name by which people write it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Tag::Str => "!!str",
            Tag::Int => "!!int",
            Tag::Float => "!!float",
            Tag::Bool => "!!bool",
            Tag::Null => "!!null",
            Tag::Timestamp => "!!timestamp",
            Tag::Binary => "!!binary",
            Tag::Merge => "!!merge",
            Tag::NonSpecific => "!",
            Tag::Other => "another tag",
        }
    }
}

impl Properties<'_> {
    /// Tells whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.anchor.is_none() && self.tag.is_none()
    }
}

impl<'a> Parser<'a> {
    /// Adds properties to others of the same node; none may be given twice.
    pub(super) fn join(
        &mut self,
        first: Properties<'a>,
        second: Properties<'a>,
    ) -> Result<Properties<'a>, Fault> {
        if first.anchor.is_some() && second.anchor.is_some() || first.tag.is_some() && second.tag.is_some() {
            return Err(self.fault("the value before here has two anchors or two tags"));
        }
        Ok(Properties { anchor: first.anchor.or(second.anchor), tag: first.tag.or(second.tag) })
    }

    /// Reads an anchor or a tag.
    pub(super) fn property(&mut self) -> Result<Properties<'a>, Fault> {
        if self.cursor.byte() == b'&' {
            return Ok(Properties { anchor: Some(self.anchor_name()?), tag: None });
        }
        Ok(Properties { anchor: None, tag: Some(self.tag()?) })
    }

    /// Reads the name behind a `&` or a `*`.
    pub(super) fn anchor_name(&mut self) -> Result<&'a str, Fault> {
        self.cursor.advance(1);
        let from = self.cursor.at();
        self.skip_word();
        let name = self.cursor.slice(from, self.cursor.at());
        let ends = self.cursor.is_blank_or_end(0)
            || matches!(self.cursor.byte(), b'?' | b':' | b',' | b']' | b'}' | b'%' | b'@' | b'`');
        if name.is_empty() || !ends {
            return Err(self
                .fault("this character cannot stand in the name of an anchor")
                .help("put the value in quotes if it is text"));
        }
        Ok(name)
    }

    fn skip_word(&mut self) {
        while is_word(self.cursor.byte()) {
            self.cursor.advance(1);
        }
    }

    /// Reads a tag.
    fn tag(&mut self) -> Result<Tag, Fault> {
        let from = self.cursor.at();
        let verbatim = self.cursor.ahead(1) == b'<';
        self.cursor.advance(1);
        if verbatim {
            self.cursor.advance(1);
            self.tag_uri()?;
            if self.cursor.byte() != b'>' {
                return Err(self.fault("the tag is not closed by `>`"));
            }
            self.cursor.advance(1);
        } else {
            self.skip_word();
            self.tag_uri()?;
        }
        if !self.cursor.is_blank_or_end(0) {
            return Err(self.fault("a tag must be followed by a blank"));
        }
        let tag = self.cursor.slice(from, self.cursor.at());
        if let Some(uri) = tag.strip_prefix("!<") {
            let uri = uri.trim_end_matches('>');
            return match uri {
                "" => Err(self.fault("the tag is empty")),
                "!" => Ok(Tag::NonSpecific),
                _ => Ok(unescaped(uri).strip_prefix("tag:yaml.org,2002:").map_or(Tag::Other, Tag::of)),
            };
        }
        match tag.strip_prefix("!!") {
            Some("") => Err(self.fault("the tag is empty")),
            Some(name) => Ok(Tag::of(&unescaped(name))),
            None if tag == "!" => Ok(Tag::NonSpecific),
            None if has_handle(tag) => Err(self.fault(format!("nothing says what the tag {tag} means"))),
            None => Ok(Tag::Other),
        }
    }

    /// Passes the characters a tag may have.
    fn tag_uri(&mut self) -> Result<(), Fault> {
        loop {
            match self.cursor.byte() {
                b'%' => self.tag_escape()?,
                byte if is_word(byte) || b";/?:@&=+$,.!~*'()[]".contains(&byte) => self.cursor.advance(1),
                _ => return Ok(()),
            }
        }
    }

    /// Passes the escapes of one character: as many bytes as the first one says.
    fn tag_escape(&mut self) -> Result<(), Fault> {
        let mut more = match self.octet()? {
            0x00..=0x7F => 0,
            0xC0..=0xDF => 1,
            0xE0..=0xEF => 2,
            0xF0..=0xF7 => 3,
            _ => return Err(self.fault("the escape before here begins no character")),
        };
        while more > 0 {
            if self.octet()? & 0xC0 != 0x80 {
                return Err(self.fault("the escape before here belongs to no character"));
            }
            more -= 1;
        }
        Ok(())
    }

    /// Passes a `%` with two hexadecimal digits.
    fn octet(&mut self) -> Result<u8, Fault> {
        let octet =
            (self.cursor.byte() == b'%').then(|| octet_at(self.cursor.bytes(), self.cursor.at())).flatten();
        let octet =
            octet.ok_or_else(|| self.fault("an escape in a tag wants `%` and two hexadecimal digits"))?;
        self.cursor.advance(3);
        Ok(octet)
    }
}

/// Returns what the two hexadecimal digits behind a byte stand for.
fn octet_at(bytes: &[u8], at: usize) -> Option<u8> {
    let digit = |at: usize| char::from(*bytes.get(at)?).to_digit(16);
    u8::try_from(digit(at + 1)? * 16 + digit(at + 2)?).ok()
}

/// Undoes the escapes of a tag.
fn unescaped(name: &str) -> Cow<'_, str> {
    if !name.contains('%') {
        return Cow::Borrowed(name);
    }
    let (mut bytes, mut at) = (Vec::new(), 0);
    while at < name.len() {
        let escape = if name.as_bytes()[at] == b'%' { octet_at(name.as_bytes(), at) } else { None };
        bytes.push(escape.unwrap_or(name.as_bytes()[at]));
        at += if escape.is_some() { 3 } else { 1 };
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

/// Tells whether a tag begins with a handle such as `!e!`.
fn has_handle(tag: &str) -> bool {
    let rest =
        tag[1..].trim_start_matches(|character: char| character.is_ascii() && is_word(character as u8));
    rest.starts_with('!')
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}
