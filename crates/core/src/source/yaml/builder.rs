//! Builds the tree of a document from the parser's events.

use std::borrow::Cow;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError};

use super::fault::Fault;
use super::scalar::resolve;
use crate::model::tree::{Node, NodeId, NodeKind, Position, Scalar, Span, Style, Tree};

/// Reads the first document of a text that begins on a line. A tree without nodes has no content.
pub(in crate::source) fn parse<'a>(
    text: &'a str,
    line: u32,
    nodes: Vec<Node<'a>>,
) -> Result<Tree<'a>, Fault> {
    let mut builder = Builder { nodes, line, open: Vec::new(), anchors: Vec::new(), has_merge: false };
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| builder.scan_error(&error))?;
        match event {
            Event::DocumentEnd | Event::StreamEnd => break,
            event => builder.event(event, span)?,
        }
    }
    let mut nodes = builder.nodes;
    if matches!(nodes.first(), Some(Node { kind: NodeKind::Scalar(Scalar::Null), .. })) {
        nodes.clear();
    }
    Ok(Tree { nodes, has_merge: builder.has_merge })
}

struct Builder<'a> {
    nodes: Vec<Node<'a>>,
    line: u32,
    open: Vec<u32>,
    anchors: Vec<u32>,
    has_merge: bool,
}

impl<'a> Builder<'a> {
    fn event(&mut self, event: Event<'a>, span: saphyr_parser::Span) -> Result<(), Fault> {
        let span = Span { start: self.position(span.start), end: self.position(span.end) };
        match event {
            Event::Scalar(text, style, anchor, _tag) => {
                let style = match style {
                    ScalarStyle::Plain => Style::Plain,
                    ScalarStyle::SingleQuoted => Style::SingleQuoted,
                    ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
                    ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
                };
                let scalar = if style == Style::Plain { resolve(&text) } else { Scalar::String };
                self.has_merge |= style == Style::Plain && text == "<<";
                self.push(NodeKind::Scalar(scalar), style, text, span, anchor);
            }
            Event::Alias(id) => {
                let target = self.anchors.get(id - 1).copied().unwrap_or(0);
                self.push(NodeKind::Alias(NodeId(target)), Style::Plain, Cow::Borrowed(""), span, 0);
            }
            Event::SequenceStart(anchor, _) => self.start(NodeKind::Sequence, span, anchor),
            Event::MappingStart(anchor, _) => self.start(NodeKind::Mapping, span, anchor),
            Event::SequenceEnd | Event::MappingEnd => {
                let end = self.nodes.len() as u32;
                let last = self.nodes.last().map(|node| node.span.end);
                if let (Some(id), Some(last)) = (self.open.pop(), last) {
                    let node = &mut self.nodes[id as usize];
                    node.end = end;
                    node.span.end = last.max(node.span.end);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn start(&mut self, kind: NodeKind, span: Span, anchor: usize) {
        self.open.push(self.nodes.len() as u32);
        self.push(kind, Style::Plain, Cow::Borrowed(""), span, anchor);
    }

    fn push(&mut self, kind: NodeKind, style: Style, text: Cow<'a, str>, span: Span, anchor: usize) {
        let id = self.nodes.len() as u32;
        if anchor > 0 {
            self.anchors.resize(anchor, 0);
            self.anchors[anchor - 1] = id;
        }
        self.nodes.push(Node { kind, style, text, span, end: id + 1 });
    }

    fn position(&self, mark: Marker) -> Position {
        let line = mark.line() as u32 + self.line - 1;
        Position { line, column: mark.col() as u32 + 1 }
    }

    fn scan_error(&self, error: &ScanError) -> Fault {
        Fault::new(self.position(*error.marker()), error.info())
    }
}
