//! A document as a flat tree: every node knows its place in the text.
//!
//! Nodes lie in document order in one vector, so that building a tree allocates once and walking it is a scan.
//! A mapping is followed by key, value, key, value …; a sequence by its items; [`Node::end`] skips a subtree.
//! Readers go through [`Value`], which sees what kubectl sees: aliases are followed and merge keys (`<<`) are merged.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// A position in a text: line and column count from 1, columns in Unicode code points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1, in Unicode code points.
    pub column: u32,
}

/// A range of a text; the end is exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The position of the first character.
    pub start: Position,
    /// The position behind the last character.
    pub end: Position,
}

impl Position {
    /// Returns the position behind a text that begins here. LF, CR LF and CR end a line.
    pub fn behind(self, text: &str) -> Position {
        let mut position = self;
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            match character {
                '\r' if characters.peek() == Some(&'\n') => {}
                '\n' | '\r' => position = Position { line: position.line + 1, column: 1 },
                _ => position.column += 1,
            }
        }
        position
    }
}

/// The number of a node in its tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// What a scalar is to kubectl, which reads YAML 1.1 scalars as go-yaml v2 does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scalar {
    /// `null`, `~` or nothing at all.
    Null,
    /// A boolean: `true`, and also `yes`, `on` and their like.
    Bool(bool),
    /// An integer of 64 bits.
    Int(i64),
    /// An integer above the signed range.
    UInt(u64),
    /// Any other number.
    Float(f64),
    /// Everything else; the text is in [`Node::text`].
    String,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NodeKind {
    /// A scalar, resolved.
    Scalar(Scalar),
    /// A sequence of items.
    Sequence,
    /// A mapping of keys to values.
    Mapping,
    /// An alias of the node it names, which always lies before it.
    Alias(NodeId),
}

impl Default for NodeKind {
    fn default() -> NodeKind {
        NodeKind::Scalar(Scalar::Null)
    }
}

/// One node of a tree.
#[derive(Clone, Debug, Default)]
pub struct Node<'a> {
    /// What the node is.
    pub kind: NodeKind,
    /// How a scalar is written; `Plain` for every other node. A key `<<` is `Plain` if, and only if, it merges.
    pub style: Style,
    /// The text of a scalar, unescaped. Of a mapping key it is the key as JSON has it (`yes` becomes `true`), also of an
    /// alias, unless that stands for a text.
    pub text: Cow<'a, str>,
    /// Where the node stands.
    pub span: Span,
    /// The number behind the last node of this node's subtree.
    pub end: u32,
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    #[default]
    Plain,
    /// In single quotes.
    SingleQuoted,
    /// In double quotes.
    DoubleQuoted,
    /// A block scalar (`|` or `>`).
    Block,
}

/// A parsed document.
#[derive(Clone, Debug, Default)]
pub struct Tree<'a> {
    /// All nodes in document order; the root is the first. Empty for an empty document.
    pub nodes: Vec<Node<'a>>,
    /// Whether some mapping has a merge key, so that others need not look.
    pub has_merge: bool,
}

impl<'a> Tree<'a> {
    /// Returns the root value, or none for an empty document.
    pub fn root(&self) -> Option<Value<'_>> {
        (!self.nodes.is_empty()).then(|| self.value(NodeId(0)))
    }

    /// Returns the node of a number.
    pub fn node(&self, id: NodeId) -> &Node<'a> {
        &self.nodes[id.0 as usize]
    }

    /// Returns the value at a node, aliases followed.
    pub fn value(&self, id: NodeId) -> Value<'_> {
        let mut target = id;
        while let NodeKind::Alias(next) = self.node(target).kind {
            target = next;
        }
        Value { tree: self, at: id, target }
    }
}

/// A value in a tree: where it stands and what it holds, which differ for an alias.
#[derive(Clone, Copy)]
pub struct Value<'t> {
    tree: &'t Tree<'t>,
    at: NodeId,
    target: NodeId,
}

/// A value by its type.
#[derive(Clone, Copy)]
pub enum Form<'t> {
    /// Null.
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer of 64 bits.
    Int(i64),
    /// An integer above the signed range.
    UInt(u64),
    /// Any other number.
    Float(f64),
    /// A string.
    String(&'t str),
    /// A sequence.
    Sequence,
    /// A mapping.
    Mapping,
}

