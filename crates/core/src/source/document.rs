//! Makes a document of a part of a stream: what its bytes are, what it says, or why it says nothing.

use crate::model::object::{Document, Origin};
use crate::model::tree::{Node, Position, Tree};
use crate::report::finding::Gap;

use super::stream::{Chunk, ChunkKind, MAX_DOCUMENT};
use super::yaml::{self, Fault};
use super::{Broken, Part};

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
        Reader { origin, number: 0, spare: Vec::new() }
    }

    /// Reads one part and shows what it is.
    pub(super) fn chunk(&mut self, chunk: Chunk, bytes: &[u8], see: &mut dyn FnMut(Part<'_>)) {
        match chunk.kind {
            ChunkKind::Document => self.document(chunk, bytes, see),
            ChunkKind::Separator => self.separator(chunk, bytes, see),
            ChunkKind::TooLarge => self.too_large(chunk, see),
        }
    }

    fn document(&mut self, chunk: Chunk, bytes: &[u8], see: &mut dyn FnMut(Part<'_>)) {
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let text = String::from_utf8_lossy(bytes);
                let at = Position::after(&String::from_utf8_lossy(&bytes[..error.valid_up_to()]), chunk.line);
                let fault = Fault::new(at, "the text is not UTF-8").help("save the file as UTF-8");
                return self.broken(chunk, &text, fault, see);
            }
        };
        let nodes = std::mem::take(&mut self.spare);
        match yaml::parse(text, chunk.line, nodes) {
            Ok(parsed) => {
                self.tree(chunk, text, parsed.tree, see);
                if let Some(at) = parsed.dropped {
                    self.broken(chunk, text, dropped(at), see);
                }
            }
            Err(fault) => self.broken(chunk, text, fault, see),
        }
    }

    fn tree<'a>(&mut self, chunk: Chunk, text: &'a str, tree: Tree<'a>, see: &mut dyn FnMut(Part<'_>)) {
        let mut nodes = tree.nodes;
        if !nodes.is_empty() {
            let document = Document {
                origin: self.origin,
                number: self.next_number(),
                text,
                first_line: chunk.line,
                first_column: 1,
                first_byte: chunk.byte,
                template: chart_template(text),
                tree: Tree { nodes, has_merge: tree.has_merge },
            };
            see(Part::Document(&document));
            nodes = document.tree.nodes;
        }
        self.spare = recycle(nodes);
    }

    fn separator(&mut self, chunk: Chunk, bytes: &[u8], see: &mut dyn FnMut(Part<'_>)) {
        let text = String::from_utf8_lossy(bytes);
        let at = Position { line: chunk.line, column: 4 };
        let fault =
            Fault::new(at, "something follows `---` on its line, where kubectl allows only a comment")
                .help("begin the document on a line of its own");
        self.broken(chunk, &text, fault, see);
    }

    fn too_large(&mut self, chunk: Chunk, see: &mut dyn FnMut(Part<'_>)) {
        let number = self.next_number();
        see(Part::Gap(Gap {
            what: format!(
                "{}, the document that begins on line {} (number {number})",
                self.origin.name, chunk.line
            ),
            why: format!(
                "it is larger than {} MiB, the most that is read as one document",
                MAX_DOCUMENT >> 20
            ),
            needed_for: Vec::new(),
        }));
    }

    fn broken(&mut self, chunk: Chunk, text: &str, fault: Fault, see: &mut dyn FnMut(Part<'_>)) {
        let Fault { span, message, help } = fault;
        see(Part::Broken(&Broken {
            origin: self.origin,
            number: self.next_number(),
            text,
            first_line: chunk.line,
            span,
            message,
            help,
            template: chart_template(text),
        }));
    }

    fn next_number(&mut self) -> usize {
        self.number += 1;
        self.number - 1
    }
}

fn dropped(at: Position) -> Fault {
    Fault::new(at, "kubectl drops what begins here without a word: the document before it is complete")
        .help("put a line `---` between two documents")
}

/// Empties a vector of nodes, so that its memory can hold the nodes of another text.
fn recycle<'b>(mut nodes: Vec<Node<'_>>) -> Vec<Node<'b>> {
    nodes.clear();
    // Collecting into the same layout keeps the allocation.
    nodes.into_iter().map(|_| Node::default()).collect()
}

/// Returns the chart template that a `# Source:` comment above the document names.
fn chart_template(text: &str) -> Option<&str> {
    let head = text
        .lines()
        .map(str::trim_end)
        .take_while(|line| line.is_empty() || line.starts_with('#') || line.starts_with("---"));
    head.filter_map(|line| line.strip_prefix("# Source:")).map(str::trim).find(|path| !path.is_empty())
}

/// Returns the byte of the origin at a position of a document.
pub fn byte_offset(document: &Document<'_>, position: Position) -> u64 {
    let line = position.line.saturating_sub(document.first_line) as usize;
    let mut rest = document.text;
    for _ in 0..line {
        rest = &rest[line_length(rest)..];
    }
    let before = if line == 0 { document.first_column } else { 1 };
    let columns = position.column.saturating_sub(before) as usize;
    let column = rest.char_indices().nth(columns).map_or(rest.len(), |(byte, _)| byte);
    document.first_byte + (document.text.len() - rest.len() + column) as u64
}

/// Returns the length of the first line, its end (LF, CR LF or CR) included.
fn line_length(text: &str) -> usize {
    match memchr::memchr2(b'\n', b'\r', text.as_bytes()) {
        Some(at) if text[at..].starts_with("\r\n") => at + 2,
        Some(at) => at + 1,
        None => text.len(),
    }
}
