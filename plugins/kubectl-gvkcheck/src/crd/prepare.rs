//! Makes of an object what the API server validates.
//!
//! The steps are those of the server, in its order: unknown fields are pruned (`pkg/apiserver/schema/pruning`), nulls that
//! are neither allowed nor defaulted are removed, and defaults are set (`pkg/apiserver/schema/defaulting`; all of
//! `k8s.io/apiextensions-apiserver`).

use std::collections::BTreeSet;

use kubecheck_core::model::tree::{NodeId, Value};

use super::json::{Json, Scalar, scalar};
use super::node::{Data, Node};
use super::schema::{Additional, Schema};
use super::violation::{Problem, Violation};

/// Objects nested deeper than this are not judged; the stack is finite.
const DEEPEST: usize = 200;

/// Objects with more nodes than this are not judged. An alias that is used again and again makes a small text an endless
/// object.
const MOST: usize = 1_000_000;

/// The fields that every object has.
const META: [&str; 3] = ["apiVersion", "kind", "metadata"];

/// How fields are treated that a schema does not name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pruning {
    /// They are reported and dropped.
    On,
    /// They are kept here, and dropped again inside of what is named.
    Paused,
    /// They are kept, and so is all that they hold.
    Off,
}

/// What an object becomes.
pub(super) struct Prepared<'a> {
    pub(super) root: Node<'a>,
    pub(super) unknown: Vec<Violation>,
}

/// Prepares an object; none if it is too large. Without pruning, as kinds of v1beta1 could have it, nothing is unknown.
pub(super) fn prepare<'a>(
    root: Value<'a>,
    schema: &'a Schema,
    prune: bool,
    drop_status: bool,
) -> Option<Prepared<'a>> {
    let mut walk = Walk { prune, sets: true, read: 0, unknown: Vec::new() };
    let pruning = if prune { Pruning::On } else { Pruning::Off };
    let pruning = if prune && schema.preserve { Pruning::Paused } else { pruning };
    let mut node = walk.value(Raw::Tree(root), Some(schema), pruning, true, DEEPEST)?;
    if let (Data::Map(fields), true) = (&mut node.data, drop_status) {
        // Creating an object drops the status of a kind that has it as a subresource (`customresource/strategy.go`).
        fields.retain(|(name, _)| *name != "status");
    }
    Some(Prepared { root: node, unknown: walk.unknown })
}

/// Prepares a default for a comparison with its own schema: nothing is set in it.
pub(super) fn as_it_is<'a>(json: &'a Json, at: NodeId, schema: &'a Schema) -> Option<Prepared<'a>> {
    let mut walk = Walk { prune: false, sets: false, read: 0, unknown: Vec::new() };
    let pruning = if schema.preserve { Pruning::Paused } else { Pruning::On };
    let root = walk.value(Raw::Json(json, at), Some(schema), pruning, schema.embedded, DEEPEST)?;
    Some(Prepared { root, unknown: walk.unknown })
}

