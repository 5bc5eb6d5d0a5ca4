//! Is a schema structural? (`pkg/apiserver/schema/validation.go`)

use std::collections::BTreeSet;

use kubecheck_core::model::tree::{Form, Value};

use super::super::body::RULES;
use super::super::pattern;
use super::nested::{self, Level};
use super::{Faults, defaults, given, is_true, rules, text};

/// Schemas nested deeper than this are not looked into; none in use nests half as deep, and the stack is finite.
pub(super) const DEEPEST: usize = 100;

/// The most nodes that are looked at: an alias that is used again and again makes a small text an endless schema.
const MOST: usize = 100_000;

/// What the root of a schema needs to know.
#[derive(Clone, Copy)]
pub(super) struct Root {
    /// Whether the version has the status as a subresource.
    pub(super) status: bool,
    /// The minor version of Kubernetes.
    pub(super) minor: u8,
}

/// Checks a schema.
pub(super) fn check(schema: Value<'_>, root: Root, faults: &mut Faults) {
    if !schema.is_mapping() {
        return;
    }
    let before = faults.0.len();
    let mut walk = Walk { faults, inside: false, read: 0 };
    walk.root(schema, root);
    walk.schema(schema, Level::Root, DEEPEST);
    // The server looks at defaults and rules once the schema has its form.
    if faults.0.len() == before {
        defaults::check(schema, root.minor, faults);
    }
    if faults.0.len() == before && root.minor >= RULES {
        rules::check(schema, faults);
    }
}

struct Walk<'f> {
    faults: &'f mut Faults,
    /// Whether the schema stands where the kind's own schema says nothing of it.
    inside: bool,
    read: usize,
}

/// Parts of JSON schema that CRDs do not have; among them are references, which could be recursive.
const UNSUPPORTED: [&str; 7] =
    ["id", "$schema", "$ref", "additionalItems", "patternProperties", "definitions", "dependencies"];

