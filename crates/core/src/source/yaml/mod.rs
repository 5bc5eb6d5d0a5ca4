//! Reads one YAML document into a tree, in one pass over its bytes.
//!
//! kubectl reads YAML with go-yaml v2, a YAML 1.1 parser of libyaml's line. It accepts what parsers of YAML 1.2 refuse
//! (a quoted text whose second line is not indented, a `]` at its key's column; its own emitter writes the former, so
//! that many published CRDs have it) and refuses what they accept (`?` in a flow collection, a tab behind `-`). This
//! parser therefore follows go-yaml's rules, in its own shape: it is a recursive descent that looks ahead as far as the
//! `:` of a key. `docs/yaml.md` lists where the two differ on purpose; a differential test and a fuzz target hold the rest.
//!
//! - `block` and `flow` are the two kinds of collections, `properties` their anchors and tags;
//! - `plain`, `quoted` and `literal` are the ways to write a scalar, `scalar` and `number` what it then is;
//! - `tree` keeps the nodes, `alias` bounds what aliases may grow into.

mod alias;
mod block;
mod flow;
mod literal;
mod number;
mod plain;
mod properties;
mod quoted;
mod scalar;
#[cfg(test)]
mod tests;
mod tree;

pub(super) use scalar::resolve_number;

use crate::model::tree::{Node, NodeKind, Position, Scalar, Tree};

use super::cursor::Cursor;
use super::fault::Fault;
use tree::Nodes;

/// Collections may lie in each other this deep, aliases followed. go-yaml allows 10,000; whoever walks a tree does so
/// by recursion, and no kind of Kubernetes comes near.
pub(super) const MAX_DEPTH: u32 = 256;

/// A document may have this many nodes, which take half a gigabyte. Ordinary manifests of the largest size that is read
/// have half as many; a list of nothing but `1,` would have four times as many.
pub(super) const MAX_NODES: usize = 8 << 20;

/// What a text says.
pub(super) struct Parsed<'a> {
    /// Its first document; without nodes if there is no content.
    pub tree: Tree<'a>,
    /// Where content begins that go-yaml drops without a word: behind a `...`, or behind a complete document.
    pub dropped: Option<Position>,
}

/// Reads the first document of a text that begins at a place. The nodes lend their memory.
pub(super) fn parse<'a>(text: &'a str, at: Position, nodes: Vec<Node<'a>>) -> Result<Parsed<'a>, Fault> {
    let mut parser = Parser {
        cursor: Cursor::new(text, at),
        nodes: Nodes::new(nodes, text.len()),
        indent: -1,
        flow: 0,
        key_allowed: true,
        depth: 0,
        after: at,
    };
    parser.document()?;
    let dropped = parser.dropped();
    let mut tree = parser.nodes.finish()?;
    if matches!(tree.nodes.first(), Some(Node { kind: NodeKind::Scalar(Scalar::Null), .. })) {
        tree.nodes.clear();
    }
    Ok(Parsed { tree, dropped })
}

/// The parser: where it is, what it has found, and what the place allows.
struct Parser<'a> {
    cursor: Cursor<'a>,
    nodes: Nodes<'a>,
    /// The column of the innermost block collection, -1 outside.
    indent: i64,
    /// How many flow collections are open.
    flow: u32,
    /// Whether a key or a `-` may begin here: at the start of a line, behind a `-`, behind a `?`.
    key_allowed: bool,
    depth: u32,
    /// The place behind the last `-`, `?`, `:`, anchor or tag: where a value is missing if none follows.
    after: Position,
}

impl<'a> Parser<'a> {
    /// Reads the document.
    fn document(&mut self) -> Result<(), Fault> {
        self.skip();
        if self.cursor.at_marker(b"---") {
            self.cursor.advance(3);
            self.key_allowed = false;
            self.skip();
            if self.cursor.at_marker(b"...") || self.cursor.at_marker(b"---") {
                return Ok(());
            }
        }
        if self.cursor.is_at_end() {
            return Ok(());
        }
        if self.cursor.at_marker(b"...") {
            return Err(self.fault("a document ends here that never began"));
        }
        self.block_node(false)
    }

    /// Returns where content begins that stands behind the document.
    fn dropped(&mut self) -> Option<Position> {
        self.skip();
        if self.cursor.at_marker(b"...") {
            self.cursor.advance(3);
            self.skip();
        }
        (!self.cursor.is_at_end()).then(|| self.cursor.position())
    }

    /// Skips blanks, comments and line ends. A tab is no blank where it would indent.
    fn skip(&mut self) {
        loop {
            let tabs = self.flow > 0 || !self.key_allowed;
            self.cursor.skip_blanks(tabs);
            self.cursor.skip_comment();
            if !self.cursor.skip_break() {
                return;
            }
            self.key_allowed |= self.flow == 0;
        }
    }

    /// Skips to the next token of a block collection; false if none of its own comes: it lies further to the left, or
    /// the document ends.
    fn more(&mut self) -> bool {
        self.skip();
        !self.ends_block()
    }

    /// Tells whether what comes next ends the innermost block collection.
    fn ends_block(&mut self) -> bool {
        self.cursor.column() < self.indent || self.ends_document()
    }

    /// Tells whether the document ends here.
    fn ends_document(&mut self) -> bool {
        self.cursor.is_at_end() || self.cursor.at_marker(b"---") || self.cursor.at_marker(b"...")
    }

    /// Goes one collection deeper.
    fn enter(&mut self) -> Result<(), Fault> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Fault::too_deep(self.cursor.position()));
        }
        Ok(())
    }

    /// Makes a fault of the character that comes next.
    fn fault(&mut self, message: impl Into<String>) -> Fault {
        Fault::new(self.cursor.position(), message)
    }
}