/// A value of the text, or of a default that is set in a node.
#[derive(Clone, Copy)]
enum Raw<'a> {
    Tree(Value<'a>),
    Json(&'a Json, NodeId),
}

struct Walk {
    /// Whether nulls are removed.
    prune: bool,
    /// Whether defaults are set.
    sets: bool,
    read: usize,
    unknown: Vec<Violation>,
}

impl<'a> Raw<'a> {
    fn at(self) -> NodeId {
        match self {
            Raw::Tree(value) => value.id(),
            Raw::Json(_, at) => at,
        }
    }

    fn scalar(self) -> Option<Data<'a>> {
        let scalar = match self {
            Raw::Tree(value) => scalar(value.form())?,
            Raw::Json(Json::Null, _) => Scalar::Null,
            Raw::Json(Json::Bool(value), _) => Scalar::Bool(*value),
            Raw::Json(Json::Int(value), _) => Scalar::Int(*value),
            Raw::Json(Json::Float(value), _) => Scalar::Float(*value),
            Raw::Json(Json::Text(text), _) => Scalar::Text(text),
            Raw::Json(..) => return None,
        };
        Some(match scalar {
            Scalar::Null => Data::Null,
            Scalar::Bool(value) => Data::Bool(value),
            Scalar::Int(value) => Data::Int(value),
            Scalar::Float(value) => Data::Float(value),
            Scalar::Text(text) => Data::Text(text),
        })
    }

    fn is_null(self) -> bool {
        match self {
            Raw::Tree(value) => value.is_null(),
            Raw::Json(json, _) => *json == Json::Null,
        }
    }

    /// Returns the items of a list; none of anything else.
    fn items(self) -> Option<Vec<Raw<'a>>> {
        match self {
            Raw::Tree(value) if value.is_sequence() => Some(value.items().map(Raw::Tree).collect()),
            Raw::Json(Json::List(items), at) => Some(items.iter().map(|item| Raw::Json(item, at)).collect()),
            _ => None,
        }
    }

    /// Returns the fields of a map, each with the node of its key.
    fn fields(self) -> Vec<(&'a str, NodeId, Raw<'a>)> {
        match self {
            Raw::Tree(value) => value
                .entries()
                .map(|entry| (entry.key.name(), entry.key.id(), Raw::Tree(entry.value)))
                .collect(),
            Raw::Json(Json::Map(fields), at) => {
                fields.iter().map(|(name, json)| (&**name, at, Raw::Json(json, at))).collect()
            }
            Raw::Json(..) => Vec::new(),
        }
    }
}

/// Leaves out the fields that come again: the last one holds.
fn last_of_each<'a>(mut fields: Vec<(&'a str, NodeId, Raw<'a>)>) -> Vec<(&'a str, NodeId, Raw<'a>)> {
    let mut seen = BTreeSet::new();
    let mut last: Vec<bool> = fields.iter().rev().map(|(name, ..)| seen.insert(*name)).collect();
    fields.retain(|_| last.pop().unwrap_or(true));
    fields
}

