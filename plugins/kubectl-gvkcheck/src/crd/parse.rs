//! Reads a schema out of a CRD.
//!
//! What is broken is left out here and told by `invalid-crd`: an object is only judged by what can be understood.

use std::collections::BTreeSet;

use kubecheck_core::model::tree::{Form, Value};

use super::cel::Rule;
use super::json::{Json, Scalar, scalar};
use super::pattern::Pattern;
use super::schema::{Additional, Bounds, ListType, More, Name, Schema, Type};

/// Schemas nested deeper than this are not read further; none in use nests half as deep, and the stack is finite.
const DEEPEST: usize = 100;

/// The most nodes of one schema. An alias that is used again and again makes a small text an endless schema.
const MOST: usize = 200_000;

/// Reads schemas; names that come again are kept once.
#[derive(Default)]
pub(super) struct Parser {
    names: BTreeSet<Name>,
    read: usize,
}

impl Parser {
    /// Reads a schema; none if it is no map, or too large to be one.
    pub(super) fn parse(&mut self, value: Value<'_>) -> Option<Schema> {
        let schema = self.schema(value, DEEPEST)?;
        (self.read <= MOST).then_some(schema)
    }

    fn name(&mut self, text: &str) -> Name {
        match self.names.get(text) {
            Some(name) => Name::clone(name),
            None => {
                let name = Name::from(text);
                self.names.insert(Name::clone(&name));
                name
            }
        }
    }

    fn schema(&mut self, value: Value<'_>, depth: usize) -> Option<Schema> {
        self.read += 1;
        if depth == 0 || self.read > MOST || !value.is_mapping() {
            return None;
        }
        let mut schema = Schema::default();
        let mut more = More::default();
        let mut excluded = (false, false);
        for entry in value.entries() {
            let (name, value) = (entry.key.name(), entry.value);
            match name {
                "type" => schema.kind = kind(value),
                "nullable" => schema.nullable = is_true(value),
                "x-kubernetes-preserve-unknown-fields" => schema.preserve = is_true(value),
                "x-kubernetes-embedded-resource" => schema.embedded = is_true(value),
                "x-kubernetes-list-type" => schema.list = list_type(value),
                "properties" => schema.properties = self.properties(value, depth),
                "additionalProperties" => schema.additional = self.additional(value, depth),
                "items" => schema.items = self.schema(value, depth - 1).map(Box::new),
                "required" => schema.required = self.texts(value).into(),
                "exclusiveMinimum" => excluded.0 = is_true(value),
                "exclusiveMaximum" => excluded.1 = is_true(value),
                _ => self.rare(name, value, &mut more, depth),
            }
        }
        if value.get("x-kubernetes-int-or-string").is_some_and(is_true) {
            schema.kind = Type::IntOrString;
        }
        if let Some((_, exclusive)) = &mut more.minimum {
            *exclusive = excluded.0;
        }
        if let Some((_, exclusive)) = &mut more.maximum {
            *exclusive = excluded.1;
        }
        let further = match &schema.additional {
            Additional::Of(schema) => Some(&**schema),
            _ => None,
        };
        let inner =
            schema.properties.iter().map(|(_, schema)| schema).chain(schema.items.as_deref()).chain(further);
        schema.rules_within = !more.rules.is_empty() || inner.into_iter().any(|schema| schema.rules_within);
        schema.more = (!is_empty(&more)).then(|| Box::new(more));
        Some(schema)
    }

