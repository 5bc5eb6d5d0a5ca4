//! Anchors and tags, which stand before a node.

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
                _ => Ok(uri.strip_prefix("tag:yaml.org,2002:").map_or(Tag::Other, Tag::of)),
            };
        }
        match tag.strip_prefix("!!") {
            Some("") => Err(self.fault("the tag is empty")),
            Some(name) => Ok(Tag::of(name)),
            None if tag == "!" => Ok(Tag::NonSpecific),
            None if has_handle(tag) => Err(self.fault(format!("nothing says what the tag {tag} means"))),
            None => Ok(Tag::Other),
        }
    }

    /// Passes the characters a tag may have.
    fn tag_uri(&mut self) -> Result<(), Fault> {
        loop {
            let byte = self.cursor.byte();
            if byte == b'%' {
                if !(self.cursor.ahead(1).is_ascii_hexdigit() && self.cursor.ahead(2).is_ascii_hexdigit()) {
                    return Err(self.fault("`%` in a tag wants two hexadecimal digits"));
                }
            } else if !is_word(byte) && !b";/?:@&=+$,.!~*'()[]".contains(&byte) {
                return Ok(());
            }
            self.cursor.advance(1);
        }
    }
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
