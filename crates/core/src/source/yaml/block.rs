//! Block collections: maps and lists by indentation.

use crate::model::tree::{NodeKind, Position, Span};

use super::Parser;
use super::properties::Properties;
use super::tree::Token;
use crate::source::fault::Fault;

/// What begins a node, read as far as it takes to know whether it is a key.
pub(super) struct Head<'a> {
    /// The node.
    pub what: What<'a>,
    /// What stands before it.
    pub properties: Properties<'a>,
    /// Where it begins, its properties included.
    pub start: Position,
    /// Whether a `:` follows that makes it a key.
    pub is_key: bool,
}

/// A node, or the promise of one.
pub(super) enum What<'a> {
    /// A scalar.
    Scalar(Token<'a>),
    /// An alias.
    Alias(&'a str, Span),
    /// A flow collection, which begins here.
    Flow,
    /// A block scalar, which begins here.
    Literal,
    /// Nothing on this line.
    Nothing,
}

/// A key ends this many characters behind its beginning, at most.
const KEY_LENGTH: usize = 1024;

impl<'a> Parser<'a> {
    /// Reads a node of a block collection, or of the document. A list that is the value of a key may stand at the
    /// column of the key.
    pub(super) fn block_node(&mut self, at_key: bool) -> Result<(), Fault> {
        let mut properties = Properties::default();
        loop {
            if self.ends_block() {
                return self.nodes.null(self.after, properties);
            }
            let column = self.cursor.column();
            let spaced = self.cursor.is_blank_or_end(1);
            match self.cursor.byte() {
                b'-' if spaced && column > self.indent => return self.block_sequence(column, properties),
                b'-' if spaced && at_key => return self.sequence_at_key(properties),
                b'?' if spaced && column > self.indent => {
                    return self.block_mapping(column, properties, None);
                }
                b':' if spaced && column > self.indent => return Err(self.stray_colon()),
                b'|' | b'>' => return self.literal(properties),
                _ if column == self.indent => return self.nodes.null(self.after, properties),
                _ => {}
            }
            let head = self.head()?;
            if head.is_key {
                return self.block_mapping(column, properties, Some(head));
            }
            properties = self.join(properties, head.properties)?;
            match head.what {
                // The properties stand alone on their line; what they belong to comes below.
                What::Nothing => {}
                What::Literal => return self.literal(properties),
                what => return self.node(what, properties),
            }
        }
    }

    /// Adds a node that is no key.
    pub(super) fn node(&mut self, what: What<'a>, properties: Properties<'a>) -> Result<(), Fault> {
        match what {
            What::Scalar(token) => self.nodes.value(token, properties),
            What::Alias(name, span) if properties.is_empty() => self.nodes.alias(name, span),
            What::Alias(_, span) => Err(Fault::over(span, "an alias can have neither an anchor nor a tag")),
            What::Flow => self.flow_collection(properties),
            What::Nothing | What::Literal => self.nodes.null(self.after, properties),
        }
    }

    /// Reads a map whose keys stand at a column; the first one may be known already.
    fn block_mapping(
        &mut self,
        column: i64,
        properties: Properties<'a>,
        first: Option<Head<'a>>,
    ) -> Result<(), Fault> {
        self.enter()?;
        let outer = std::mem::replace(&mut self.indent, column);
        let at = first.as_ref().map_or_else(|| self.cursor.position(), |head| head.start);
        let id = self.nodes.open(NodeKind::Mapping, at, properties);
        let mut first = first;
        loop {
            let merge = match first.take() {
                Some(head) => self.simple_key(head)?,
                None if self.cursor.byte() == b'?' && self.cursor.is_blank_or_end(1) => {
                    self.explicit_key()?
                }
                None => {
                    let at = self.cursor.position();
                    let head = self.head()?;
                    if !head.is_key {
                        return Err(missing_key(at));
                    }
                    self.simple_key(head)?
                }
            };
            let value = self.nodes.next();
            if merge.has_value {
                self.skip();
                self.block_node(true)?;
            } else {
                self.nodes.null(self.after, Properties::default())?;
            }
            if merge.is_merge {
                self.nodes.check_merge(value)?;
            }
            if !self.more() {
                break;
            }
            if self.cursor.column() > column {
                return Err(self.behind_value());
            }
        }
        self.nodes.close(id);
        self.indent = outer;
        self.depth -= 1;
        Ok(())
    }

    /// Adds a key that stands before a `:`, and passes the `:`.
    pub(super) fn simple_key(&mut self, head: Head<'a>) -> Result<Key, Fault> {
        let is_merge = match head.what {
            What::Scalar(token) => self.nodes.key(token, head.properties)?,
            what => {
                let id = self.nodes.next();
                self.after = head.start;
                self.node(what, head.properties)?;
                self.nodes.make_key(id)?
            }
        };
        self.pass(false);
        Ok(Key { is_merge, has_value: true })
    }

    /// Reads a key behind a `?`, and passes the `:` if there is one.
    fn explicit_key(&mut self) -> Result<Key, Fault> {
        self.may_begin_here()?;
        self.pass(true);
        let id = self.nodes.next();
        self.skip();
        self.block_node(true)?;
        let is_merge = self.nodes.make_key(id)?;
        let has_value = self.more() && self.cursor.column() == self.indent && self.at_indicator(b':');
        if has_value {
            self.may_begin_here()?;
            self.pass(true);
        }
        Ok(Key { is_merge, has_value })
    }

    /// Reads a list whose dashes stand at a column.
    fn block_sequence(&mut self, column: i64, properties: Properties<'a>) -> Result<(), Fault> {
        self.may_begin_here()?;
        let outer = std::mem::replace(&mut self.indent, column);
        self.sequence_at_key(properties)?;
        if !self.ends_block() {
            return Err(self.behind_item());
        }
        self.indent = outer;
        Ok(())
    }

    /// Reads a list whose dashes stand at the current indentation.
    fn sequence_at_key(&mut self, properties: Properties<'a>) -> Result<(), Fault> {
        self.enter()?;
        let at = self.cursor.position();
        let id = self.nodes.open(NodeKind::Sequence, at, properties);
        loop {
            self.pass(true);
            self.skip();
            self.block_node(false)?;
            if !self.more() || !self.at_indicator(b'-') || self.cursor.column() != self.indent {
                break;
            }
            self.may_begin_here()?;
        }
        self.nodes.close(id);
        self.depth -= 1;
        Ok(())
    }

    /// Tells whether an indicator stands here: the character with a blank behind it.
    fn at_indicator(&self, indicator: u8) -> bool {
        self.cursor.byte() == indicator && self.cursor.is_blank_or_end(1)
    }

    /// Passes a `-`, `?`, `:` or `,`; a key may or may not begin behind it.
    pub(super) fn pass(&mut self, key_allowed: bool) {
        self.cursor.advance(1);
        self.key_allowed = key_allowed;
        self.after = self.cursor.position();
    }

    /// Reads what begins here, as far as it takes to know whether it is a key.
    pub(super) fn head(&mut self) -> Result<Head<'a>, Fault> {
        let (start, from, line) = (self.cursor.position(), self.cursor.at(), self.cursor.line_id());
        let may_be_key = self.key_allowed;
        let mut properties = Properties::default();
        while matches!(self.cursor.byte(), b'&' | b'!') {
            let property = self.property()?;
            properties = self.join(properties, property)?;
            self.after = self.cursor.position();
            self.key_allowed = false;
            self.skip();
            if self.flow == 0 && self.cursor.line_id() != line {
                return Ok(Head { what: What::Nothing, properties, start, is_key: false });
            }
        }
        let what = self.what(!properties.is_empty())?;
        self.cursor.skip_blanks(true);
        let is_key = may_be_key
            && !matches!(what, What::Flow | What::Literal)
            && self.cursor.line_id() == line
            && self.cursor.byte() == b':'
            && (self.flow > 0 || self.cursor.is_blank_or_end(1))
            && self.is_key_length(from);
        Ok(Head { what, properties, start, is_key })
    }

    /// Reads a scalar or an alias, or tells what else begins here.
    fn what(&mut self, has_properties: bool) -> Result<What<'a>, Fault> {
        let spaced = self.cursor.is_blank_or_end(1);
        let flow = self.flow > 0;
        let what = match self.cursor.byte() {
            b'*' => {
                let start = self.cursor.position();
                let name = self.anchor_name()?;
                self.key_allowed = false;
                What::Alias(name, Span { start, end: self.cursor.position() })
            }
            b'\'' | b'"' => {
                self.key_allowed = false;
                What::Scalar(self.quoted()?)
            }
            b'[' | b'{' => What::Flow,
            b'|' | b'>' if !flow => What::Literal,
            0 if self.cursor.is_at_end() => What::Nothing,
            b':' if flow || spaced => What::Nothing,
            b',' | b']' | b'}' if flow && has_properties => What::Nothing,
            b'-' if !spaced => self.plain_token()?,
            b'?' | b':' if !flow && !spaced => self.plain_token()?,
            b'-' | b'?' | b',' | b']' | b'}' | b'|' | b'>' | b'%' | b'@' | b'`' | b'\t' => {
                return Err(self.cannot_begin());
            }
            _ => self.plain_token()?,
        };
        Ok(what)
    }

    fn plain_token(&mut self) -> Result<What<'a>, Fault> {
        self.key_allowed = false;
        Ok(What::Scalar(self.plain()?))
    }

    fn is_key_length(&self, from: usize) -> bool {
        let text = self.cursor.at() - from;
        text <= KEY_LENGTH || self.cursor.slice(from, self.cursor.at()).chars().count() <= KEY_LENGTH
    }

    fn may_begin_here(&mut self) -> Result<(), Fault> {
        if self.key_allowed {
            return Ok(());
        }
        let message = format!("`{}` cannot begin a list or a key here", self.cursor.byte() as char);
        Err(self.fault(message).help("begin it on a line of its own, or put the text in quotes"))
    }
}