    fn rare(&mut self, name: &str, value: Value<'_>, more: &mut More, depth: usize) {
        match name {
            "default" if !value.is_null() => more.default = Some(Json::read(value, depth)),
            "enum" => more.allowed = value.items().map(|item| Json::read(item, depth)).collect(),
            "format" => more.format = value.as_str().map(|text| self.name(&text.replace('-', ""))),
            "pattern" => more.pattern = value.as_str().filter(|text| !text.is_empty()).map(Pattern::new),
            "minimum" => more.minimum = number(value).map(|number| (number, false)),
            "maximum" => more.maximum = number(value).map(|number| (number, false)),
            "multipleOf" => more.multiple_of = number(value),
            "minLength" => more.length.least = integer(value),
            "maxLength" => more.length.most = integer(value),
            "minItems" => more.items.least = integer(value),
            "maxItems" => more.items.most = integer(value),
            "minProperties" => more.fields.least = integer(value),
            "maxProperties" => more.fields.most = integer(value),
            "allOf" => more.all_of = self.schemas(value, depth),
            "anyOf" => more.any_of = self.schemas(value, depth),
            "oneOf" => more.one_of = self.schemas(value, depth),
            "not" => more.not = self.schema(value, depth - 1),
            "x-kubernetes-list-map-keys" => more.keys = self.texts(value),
            "x-kubernetes-validations" => more.rules = value.items().filter_map(Rule::read).collect(),
            _ => {}
        }
    }

    fn properties(&mut self, value: Value<'_>, depth: usize) -> Box<[(Name, Schema)]> {
        let mut properties = Vec::new();
        for entry in value.entries() {
            if let Some(schema) = self.schema(entry.value, depth - 1) {
                properties.push((self.name(entry.key.name()), schema));
            }
        }
        // Of a key that comes twice, the last one holds.
        properties.reverse();
        properties.sort_by(|(a, _), (b, _)| a.cmp(b));
        properties.dedup_by(|(a, _), (b, _)| a == b);
        properties.into()
    }

    fn additional(&mut self, value: Value<'_>, depth: usize) -> Additional {
        match value.form() {
            Form::Bool(true) => Additional::Any,
            Form::Bool(false) => Additional::None,
            _ => self
                .schema(value, depth - 1)
                .map_or(Additional::Unsaid, |schema| Additional::Of(Box::new(schema))),
        }
    }

    fn schemas(&mut self, value: Value<'_>, depth: usize) -> Vec<Schema> {
        value.items().filter_map(|item| self.schema(item, depth - 1)).collect()
    }

    fn texts(&mut self, value: Value<'_>) -> Vec<Name> {
        value.items().filter_map(|item| item.as_str()).map(|text| self.name(text)).collect()
    }
}

fn kind(value: Value<'_>) -> Type {
    match value.as_str() {
        Some("object") => Type::Object,
        Some("array") => Type::Array,
        Some("string") => Type::String,
        Some("integer") => Type::Integer,
        Some("number") => Type::Number,
        Some("boolean") => Type::Boolean,
        _ => Type::Any,
    }
}

fn list_type(value: Value<'_>) -> ListType {
    match value.as_str() {
        Some("set") => ListType::Set,
        Some("map") => ListType::Map,
        _ => ListType::Atomic,
    }
}

pub(super) fn is_true(value: Value<'_>) -> bool {
    matches!(value.form(), Form::Bool(true))
}

fn number(value: Value<'_>) -> Option<f64> {
    match scalar(value.form())? {
        Scalar::Int(value) => Some(value as f64),
        Scalar::Float(value) => Some(value),
        _ => None,
    }
}

fn integer(value: Value<'_>) -> Option<i64> {
    match scalar(value.form())? {
        Scalar::Int(value) => Some(value),
        _ => None,
    }
}

/// Tells whether a schema has nothing rare.
fn is_empty(more: &More) -> bool {
    let unbounded = |bounds: Bounds| bounds.least.is_none() && bounds.most.is_none();
    more.default.is_none()
        && more.allowed.is_empty()
        && more.format.is_none()
        && more.pattern.is_none()
        && more.minimum.is_none()
        && more.maximum.is_none()
        && more.multiple_of.is_none()
        && unbounded(more.length)
        && unbounded(more.items)
        && unbounded(more.fields)
        && more.all_of.is_empty()
        && more.any_of.is_empty()
        && more.one_of.is_empty()
        && more.not.is_none()
        && more.keys.is_empty()
        && more.rules.is_empty()
}
