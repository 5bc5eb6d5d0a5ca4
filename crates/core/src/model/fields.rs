//! Sets of fields, as `metadata.managedFields` has them (`FieldsV1`).
//!
//! What they mean is laid down by `sigs.k8s.io/structured-merge-diff/v6/fieldpath`: `element.go` orders and prints the steps of a path,
//! `serialize.go` and `serialize-pe.go` are the form in JSON, `set.go` the algebra.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;

use serde::de::{Error, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::value::{compare, go};

/// A step of a path.
#[derive(Clone, Debug)]
pub enum Element {
    /// Into the field of this name (`f:`).
    Field(String),
    /// To the item of a list whose fields have these values (`k:`), sorted by name.
    Key(Vec<(String, Value)>),
    /// To the item of a set that is this value (`v:`).
    Value(Value),
    /// To the item at this place (`i:`).
    Index(i64),
}

/// The way from an object to a field in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path(
    /// The steps.
    pub Vec<Element>,
);

/// A set of fields: a tree in which members are marked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldSet {
    nodes: BTreeMap<Element, Node>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Node {
    is_member: bool,
    below: FieldSet,
}

impl Element {
    /// Makes the step into a field.
    pub fn field(name: &str) -> Element {
        Element::Field(name.to_owned())
    }

    /// Makes the step to the item whose fields have these values.
    pub fn key(mut fields: Vec<(String, Value)>) -> Element {
        fields.sort_by(|own, other| own.0.cmp(&other.0));
        Element::Key(fields)
    }

    /// Reads a step as a key of `FieldsV1` has it; none if its type is one that nobody knows yet.
    fn parse(text: &str) -> Result<Option<Element>, String> {
        let Some((kind, rest)) = text.split_once(':').filter(|(kind, _)| kind.len() == 1) else {
            return Err(format!("{text:?} is no step of a path"));
        };
        let json = |text| serde_json::from_str(text).map_err(|error| format!("{text:?} is no JSON: {error}"));
        Ok(Some(match kind {
            "f" => Element::field(rest),
            "v" => Element::Value(json(rest)?),
            "k" => match json(rest)? {
                Value::Object(fields) => Element::key(fields.into_iter().collect()),
                _ => return Err(format!("{rest:?} names no fields")),
            },
            "i" => Element::Index(rest.parse().map_err(|_| format!("{rest:?} is no number"))?),
            _ => return Ok(None),
        }))
    }

    fn rank(&self) -> u8 {
        match self {
            Element::Field(_) => 0,
            Element::Key(_) => 1,
            Element::Value(_) => 2,
            Element::Index(_) => 3,
        }
    }
}

impl Ord for Element {
    fn cmp(&self, other: &Element) -> Ordering {
        match (self, other) {
            (Element::Field(own), Element::Field(other)) => own.cmp(other),
            (Element::Key(own), Element::Key(other)) => {
                let pairs = own.iter().zip(other);
                let mut differs =
                    pairs.map(|(own, other)| own.0.cmp(&other.0).then_with(|| compare(&own.1, &other.1)));
                let first = differs.find(|order| order.is_ne());
                first.unwrap_or_else(|| own.len().cmp(&other.len()))
            }
            (Element::Value(own), Element::Value(other)) => compare(own, other),
            (Element::Index(own), Element::Index(other)) => own.cmp(other),
            _ => self.rank().cmp(&other.rank()),
        }
    }
}

impl PartialOrd for Element {
    fn partial_cmp(&self, other: &Element) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Element {
    fn eq(&self, other: &Element) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Element {}

impl fmt::Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Element::Field(name) => write!(f, ".{name}"),
            Element::Key(fields) => {
                let fields: Vec<String> =
                    fields.iter().map(|(name, value)| format!("{name}={}", go(value))).collect();
                write!(f, "[{}]", fields.join(","))
            }
            Element::Value(value) => write!(f, "[={}]", go(value)),
            Element::Index(index) => write!(f, "[{index}]"),
        }
    }
}

impl fmt::Display for Path {
    /// Prints a path as the API server does: `.spec.template.spec.containers[name="app"].image`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|element| element.fmt(f))
    }
}

impl FieldSet {
    /// Reads a set as `fieldsV1` has it.
    ///
    /// # Errors
    /// What is no set of fields.
    pub fn parse(text: &str) -> Result<FieldSet, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    /// Tells whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Returns how many fields are in it.
    pub fn len(&self) -> usize {
        self.nodes.values().map(|node| usize::from(node.is_member) + node.below.len()).sum()
    }

    /// Adds a field. The empty path is the whole object, and no field.
    pub fn insert(&mut self, path: &[Element]) {
        let Some((first, rest)) = path.split_first() else { return };
        let node = self.nodes.entry(first.clone()).or_default();
        if rest.is_empty() {
            node.is_member = true;
        } else {
            node.below.insert(rest);
        }
    }