impl Form<'_> {
    /// Names the type as people call it, with its article.
    pub fn name(&self) -> &'static str {
        match self {
            Form::Null => "null",
            Form::Bool(_) => "a boolean",
            Form::Int(_) | Form::UInt(_) => "an integer",
            Form::Float(_) => "a number",
            Form::String(_) => "a string",
            Form::Sequence => "a list",
            Form::Mapping => "a map",
        }
    }
}

impl<'t> Value<'t> {
    /// Returns the node where the value stands (the alias, if it is one).
    pub fn id(&self) -> NodeId {
        self.at
    }

    /// Returns the node that holds the value (the anchored one, if this is an alias).
    pub fn target(&self) -> NodeId {
        self.target
    }

    /// Returns the place where the value stands.
    pub fn span(&self) -> Span {
        self.tree.node(self.at).span
    }

    fn node(&self) -> &'t Node<'t> {
        self.tree.node(self.target)
    }

    /// Returns the value by its type.
    pub fn form(&self) -> Form<'t> {
        match self.node().kind {
            NodeKind::Mapping => Form::Mapping,
            NodeKind::Sequence => Form::Sequence,
            NodeKind::Scalar(Scalar::Null) => Form::Null,
            NodeKind::Scalar(Scalar::Bool(b)) => Form::Bool(b),
            NodeKind::Scalar(Scalar::Int(i)) => Form::Int(i),
            NodeKind::Scalar(Scalar::UInt(u)) => Form::UInt(u),
            NodeKind::Scalar(Scalar::Float(f)) => Form::Float(f),
            NodeKind::Scalar(Scalar::String) | NodeKind::Alias(_) => Form::String(&self.node().text),
        }
    }

    /// Returns the value as JSON has it. A number that JSON has not is null.
    pub fn json(&self) -> serde_json::Value {
        use serde_json::{Map, Number, Value as Json};
        match self.form() {
            Form::Null => Json::Null,
            Form::Bool(value) => value.into(),
            Form::Int(value) => value.into(),
            Form::UInt(value) => value.into(),
            Form::Float(value) => Number::from_f64(value).map_or(Json::Null, Json::Number),
            Form::String(text) => text.into(),
            Form::Sequence => self.items().map(|item| item.json()).collect(),
            Form::Mapping => {
                let entries = self.entries().map(|entry| (entry.key.name().to_owned(), entry.value.json()));
                Json::Object(entries.collect::<Map<_, _>>())
            }
        }
    }

    /// Returns the text of a scalar as it is written, quotes and escapes undone, whatever its type.
    pub fn text(&self) -> &'t str {
        &self.node().text
    }

    /// Returns how a scalar is written.
    pub fn style(&self) -> Style {
        self.node().style
    }

    /// Returns the string, if the value is one.
    pub fn as_str(&self) -> Option<&'t str> {
        match self.form() {
            Form::String(text) => Some(text),
            _ => None,
        }
    }

    /// Tells whether the value is null.
    pub fn is_null(&self) -> bool {
        matches!(self.node().kind, NodeKind::Scalar(Scalar::Null))
    }

    /// Tells whether the value is a mapping.
    pub fn is_mapping(&self) -> bool {
        self.node().kind == NodeKind::Mapping
    }

    /// Tells whether the value is a sequence.
    pub fn is_sequence(&self) -> bool {
        self.node().kind == NodeKind::Sequence
    }

    /// Returns the items of a sequence; of anything else, none.
    pub fn items(&self) -> Items<'t> {
        let end = if self.is_sequence() { self.node().end } else { 0 };
        Items { tree: self.tree, next: self.target.0 + 1, end }
    }

    /// Returns the entries a mapping has in the text, duplicates and merge keys as written; of anything else, none.
    pub fn own_entries(&self) -> OwnEntries<'t> {
        let end = if self.is_mapping() { self.node().end } else { 0 };
        OwnEntries { tree: self.tree, next: self.target.0 + 1, end }
    }

    /// Returns the entries of a mapping as kubectl sees them: merge keys merged. A duplicate key comes twice.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'t>> + use<'t> {
        let merged = self.has_merge_key().then(|| self.merged_entries());
        let own = merged.is_none().then(|| self.own_entries());
        own.into_iter().flatten().chain(merged.into_iter().flatten())
    }

    /// Tells whether a merge key stands in this mapping.
    fn has_merge_key(&self) -> bool {
        self.tree.has_merge && self.own_entries().any(|entry| entry.key.is_merge())
    }

    /// Returns the entries of a mapping with merge keys. go-yaml v2 assigns in the order of the text, so that a merged
    /// value wins over one that stands before the `<<`, unlike in YAML's own description of merge keys.
    fn merged_entries(&self) -> Vec<Entry<'t>> {
        let mut all = Vec::new();
        self.assign(false, &mut all);
        let (mut last, mut last_merged) = (BTreeMap::new(), BTreeMap::new());
        for (at, (entry, merged)) in all.iter().enumerate() {
            last.insert(entry.key.name(), at);
            if *merged {
                last_merged.insert(entry.key.name(), at);
            }
        }
        let holds = |(at, (entry, merged)): (usize, (Entry<'t>, bool))| {
            let name = entry.key.name();
            let lost = if merged { last[name] > at } else { last_merged.get(name) > Some(&at) };
            (!lost).then_some(entry)
        };
        all.into_iter().enumerate().filter_map(holds).collect()
    }

    /// Adds the entries in the order in which go-yaml assigns them, and whether each comes out of a merge.
    fn assign(&self, merged: bool, all: &mut Vec<(Entry<'t>, bool)>) {
        for entry in self.own_entries() {
            if !entry.key.is_merge() {
                all.push((entry, merged));
            } else if entry.value.is_sequence() {
                let sources: Vec<Value<'t>> = entry.value.items().collect();
                sources.iter().rev().for_each(|source| source.assign(true, all));
            } else {
                entry.value.assign(true, all);
            }
        }
    }

    /// Returns the value of a key, the last one if the key stands twice, as go-yaml takes it.
    pub fn get(&self, key: &str) -> Option<Value<'t>> {
        self.entry(key).map(|entry| entry.value)
    }

    /// Returns the entry of a key, the last one if the key stands twice.
    pub fn entry(&self, key: &str) -> Option<Entry<'t>> {
        let named = |entry: &Entry<'t>| entry.key.name() == key;
        // Looking up a key is what checks do most; nearly no map has a merge key.
        if self.has_merge_key() {
            self.entries().filter(named).last()
        } else {
            self.own_entries().filter(named).last()
        }
    }
}

