//! Keeps the nodes of the document while it is read: scalars resolved, keys as JSON has them, anchors by name.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::model::tree::{Node, NodeId, NodeKind, Position, Scalar, Span, Style, Tree};

use super::properties::{Properties, Tag};
use super::scalar::{classify, in_json, key_name, resolve};
use super::{MAX_NODES, alias};
use crate::source::fault::Fault;

/// A scalar as it stands in the text.
pub(super) struct Token<'a> {
    /// Its text, unescaped.
    pub text: Cow<'a, str>,
    /// How it is written.
    pub style: Style,
    /// Where it stands.
    pub span: Span,
}

/// The nodes read so far.
pub(super) struct Nodes<'a> {
    nodes: Vec<Node<'a>>,
    anchors: HashMap<&'a str, u32>,
    has_alias: bool,
    has_merge: bool,
    /// Where the last scalar or flow collection ended.
    last: Position,
}

impl<'a> Nodes<'a> {
    /// Begins with the memory of other nodes, or with what a text of some length is likely to want.
    pub(super) fn new(mut nodes: Vec<Node<'a>>, length: usize) -> Nodes<'a> {
        nodes.reserve((length / 16).min(4096));
        Nodes {
            nodes,
            anchors: HashMap::new(),
            has_alias: false,
            has_merge: false,
            last: Position::default(),
        }
    }

    /// Returns the number the next node will have.
    pub(super) fn next(&self) -> u32 {
        self.nodes.len() as u32
    }

    /// Returns where a node stands.
    pub(super) fn span(&self, id: u32) -> Span {
        self.nodes[id as usize].span
    }

    /// Returns the finished tree, if its aliases are bearable.
    pub(super) fn finish(self) -> Result<Tree<'a>, Fault> {
        if self.has_alias {
            alias::check(&self.nodes)?;
        }
        Ok(Tree { nodes: self.nodes, has_merge: self.has_merge })
    }

    /// Adds a scalar that is a value.
    pub(super) fn value(&mut self, token: Token<'a>, properties: Properties<'a>) -> Result<(), Fault> {
        let (kind, text) = resolve(token.text, token.style, properties.tag, token.span)?;
        if let Scalar::Float(number) = kind
            && !number.is_finite()
        {
            let message = format!("{text} cannot be told in JSON, and so not to the API server");
            return Err(Fault::over(token.span, message).help("put it in quotes if it is meant as text"));
        }
        if self.nodes.len() >= MAX_NODES {
            return Err(Fault::too_many(token.span.start));
        }
        let (style, _) = merge_style(&text, token.style, properties);
        self.push(NodeKind::Scalar(in_json(kind)), style, text, token.span, properties);
        Ok(())
    }

    /// Adds a null where nothing is written.
    pub(super) fn null(&mut self, at: Position, properties: Properties<'a>) -> Result<(), Fault> {
        let span = Span { start: at, end: at };
        self.value(Token { text: Cow::Borrowed(""), style: Style::Plain, span }, properties)
    }

    /// Adds a scalar that is a key, and tells whether it is a merge key.
    pub(super) fn key(&mut self, token: Token<'a>, properties: Properties<'a>) -> Result<bool, Fault> {
        let (style, merge) = merge_style(&token.text, token.style, properties);
        let (kind, text) = resolve(token.text, token.style, properties.tag, token.span)?;
        let text = key_name(kind, text, token.span)?;
        self.has_merge |= merge;
        self.push(NodeKind::Scalar(in_json(kind)), style, text, token.span, properties);
        Ok(merge)
    }

    /// Makes a key of a node that was added as a value.
    pub(super) fn make_key(&mut self, id: u32) -> Result<bool, Fault> {
        let node = &mut self.nodes[id as usize];
        let NodeKind::Scalar(kind) = node.kind else {
            return if let NodeKind::Alias(target) = node.kind {
                self.alias_key(id, target.0).map(|()| false)
            } else {
                Err(Fault::collection_key(node.span))
            };
        };
        let merge = node.style == Style::Plain && node.text == "<<";
        node.text = key_name(as_written(kind, &node.text), std::mem::take(&mut node.text), node.span)?;
        self.has_merge |= merge;
        Ok(merge)
    }