/// What is known of a key once it is read.
pub(super) struct Key {
    /// Whether its value is merged.
    pub is_merge: bool,
    /// Whether a `:` stands behind it.
    pub has_value: bool,
}

impl Parser<'_> {
    fn stray_colon(&mut self) -> Fault {
        self.fault("a `:` stands here without a key before it")
            .help("put the text in quotes if the `:` is part of it")
    }

    /// Says what is wrong with what stands behind a complete value of a map.
    fn behind_value(&mut self) -> Fault {
        match self.cursor.byte() {
            b'\t' => Fault::tab(self.cursor.position()),
            b':' => self.stray_colon(),
            _ => self.fault("this belongs to nothing: the value before it is complete").help(
                "indent it like the keys of the map it belongs to, or put the text before it in quotes",
            ),
        }
    }

    fn behind_item(&mut self) -> Fault {
        if self.cursor.byte() == b'\t' {
            return Fault::tab(self.cursor.position());
        }
        self.fault("a list goes on here without a `-`").help("begin each item of the list with `- `")
    }

    /// Says why a character cannot begin anything.
    pub(super) fn cannot_begin(&mut self) -> Fault {
        let byte = self.cursor.byte();
        if byte == b'\t' {
            return Fault::tab(self.cursor.position());
        }
        let fault = self.fault(format!("no value can begin with `{}`", byte as char));
        match byte {
            b'%' | b'@' | b'`' => fault.help("put the text in quotes"),
            _ => fault.help("put the text in quotes, or take the character away"),
        }
    }
}

fn missing_key(at: Position) -> Fault {
    Fault::new(at, "this is no key: no `: ` follows it")
        .help("write `key: value`, with a blank behind the `:`")
}
