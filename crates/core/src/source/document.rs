//! Makes a document of a part of a stream: what its bytes are, what it says, or why it says nothing.

use crate::model::lines::Lines;
use crate::model::object::{Document, Origin};
use crate::model::tree::{Node, NodeKind, Position, Tree};
use crate::report::finding::Gap;

use super::fault::{Details, Fault};
use super::json::{self, Rules};
use super::stream::{Chunk, ChunkKind, MAX_DOCUMENT};
use super::{Broken, Part, Template, template, text, yaml};

/// Reads the parts of one origin.
pub(super) struct Reader<'o> {
    origin: &'o Origin,
    number: usize,
    /// The memory of the last tree, for the next one.
    spare: Vec<Node<'static>>,
}

impl<'o> Reader<'o> {
    /// Begins to read an origin.
    pub(super) fn new(origin: &'o Origin) -> Reader<'o> {
        Reader::at(origin, 0)
    }

    /// Begins to read an origin at the document of a number.
    pub(super) fn at(origin: &'o Origin, number: usize) -> Reader<'o> {
        Reader { origin, number, spare: Vec::new() }
    }

    /// Reads a document that could be read before, as JSON if it was, and shows it.
    pub(super) fn again(
        &mut self,
        chunk: Chunk,
        text: &str,
        json: Option<Rules>,
        see: &mut dyn FnMut(Part<'_>),
    ) {
        let tree = match json {
            Some(rules) => json::parse(text, chunk.at, rules, Vec::new()),
            None => self.parse(chunk, text).map(|parsed| parsed.tree),
        };
        match tree {
            Ok(tree) => self.tree(chunk, text, tree, json.is_some(), see),
            Err(fault) => self.broken(chunk, text, fault, see),
        }
    }

    /// Reads a page of a list as an API server wrote it, however large.
    pub(super) fn page(&mut self, text: &str, see: &mut dyn FnMut(Part<'_>)) -> Result<(), String> {
        let chunk = Chunk { kind: ChunkKind::Document, at: Position { line: 1, column: 1 }, byte: 0 };
        match json::parse(text, chunk.at, Rules::Json, Vec::new()) {
            Ok(tree) => self.tree(chunk, text, tree, true, see),
            Err(fault) => return Err(fault.details().message),
        }
        Ok(())
    }

    /// Reads one part of a stream of YAML and shows what it is.
    pub(super) fn chunk(&mut self, chunk: Chunk, bytes: &[u8], see: &mut dyn FnMut(Part<'_>)) {
        match chunk.kind {
            ChunkKind::Document => self.document(chunk, bytes, see),
            ChunkKind::Separator => self.separator(chunk, bytes, see),
            ChunkKind::TooLarge => self.too_large(chunk, see),
        }
    }

    /// Reads one value of a stream of JSON and shows it; false if it is none.
    pub(super) fn value(&mut self, chunk: Chunk, bytes: &[u8], see: &mut dyn FnMut(Part<'_>)) -> bool {
        if chunk.kind == ChunkKind::TooLarge {
            self.too_large(chunk, see);
            return true;
        }
        let nodes = std::mem::take(&mut self.spare);
        let tree = text::utf8(bytes, chunk.at)
            .and_then(|text| Ok((text, json::parse(text, chunk.at, Rules::Json, nodes)?)));
        let Ok((text, tree)) = tree else { return false };
        self.tree(chunk, text, tree, true, see);
        true
    }

    /// Says that a stream of JSON goes on with something else, where kubectl stops.
    pub(super) fn no_value(&mut self, at: Position, see: &mut dyn FnMut(Part<'_>)) {
        let fault = Fault::new(at, "kubectl stops here: it has read JSON values so far, and this is none")
            .help("put a line `---` between all documents, or between none");
        self.broken(Chunk { kind: ChunkKind::Document, at, byte: 0 }, "", fault, see);
    }

    fn document(&mut self, chunk: Chunk, bytes: &[u8], see: &mut dyn FnMut(Part<'_>)) {
        // go-yaml passes over the byte order mark of each document: files that were put together have several.
        let mark = if bytes.starts_with("\u{FEFF}".as_bytes()) { "\u{FEFF}".len() } else { 0 };
        let (chunk, bytes) = (Chunk { byte: chunk.byte + mark as u64, ..chunk }, &bytes[mark..]);
        let text = match text::utf8(bytes, chunk.at) {
            Ok(text) => text,
            Err(fault) => return self.broken(chunk, &String::from_utf8_lossy(bytes), fault, see),
        };
        match self.parse(chunk, text) {
            Ok(parsed) if template::is_rendered(text, &parsed.tree) => self.parsed(chunk, text, parsed, see),
            Err(fault) if !template::is_template(text) => self.broken(chunk, text, fault, see),
            _ => {
                let number = self.next_number();
                see(Part::Template(&Template { origin: self.origin, number, first_line: chunk.at.line }));
            }
        }
    }

    /// Shows what was parsed, and what go-yaml drops behind it.
    fn parsed<'a>(
        &mut self,
        chunk: Chunk,
        text: &'a str,
        parsed: yaml::Parsed<'a>,
        see: &mut dyn FnMut(Part<'_>),
    ) {
        let Some(at) = parsed.dropped else { return self.tree(chunk, text, parsed.tree, false, see) };
        let fault = if matches!(parsed.tree.nodes.first(), Some(Node { kind: NodeKind::Scalar(_), .. })) {
            Fault::new(at, "this belongs to nothing: the text before it is a document of its own")
        } else {
            self.tree(chunk, text, parsed.tree, false, see);
            Fault::new(
                at,
                "kubectl drops what begins here without a word: the document before it is complete",
            )
            .help("put a line `---` between two documents")
        };
        self.broken(chunk, text, fault, see);
    }

    /// Parses a text as JSON if it looks like it and kubectl reads it so too, else as YAML.
    fn parse<'a>(&mut self, chunk: Chunk, text: &'a str) -> Result<yaml::Parsed<'a>, Fault> {
        text::check_characters(text, chunk.at)?;
        let nodes = std::mem::take(&mut self.spare);
        if !text.trim_start_matches([' ', '\n', '\r']).starts_with('{') {
            return yaml::parse(text, chunk.at, nodes);
        }
        if let Ok(tree) = json::parse(text, chunk.at, Rules::Yaml, nodes) {
            return Ok(yaml::Parsed { tree, dropped: None });
        }
        yaml::parse(text, chunk.at, Vec::new()).map_err(|fault| {
            let is_json = text.trim_start()[1..].trim_start().starts_with(['"', '}']);
            let json = is_json.then(|| json::parse(text, chunk.at, Rules::Json, Vec::new()).err());
            json.flatten().unwrap_or(fault)
        })
    }

    fn tree<'a>(
        &mut self,
        chunk: Chunk,
        text: &'a str,
        tree: Tree<'a>,
        is_json: bool,
        see: &mut dyn FnMut(Part<'_>),
    ) {
        let mut nodes = tree.nodes;
        if !nodes.is_empty() {
            let document = Document {
                origin: self.origin,
                number: self.next_number(),
                text,
                first_line: chunk.at.line,
                first_column: chunk.at.column,
                first_byte: chunk.byte,
                template: template::source(text),
                is_json,
                tree: Tree { nodes, has_merge: tree.has_merge },
            };
            see(Part::Document(&document));
            nodes = document.tree.nodes;
        }
        self.spare = recycle(nodes);
    }

    fn separator(&mut self, chunk: Chunk, bytes: &[u8], see: &mut dyn FnMut(Part<'_>)) {
        let text = String::from_utf8_lossy(bytes);
        let at = Position { column: chunk.at.column + 3, ..chunk.at };
        let fault =
            Fault::new(at, "something follows `---` on its line, where kubectl allows only a comment")
                .help("begin the document on a line of its own");
        self.broken(chunk, &text, fault, see);
    }

    fn too_large(&mut self, chunk: Chunk, see: &mut dyn FnMut(Part<'_>)) {
        let number = self.next_number();
        let (name, line, bound) = (&self.origin.name, chunk.at.line, MAX_DOCUMENT >> 20);
        see(Part::Gap(Gap {
            what: format!("{name}: document {number}, which begins on line {line}"),
            why: format!("it is larger than {bound} MiB, the most that is read as one document"),
            needed_for: Vec::new(),
            ..Gap::default()
        }));
    }

    fn broken(&mut self, chunk: Chunk, text: &str, fault: Fault, see: &mut dyn FnMut(Part<'_>)) {
        let Details { span, message, help } = fault.details();
        see(Part::Broken(&Broken {
            origin: self.origin,
            number: self.next_number(),
            text,
            first_line: chunk.at.line,
            span,
            message,
            help,
            template: template::source(text),
        }));
    }

    fn next_number(&mut self) -> usize {
        self.number += 1;
        self.number - 1
    }
}

/// Empties a vector of nodes, so that its memory can hold the nodes of another text.
fn recycle<'b>(mut nodes: Vec<Node<'_>>) -> Vec<Node<'b>> {
    nodes.clear();
    // Collecting into the same layout keeps the allocation.
    nodes.into_iter().map(|_| Node::default()).collect()
}

/// Returns the byte of the origin at a position of a document whose lines are known. In UTF-16 it is that of the text as
/// UTF-8.
pub fn byte_offset(document: &Document<'_>, lines: &Lines<'_>, position: Position) -> u64 {
    let line = position.line.saturating_sub(document.first_line) as usize;
    let before = if line == 0 { document.first_column } else { 1 };
    let character = position.column.saturating_sub(before) as usize;
    document.first_byte + lines.byte(line, character) as u64
}