/// A key of a mapping.
#[derive(Clone, Copy)]
pub struct Key<'t> {
    tree: &'t Tree<'t>,
    at: NodeId,
}

impl<'t> Key<'t> {
    /// Returns the node of the key.
    pub fn id(&self) -> NodeId {
        self.at
    }

    /// Returns the key as JSON has it.
    pub fn name(&self) -> &'t str {
        let target = self.tree.value(self.at).node();
        match target.kind {
            NodeKind::Scalar(Scalar::String) => &target.text,
            _ => &self.tree.node(self.at).text,
        }
    }

    /// Returns where the key stands.
    pub fn span(&self) -> Span {
        self.tree.node(self.at).span
    }

    /// Tells whether this is a merge key (`<<`), of which a map may have several.
    pub fn is_merge(&self) -> bool {
        let node = self.tree.node(self.at);
        node.style == Style::Plain && node.text == "<<" && !matches!(node.kind, NodeKind::Alias(_))
    }
}

/// A key and its value.
#[derive(Clone, Copy)]
pub struct Entry<'t> {
    /// The key.
    pub key: Key<'t>,
    /// The value.
    pub value: Value<'t>,
}

/// The items of a sequence.
pub struct Items<'t> {
    tree: &'t Tree<'t>,
    next: u32,
    end: u32,
}

impl<'t> Iterator for Items<'t> {
    type Item = Value<'t>;

    fn next(&mut self) -> Option<Value<'t>> {
        if self.next >= self.end {
            return None;
        }
        let id = NodeId(self.next);
        self.next = self.tree.node(id).end;
        Some(self.tree.value(id))
    }
}

/// The entries of a mapping as written.
pub struct OwnEntries<'t> {
    tree: &'t Tree<'t>,
    next: u32,
    end: u32,
}

impl<'t> Iterator for OwnEntries<'t> {
    type Item = Entry<'t>;

    fn next(&mut self) -> Option<Entry<'t>> {
        if self.next >= self.end {
            return None;
        }
        let key = NodeId(self.next);
        let value = NodeId(self.tree.node(key).end);
        self.next = self.tree.node(value).end;
        Some(Entry { key: Key { tree: self.tree, at: key }, value: self.tree.value(value) })
    }
}