    fn alias_key(&mut self, id: u32, target: u32) -> Result<(), Fault> {
        let span = self.span(id);
        let node = &self.nodes[target as usize];
        let NodeKind::Scalar(kind) = node.kind else { return Err(Fault::collection_key(span)) };
        // A text is not copied: many aliases of a long one would fill the memory.
        if kind != Scalar::String {
            let name = key_name(as_written(kind, &node.text), node.text.clone(), span)?;
            self.nodes[id as usize].text = name;
        }
        Ok(())
    }

    /// Adds an alias.
    pub(super) fn alias(&mut self, name: &str, span: Span) -> Result<(), Fault> {
        let Some(target) = self.anchors.get(name) else {
            return Err(Fault::over(
                span,
                format!("the alias *{name} names an anchor that does not come before it"),
            )
            .help(format!(
                "write &{name} before the value it stands for, or put it in quotes if it is text"
            )));
        };
        let kind = NodeKind::Alias(NodeId(*target));
        self.has_alias = true;
        self.push(kind, Style::Plain, Cow::Borrowed(""), span, Properties::default());
        Ok(())
    }

    /// Adds a collection, whose end is not known yet.
    pub(super) fn open(&mut self, kind: NodeKind, at: Position, properties: Properties<'a>) -> u32 {
        let id = self.next();
        self.push(kind, Style::Plain, Cow::Borrowed(""), Span { start: at, end: at }, properties);
        id
    }

    /// Ends a block collection: with its last node.
    pub(super) fn close(&mut self, id: u32) {
        let end = self.next();
        let node = &mut self.nodes[id as usize];
        node.end = end;
        node.span.end = self.last;
    }

    /// Ends a flow collection.
    pub(super) fn close_at(&mut self, id: u32, at: Position) {
        self.last = at;
        self.close(id);
    }

    /// Checks that the value of a merge key is a map, or a list of maps.
    pub(super) fn check_merge(&self, id: u32) -> Result<(), Fault> {
        let node = &self.nodes[id as usize];
        let mut item = id + 1;
        let mut all = self.is_mergeable(id) || node.kind == NodeKind::Sequence;
        while node.kind == NodeKind::Sequence && item < node.end {
            all &= self.is_mergeable(item);
            item = self.nodes[item as usize].end;
        }
        if all {
            return Ok(());
        }
        Err(Fault::over(node.span, "only a map, or a list of maps, can be merged")
            .help("`<<` takes an alias of a map; put it in quotes if it is meant as a key"))
    }

    fn is_mergeable(&self, id: u32) -> bool {
        match self.nodes[id as usize].kind {
            NodeKind::Mapping => true,
            NodeKind::Alias(target) => self.nodes[target.0 as usize].kind == NodeKind::Mapping,
            _ => false,
        }
    }

    fn push(
        &mut self,
        kind: NodeKind,
        style: Style,
        text: Cow<'a, str>,
        span: Span,
        properties: Properties<'a>,
    ) {
        let id = self.next();
        if let Some(anchor) = properties.anchor {
            self.anchors.insert(anchor, id);
        }
        self.last = span.end;
        self.nodes.push(Node { kind, style, text, span, end: id + 1 });
    }
}

/// Returns what a scalar was before it became JSON: a float has another name as a key than an integer.
fn as_written(scalar: Scalar, text: &str) -> Scalar {
    match (scalar, classify(text)) {
        (Scalar::Int(_) | Scalar::UInt(_), float @ Scalar::Float(_)) => float,
        _ => scalar,
    }
}

/// Tells whether a scalar is a merge key if it is a key, as go-yaml's `isMerge` does, and says so by its style: whoever
/// walks the tree knows one by that.
fn merge_style(text: &str, style: Style, properties: Properties<'_>) -> (Style, bool) {
    if text != "<<" {
        return (style, false);
    }
    let merge = match properties.tag {
        None => style == Style::Plain,
        Some(tag) => matches!(tag, Tag::Merge | Tag::NonSpecific),
    };
    match style {
        _ if merge => (Style::Plain, true),
        Style::Plain => (Style::SingleQuoted, false),
        style => (style, false),
    }
}