    /// Tells whether a field is in it.
    pub fn has(&self, path: &[Element]) -> bool {
        let Some((last, above)) = path.split_last() else { return false };
        let node = self.below(above).and_then(|set| set.nodes.get(last));
        node.is_some_and(|node| node.is_member)
    }

    /// Returns what is in it below a field, with paths that begin there.
    pub fn below(&self, path: &[Element]) -> Option<&FieldSet> {
        path.iter().try_fold(self, |set, element| set.nodes.get(element).map(|node| &node.below))
    }

    /// Returns the names of the fields at the top of which something is in it.
    pub fn tops(&self) -> impl Iterator<Item = &str> {
        self.nodes.keys().filter_map(|element| match element {
            Element::Field(name) => Some(name.as_str()),
            _ => None,
        })
    }

    /// Returns what is in either.
    #[must_use]
    pub fn union(&self, other: &FieldSet) -> FieldSet {
        let mut union = self.clone();
        for (element, node) in &other.nodes {
            match union.nodes.entry(element.clone()) {
                Entry::Vacant(vacant) => drop(vacant.insert(node.clone())),
                Entry::Occupied(mut own) => {
                    let own = own.get_mut();
                    own.is_member |= node.is_member;
                    own.below = own.below.union(&node.below);
                }
            }
        }
        union
    }

    /// Returns what is in both.
    #[must_use]
    pub fn intersection(&self, other: &FieldSet) -> FieldSet {
        self.retain(|element, own| {
            let Some(other) = other.nodes.get(element) else { return Node::default() };
            Node { is_member: own.is_member && other.is_member, below: own.below.intersection(&other.below) }
        })
    }

    /// Returns what is in this one and not in the other. What is below a field of the other stays.
    #[must_use]
    pub fn difference(&self, other: &FieldSet) -> FieldSet {
        self.retain(|element, own| {
            let Some(other) = other.nodes.get(element) else { return own.clone() };
            Node { is_member: own.is_member && !other.is_member, below: own.below.difference(&other.below) }
        })
    }

    /// Returns the set without the fields of the other and all that is below them.
    #[must_use]
    pub fn without(&self, other: &FieldSet) -> FieldSet {
        self.retain(|element, own| match other.nodes.get(element) {
            Some(Node { is_member: true, .. }) => Node::default(),
            Some(other) => Node { is_member: own.is_member, below: own.below.without(&other.below) },
            None => own.clone(),
        })
    }

    fn retain(&self, keep: impl Fn(&Element, &Node) -> Node) -> FieldSet {
        let kept = self.nodes.iter().map(|(element, node)| (element.clone(), keep(element, node)));
        FieldSet { nodes: kept.filter(|(_, node)| !node.is_empty()).collect() }
    }

    /// Returns the paths of all fields in it, in the order of the set: what holds a field before the field.
    pub fn paths(&self) -> Vec<Path> {
        let (mut paths, mut path) = (Vec::new(), Vec::new());
        self.collect(&mut path, &mut paths, |_| true);
        paths
    }

    /// Returns the paths of the fields that hold none of the others.
    pub fn leaves(&self) -> Vec<Path> {
        let (mut paths, mut path) = (Vec::new(), Vec::new());
        self.collect(&mut path, &mut paths, |node| node.below.is_empty());
        paths
    }

    fn collect(&self, path: &mut Vec<Element>, paths: &mut Vec<Path>, is_wanted: fn(&Node) -> bool) {
        for (element, node) in &self.nodes {
            path.push(element.clone());
            if node.is_member && is_wanted(node) {
                paths.push(Path(path.clone()));
            }
            node.below.collect(path, paths, is_wanted);
            path.pop();
        }
    }
}

impl Node {
    fn is_empty(&self) -> bool {
        !self.is_member && self.below.is_empty()
    }
}

impl<'de> Deserialize<'de> for FieldSet {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<FieldSet, D::Error> {
        Node::deserialize(from).map(|root| root.below)
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Node, D::Error> {
        from.deserialize_any(Reader)
    }
}

/// Reads what stands behind a step. The step is a member if there is a `.`, or nothing.
struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a set of fields")
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        Ok(Node { is_member: true, below: FieldSet::default() })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut node = Node::default();
        while let Some(key) = map.next_key::<std::borrow::Cow<'_, str>>()? {
            if key == "." {
                map.next_value::<IgnoredAny>()?;
                node.is_member = true;
                continue;
            }
            match Element::parse(&key).map_err(A::Error::custom)? {
                Some(element) => drop(node.below.nodes.insert(element, map.next_value()?)),
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        node.is_member |= node.below.is_empty();
        Ok(node)
    }
}

#[cfg(test)]
mod tests;
