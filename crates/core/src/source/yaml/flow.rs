//! Flow collections: `[a, b]` and `{a: b}`.

use crate::model::tree::{NodeKind, Position, Span};

use super::Parser;
use super::block::{Head, What};
use super::properties::Properties;
use crate::source::fault::Fault;

impl<'a> Parser<'a> {
    /// Reads the flow collection that begins here.
    pub(super) fn flow_collection(&mut self, properties: Properties<'a>) -> Result<(), Fault> {
        self.enter()?;
        self.flow += 1;
        let start = self.cursor.position();
        let map = self.cursor.byte() == b'{';
        let kind = if map { NodeKind::Mapping } else { NodeKind::Sequence };
        let id = self.nodes.open(kind, start, properties);
        let close = if map { b'}' } else { b']' };
        self.pass(true);
        loop {
            self.skip();
            if self.cursor.byte() == close {
                break;
            }
            self.flow_entry(map, start)?;
            self.skip();
            match self.cursor.byte() {
                b',' => self.pass(true),
                byte if byte == close => break,
                _ => return Err(self.unfinished(map, start)),
            }
        }
        self.flow -= 1;
        self.pass(false);
        let end = self.cursor.position();
        self.nodes.close_at(id, end);
        self.depth -= 1;
        self.not_a_key(Span { start, end })
    }

    /// Refuses a flow collection that a `:` makes a key.
    fn not_a_key(&mut self, span: Span) -> Result<(), Fault> {
        self.cursor.skip_blanks(true);
        let is_key = self.cursor.byte() == b':' && (self.flow > 0 || self.cursor.is_blank_or_end(1));
        if is_key { Err(Fault::collection_key(span)) } else { Ok(()) }
    }

    /// Reads an item of a list, or a key and its value.
    fn flow_entry(&mut self, map: bool, start: Position) -> Result<(), Fault> {
        if self.cursor.byte() == b'?' {
            return self.flow_explicit(map, start);
        }
        let head = self.flow_head(map, start)?;
        match (map, head.is_key) {
            (true, true) => self.flow_pair(head, map, start),
            (true, false) => {
                let id = self.nodes.next();
                self.node(head.what, head.properties)?;
                let is_merge = self.nodes.make_key(id)?;
                let value = self.nodes.next();
                self.nodes.null(self.after, Properties::default())?;
                if is_merge { self.nodes.check_merge(value) } else { Ok(()) }
            }
            (false, true) => {
                self.enter()?;
                let id = self.nodes.open(NodeKind::Mapping, head.start, Properties::default());
                self.flow_pair(head, map, start)?;
                self.nodes.close(id);
                self.depth -= 1;
                Ok(())
            }
            (false, false) => self.node(head.what, head.properties),
        }
    }

    /// Reads a key that stands before a `:`, and its value.
    fn flow_pair(&mut self, head: Head<'a>, map: bool, start: Position) -> Result<(), Fault> {
        let key = self.simple_key(head)?;
        let value = self.nodes.next();
        self.flow_value(map, start)?;
        if key.is_merge {
            self.nodes.check_merge(value)?;
        }
        Ok(())
    }

    /// Reads a key behind a `?`, and its value if there is one. In a list the two are a map of their own.
    fn flow_explicit(&mut self, map: bool, start: Position) -> Result<(), Fault> {
        self.enter()?;
        let at = self.cursor.position();
        let pair = (!map).then(|| self.nodes.open(NodeKind::Mapping, at, Properties::default()));
        self.pass(false);
        let key = self.nodes.next();
        self.flow_value(map, start)?;
        let is_merge = self.nodes.make_key(key)?;
        let value = self.nodes.next();
        self.skip();
        if self.cursor.byte() == b':' {
            self.pass(false);
            self.flow_value(map, start)?;
        } else {
            self.nodes.null(self.after, Properties::default())?;
        }
        if is_merge {
            self.nodes.check_merge(value)?;
        }
        if let Some(pair) = pair {
            self.nodes.close(pair);
        }
        self.depth -= 1;
        Ok(())
    }

    /// Reads a value, which may be missing.
    fn flow_value(&mut self, map: bool, start: Position) -> Result<(), Fault> {
        self.skip();
        match self.cursor.byte() {
            b',' | b']' | b'}' | b':' => self.nodes.null(self.after, Properties::default()),
            _ => {
                let head = self.flow_head(map, start)?;
                self.node(head.what, head.properties)
            }
        }
    }

    /// Reads what begins here.
    fn flow_head(&mut self, map: bool, start: Position) -> Result<Head<'a>, Fault> {
        if self.ends_document() {
            return Err(self.unfinished(map, start));
        }
        let head = self.head()?;
        if matches!(head.what, What::Nothing) && head.properties.is_empty() {
            return Err(self
                .fault("a `:` stands here without a key before it")
                .help("put the text in quotes"));
        }
        Ok(head)
    }

    /// Says that a flow collection does not go on as it must.
    fn unfinished(&mut self, map: bool, start: Position) -> Fault {
        let (name, open, close) = if map { ("map", '{', '}') } else { ("list", '[', ']') };
        if self.ends_document() {
            let end = Position { column: start.column + 1, ..start };
            return Fault::over(Span { start, end }, format!("the {name} that begins here is not closed"))
                .help(format!(
                    "write a `{close}` where it ends, or put the text in quotes if `{open}` is part of it"
                ));
        }
        self.fault(format!("expected `,` or `{close}` in the {name} that begins on line {}", start.line))
            .help("put a text in quotes if it contains one of , ? : [ ] { }")
    }
}