impl Walk<'_> {
    fn root(&mut self, schema: Value<'_>, root: Root) {
        if is_true(schema, "nullable") {
            self.faults
                .add(schema.get("nullable").unwrap_or(schema), "the root of a schema must not be nullable");
        }
        if !root.status {
            return;
        }
        // What is allowed beside the status (`allowedFieldsAtRootSchema`).
        const ALLOWED: [&str; 17] = [
            "description",
            "type",
            "format",
            "title",
            "maximum",
            "exclusiveMaximum",
            "minimum",
            "exclusiveMinimum",
            "maxLength",
            "minLength",
            "pattern",
            "maxItems",
            "minItems",
            "uniqueItems",
            "multipleOf",
            "required",
            "properties",
        ];
        for entry in schema.entries() {
            let name = entry.key.name();
            let known = ALLOWED.contains(&name)
                || matches!(name, "items" | "externalDocs" | "example" | "additionalProperties" | "nullable")
                || name.starts_with("x-kubernetes-")
                || UNSUPPORTED.contains(&name);
            let forbidden = matches!(
                name,
                "default" | "enum" | "allOf" | "anyOf" | "oneOf" | "not" | "maxProperties" | "minProperties"
            );
            if !known && forbidden && !is_nothing(entry.value) {
                let message = format!(
                    "{name} must not stand at the root of the schema of a version with the subresource status"
                );
                self.faults.add_at(entry.key.id(), message);
            }
        }
    }

    fn schema(&mut self, schema: Value<'_>, level: Level, depth: usize) {
        self.read += 1;
        if depth == 0 || self.read > MOST || !schema.is_mapping() {
            return;
        }
        let kind = text(schema, "type").unwrap_or_default();
        self.unsupported(schema, kind);
        self.shape(schema, kind, level);
        if level == Level::Root || is_true(schema, "x-kubernetes-embedded-resource") {
            self.meta(schema, level);
        }
        self.extensions(schema, kind);
        self.list(schema, kind);
        nested::check(schema, level, self.faults, depth - 1);
        // The kind's own schema does not say what these two hold.
        let outside = std::mem::replace(&mut self.inside, true);
        if let Some(items) = given(schema, "items") {
            if !items.is_mapping() && !items.is_sequence() {
                self.faults.add(items, "items must be a schema");
            }
            self.schema(items, Level::Item, depth - 1);
        }
        if let Some(additional) = given(schema, "additionalProperties") {
            if !additional.is_mapping() && !matches!(additional.form(), Form::Bool(_)) {
                self.faults.add(additional, "additionalProperties must be a schema, true or false");
            }
            self.schema(additional, Level::Field, depth - 1);
        }
        self.inside = outside;
        for entry in schema.get("properties").into_iter().flat_map(|properties| properties.entries()) {
            // A field without a schema has an empty one.
            if entry.value.is_null() {
                self.faults.add_at(entry.key.id(), format!("the field {} has no type", entry.key.name()));
            } else if self.inside && !entry.value.is_mapping() {
                self.faults.add(entry.value, "the value must be a schema");
            }
            self.schema(entry.value, Level::Field, depth - 1);
        }
    }

    fn unsupported(&mut self, schema: Value<'_>, kind: &str) {
        for name in UNSUPPORTED {
            if let Some(entry) = schema.entry(name).filter(|entry| !is_nothing(entry.value)) {
                self.faults.add_at(entry.key.id(), format!("{name} is not supported in the schema of a CRD"));
            }
        }
        const TYPES: [&str; 6] = ["string", "number", "integer", "boolean", "array", "object"];
        if let Some(own) = schema.get("type").filter(|_| !kind.is_empty() && !TYPES.contains(&kind)) {
            self.faults.add(own, format!("the type is one of {}, not {kind:?}", TYPES.join(", ")));
        }
        if let Some(items) = schema.get("items").filter(Value::is_sequence) {
            self.faults.add(items, "items must be one schema, not a list");
        }
        if let Some(unique) = schema.get("uniqueItems").filter(|value| super::super::parse::is_true(*value)) {
            self.faults.add(unique, "uniqueItems is not supported; set x-kubernetes-list-type: set");
        }
        if let Some(own) = schema.get("pattern")
            && let Some(why) = own.as_str().and_then(pattern::refused)
        {
            self.faults.add(own, format!("Go's regular expressions do not have {why}"));
        }
    }

    fn shape(&mut self, schema: Value<'_>, kind: &str, level: Level) {
        let embedded = is_true(schema, "x-kubernetes-embedded-resource");
        let preserves = is_true(schema, "x-kubernetes-preserve-unknown-fields");
        let either = is_true(schema, "x-kubernetes-int-or-string");
        let own = schema.get("type").unwrap_or(schema);
        if kind == "array" && given(schema, "items").is_none_or(|items| items.is_sequence()) {
            self.faults.add(schema, "an array needs items");
        }
        if embedded && kind != "object" {
            self.faults.add(own, "an embedded resource has type: object");
        } else if kind.is_empty() && !either && !preserves {
            self.faults.add(schema, "the schema has no type");
        }
        if level == Level::Root && !kind.is_empty() && kind != "object" {
            self.faults.add(own, "the root of a schema has type: object");
        }
        if let Some(additional) = given(schema, "additionalProperties") {
            let named =
                schema.get("properties").is_some_and(|properties| properties.entries().next().is_some());
            if level == Level::Root {
                self.faults.add(additional, "additionalProperties must not stand at the root");
            } else if named && !matches!(additional.form(), Form::Bool(true)) {
                self.faults.add(additional, "properties and additionalProperties exclude each other");
            } else if embedded {
                self.faults.add(additional, "an embedded resource has no additionalProperties");
            }
        }
        if embedded && !preserves && schema.get("properties").is_none_or(|own| own.entries().next().is_none())
        {
            self.faults.add(
                schema,
                "an embedded resource needs properties, or x-kubernetes-preserve-unknown-fields: true",
            );
        }
    }

    /// Checks what a schema says of apiVersion, kind and metadata.
    fn meta(&mut self, schema: Value<'_>, level: Level) {
        let Some(properties) = schema.get("properties") else { return };
        for (name, kind) in [("kind", "string"), ("apiVersion", "string"), ("metadata", "object")] {
            let Some(own) = properties.get(name).filter(Value::is_mapping) else { continue };
            if text(own, "type") != Some(kind) {
                self.faults.add(own.get("type").unwrap_or(own), format!("{name} has type: {kind}"));
            }
            if let Some(entry) =
                own.entry("default").filter(|entry| level == Level::Root && !entry.value.is_null())
            {
                self.faults.add_at(entry.key.id(), format!("{name} must not have a default"));
            }
        }
        let Some(metadata) = properties.get("metadata").filter(|_| level == Level::Root) else { return };
        for entry in metadata.entries().filter(|entry| !is_nothing(entry.value)) {
            let name = entry.key.name();
            let named = |value: Value<'_>| {
                value.entries().all(|field| matches!(field.key.name(), "name" | "generateName"))
            };
            let allowed = match name {
                "type" | "default" => true,
                "properties" => named(entry.value),
                _ => false,
            };
            if !allowed {
                let message = "of metadata, a schema may only restrict name and generateName";
                self.faults.add_at(entry.key.id(), message);
            }
        }
    }

    fn extensions(&mut self, schema: Value<'_>, kind: &str) {
        if let Some(own) = schema.get("x-kubernetes-preserve-unknown-fields") {
            if matches!(own.form(), Form::Bool(false)) {
                self.faults.add(own, "x-kubernetes-preserve-unknown-fields is true or not there");
            } else if is_true(schema, "x-kubernetes-int-or-string") {
                self.faults.add(own, "what is an integer or a string has no unknown fields");
            }
        }
        if let Some(own) = schema.get("x-kubernetes-embedded-resource")
            && is_true(schema, "x-kubernetes-int-or-string")
            && super::super::parse::is_true(own)
        {
            self.faults.add(own, "what is an integer or a string is no embedded resource");
        }
        for (name, wanted, values) in [
            ("x-kubernetes-map-type", "object", &["atomic", "granular"][..]),
            ("x-kubernetes-list-type", "array", &["atomic", "set", "map"]),
        ] {
            let Some(own) = given(schema, name) else { continue };
            if kind != wanted {
                self.faults.add(own, format!("{name} goes with type: {wanted}"));
            }
            if let Some(value) = own.as_str().filter(|value| !values.contains(value)) {
                self.faults.add(own, format!("{name} is one of {}, not {value:?}", values.join(", ")));
            }
        }
    }

    fn list(&mut self, schema: Value<'_>, kind: &str) {
        let list = text(schema, "x-kubernetes-list-type");
        let keys = given(schema, "x-kubernetes-list-map-keys").filter(|keys| keys.items().next().is_some());
        if let Some(keys) = keys.filter(|_| list != Some("map")) {
            self.faults.add(keys, "x-kubernetes-list-map-keys goes with x-kubernetes-list-type: map");
        }
        let items = given(schema, "items").filter(Value::is_mapping);
        let Some(list) = list.filter(|list| matches!(*list, "set" | "map")) else { return };
        let Some(items) = items else { return };
        if let Some(nullable) = items.get("nullable").filter(|value| super::super::parse::is_true(*value)) {
            self.faults.add(nullable, format!("the items of a list of type {list} must not be nullable"));
        }
        if list == "set" && kind == "array" {
            let wanted = match text(items, "type") {
                Some("array") => Some(("x-kubernetes-list-type", true)),
                Some("object") => Some(("x-kubernetes-map-type", false)),
                _ => None,
            };
            if let Some((name, by_default)) = wanted
                && !given(items, name).map_or(by_default, |own| own.as_str() == Some("atomic"))
            {
                self.faults
                    .add(items.get(name).unwrap_or(items), format!("the items of a set have {name}: atomic"));
            }
        }
        if list == "map" {
            self.map(schema, items, keys);
        }
    }

    fn map(&mut self, schema: Value<'_>, items: Value<'_>, keys: Option<Value<'_>>) {
        let Some(keys) = keys else {
            self.faults.add(schema, "a list of type map needs x-kubernetes-list-map-keys");
            return;
        };
        if text(items, "type") != Some("object") {
            self.faults.add(items, "the items of a list of type map have type: object");
            return;
        }
        let required: BTreeSet<&str> = items
            .get("required")
            .into_iter()
            .flat_map(|list| list.items())
            .filter_map(|item| item.as_str())
            .collect();
        let mut seen = BTreeSet::new();
        for key in keys.items() {
            let name = key.as_str().unwrap_or_default();
            if !seen.insert(name) {
                self.faults.add(key, format!("the key {name} is there twice"));
            }
            let Some(property) = items.get("properties").and_then(|properties| properties.get(name)) else {
                self.faults.add(key, format!("the items have no field {name}, which is to be their key"));
                continue;
            };
            if matches!(text(property, "type"), Some("array" | "object")) {
                self.faults.add(key, format!("the key {name} is no scalar"));
            }
            if !required.contains(name) && given(property, "default").is_none() {
                self.faults.add(key, format!("the key {name} is neither required nor has it a default"));
            }
            if is_true(property, "nullable") {
                self.faults.add(key, format!("the key {name} must not be nullable"));
            }
        }
    }
}

/// Tells whether a value is what Go takes for nothing.
pub(super) fn is_nothing(value: Value<'_>) -> bool {
    match value.form() {
        Form::Null | Form::Bool(false) | Form::Int(0) | Form::String("") => true,
        Form::Sequence => value.items().next().is_none(),
        Form::Mapping => value.own_entries().next().is_none(),
        _ => false,
    }
}