impl Walk {
    fn value<'a>(
        &mut self,
        raw: Raw<'a>,
        schema: Option<&'a Schema>,
        pruning: Pruning,
        is_object: bool,
        depth: usize,
    ) -> Option<Node<'a>> {
        self.read += 1;
        if depth == 0 || self.read > MOST {
            return None;
        }
        let at = raw.at();
        if let Some(data) = raw.scalar() {
            return Some(Node { at, data });
        }
        if let Some(items) = raw.items() {
            let list = items
                .into_iter()
                .map(|item| self.item(item, schema, pruning, depth))
                .collect::<Option<_>>()?;
            return Some(Node { at, data: Data::List(list) });
        }
        self.map(raw, schema, pruning, is_object, depth)
    }

    fn item<'a>(
        &mut self,
        item: Raw<'a>,
        list: Option<&'a Schema>,
        pruning: Pruning,
        depth: usize,
    ) -> Option<Node<'a>> {
        let schema = list.and_then(|list| list.items.as_deref());
        let item = match schema.and_then(Schema::preset) {
            Some(default) if self.sets && item.is_null() && schema.is_some_and(|schema| !schema.nullable) => {
                Raw::Json(default, item.at())
            }
            _ => item,
        };
        let pruning = match (pruning, schema) {
            (Pruning::Paused, None) => Pruning::Off,
            (Pruning::On, Some(schema)) if schema.preserve => Pruning::Paused,
            (pruning, _) => pruning,
        };
        let embedded = schema.is_some_and(|schema| schema.embedded);
        self.value(item, schema, pruning, embedded, depth - 1)
    }

    fn map<'a>(
        &mut self,
        raw: Raw<'a>,
        schema: Option<&'a Schema>,
        pruning: Pruning,
        is_object: bool,
        depth: usize,
    ) -> Option<Node<'a>> {
        let at = raw.at();
        let entries = last_of_each(raw.fields());
        let mut fields: Vec<(&'a str, Node<'a>)> = Vec::with_capacity(entries.len());
        let known = schema.filter(|_| pruning == Pruning::On);
        for (name, key, value) in entries {
            let inner = schema.and_then(|schema| schema.field(name));
            let within = if is_object && META.contains(&name) {
                Pruning::Off
            } else {
                match self.pruning_of(schema, name, inner, pruning) {
                    Some(within) => within,
                    None => {
                        let fields = known.map_or(Vec::new(), |schema| {
                            schema.properties.iter().map(|(name, _)| name.clone()).collect()
                        });
                        let problem = Problem::UnknownField { within: at, value: value.at(), fields };
                        self.unknown.push(Violation { at: key, problem });
                        continue;
                    }
                }
            };
            let (value, absent) = self.null(value, inner);
            if absent {
                continue;
            }
            let embedded = inner.is_some_and(|schema| schema.embedded);
            fields.push((name, self.value(value, inner, within, embedded, depth - 1)?));
        }
        for (name, property) in schema.map_or(&[][..], |schema| &schema.properties) {
            if let (Some(default), true) = (property.preset(), self.sets)
                && !fields.iter().any(|(own, _)| **own == **name)
            {
                // What a default holds was pruned when the CRD was made.
                let node = self.value(
                    Raw::Json(default, at),
                    Some(property),
                    Pruning::Off,
                    property.embedded,
                    depth - 1,
                )?;
                fields.push((name, node));
            }
        }
        Some(Node { at, data: Data::Map(fields) })
    }

    /// Tells how the fields inside of a field are treated; none if the field itself is unknown.
    fn pruning_of(
        &self,
        schema: Option<&Schema>,
        name: &str,
        inner: Option<&Schema>,
        pruning: Pruning,
    ) -> Option<Pruning> {
        let named = inner.is_some()
            || schema.is_some_and(|schema| {
                schema.property(name).is_some()
                    || matches!(schema.additional, Additional::Any | Additional::None)
            });
        match pruning {
            Pruning::Off => Some(Pruning::Off),
            Pruning::Paused if !named => Some(Pruning::Off),
            Pruning::On if !named => None,
            _ if inner.is_some_and(|inner| inner.preserve) => Some(Pruning::Paused),
            _ => Some(Pruning::On),
        }
    }

    /// Replaces a null by the default, and tells whether it is removed.
    fn null<'a>(&self, value: Raw<'a>, schema: Option<&'a Schema>) -> (Raw<'a>, bool) {
        let Some(schema) = schema.filter(|schema| value.is_null() && !schema.nullable) else {
            return (value, false);
        };
        match schema.preset().filter(|_| self.sets) {
            Some(default) => (Raw::Json(default, value.at()), false),
            None => (value, self.prune),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    /// A CRD whose objects have the fields of a schema, and an object of it.
    fn places(properties: &str, spec: &str) -> Vec<String> {
        let crd = format!(
            "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {{name: lamps.a.example}}\n\
             spec: {{group: a.example, scope: Namespaced, names: {{plural: lamps, kind: Lamp}}, versions: [{{name: v1, served: true, \
             storage: true, schema: {{openAPIV3Schema: {{type: object, properties: {{spec: {{type: object, \
             properties: {properties}}}}}}}}}}}]}}\n---\napiVersion: a.example/v1\nkind: Lamp\nmetadata: {{name: a}}\n"
        );
        testing::places(&format!("{crd}spec: {spec}\n"), 36)
    }

    #[test]
    fn a_null_that_is_not_allowed_is_absent_but_in_a_list() {
        assert!(places("{a: {type: string}}", "{a: null}").is_empty());
        assert_eq!(places("{a: {type: array, items: {type: string}}}", "{a: [null]}"), ["wrong-type 9:12"]);
    }

    #[test]
    fn what_is_kept_is_pruned_again_inside_of_what_is_named() {
        let kept = "{a: {type: object, x-kubernetes-preserve-unknown-fields: true, properties: {b: {type: object}}}}";
        assert!(places(kept, "{a: {c: {d: 1}}}").is_empty());
        assert_eq!(places(kept, "{a: {b: {d: 1}}}"), ["unknown-field 9:16"]);
    }

    #[test]
    fn a_default_makes_up_for_what_is_required_and_is_placed_where_it_is_set() {
        let item = "{type: object, required: [b], properties: {b: {type: integer, default: 1}}}";
        let list = format!(
            "{{l: {{type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [b], items: {item}}}}}"
        );
        assert!(places(&list, "{l: [{}, {b: 2}]}").is_empty());
        assert_eq!(places(&list, "{l: [{}, {b: 1}]}"), ["duplicate-list-key 9:16"]);
    }
}
