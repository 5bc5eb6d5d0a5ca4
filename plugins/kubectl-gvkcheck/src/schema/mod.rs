//! Does a body have the form of its kind? Walks a value beside the catalogue's structural schema.
//!
//! The API server does not check built-in kinds against the OpenAPI; it decodes them into Go types and validates those.
//! What is refused here is what that decoding refuses under strict field validation (`sigs.k8s.io/json`), and required
//! fields that validation misses ([`required`] lists where the OpenAPI says more than the server does).

pub mod history;
mod list;
pub mod names;
pub mod placeholder;
pub mod quantity;
pub mod required;
mod scalar;

pub use scalar::Mismatch;

use kubecheck_catalog::{Field, Kind, Object, Schema, Schemas};
use kubecheck_core::model::tree::{NodeId, Value};

/// A place where a body differs from its schema.
#[derive(Clone, Debug)]
pub struct Violation {
    /// The node: a value, or the key of an unknown field.
    pub at: NodeId,
    /// The fields that lead to the value that is wrong, or to the object whose field is, list indices and map keys left out.
    pub path: Vec<&'static str>,
    /// What is wrong with it.
    pub problem: Problem,
}

impl Violation {
    /// Returns the path of a field of the object that `path` leads to, as `kubectl explain` takes it.
    pub fn field_path(&self, field: &str) -> String {
        let fields: Vec<&str> = self.path.iter().copied().chain([field]).collect();
        fields.join(".")
    }
}

/// What is wrong with a node.
#[derive(Clone, Debug)]
pub enum Problem {
    /// The key is no field of the object.
    UnknownField {
        /// The fields there are.
        of: &'static Object,
        /// The map that holds the key.
        within: NodeId,
        /// The value of the key.
        value: NodeId,
    },
    /// The value does not decode.
    WrongType(Mismatch),
    /// The object lacks a field that the server demands.
    Missing(&'static str),
    /// Two items of a list have the same key, or are the same value of a set.
    DuplicateItem {
        /// The first item.
        first: NodeId,
        /// What they share: `name "web"`.
        key: String,
        /// Whether the list is a set of values.
        set: bool,
    },
    /// The field is deprecated.
    Deprecated(&'static str),
}

/// Compares a body with the schema of its kind.
pub fn validate(root: Value<'_>, kind: &Kind, schemas: &'static Schemas) -> Vec<Violation> {
    let mut walk = Walk { kind, schemas, path: Vec::new(), found: Vec::new() };
    if let Some(schema) = schemas.of(kind) {
        walk.value(root, schema);
    }
    for path in required::refused_absent(kind.group, kind.version, kind.kind) {
        walk.demand(root, path);
    }
    walk.found
}

/// Tells whether a value fits a schema.
pub fn fits(value: Value<'_>, schema: &'static Schema, kind: &Kind, schemas: &'static Schemas) -> bool {
    let mut walk = Walk { kind, schemas, path: Vec::new(), found: Vec::new() };
    walk.value(value, schema);
    walk.found.is_empty()
}

/// Compares the value of a field with the field's schema.
pub fn validate_field(
    value: Value<'_>,
    field: &'static Field,
    kind: &Kind,
    schemas: &'static Schemas,
) -> Vec<Violation> {
    let mut walk = Walk { kind, schemas, path: vec![field.name], found: Vec::new() };
    walk.value(value, &field.schema);
    walk.found
}

/// Documents nested deeper than this are not looked into further; nothing that Kubernetes serves nests as deep, and the
/// stack is finite.
const DEEPEST: usize = 256;

struct Walk<'k> {
    kind: &'k Kind,
    schemas: &'static Schemas,
    path: Vec<&'static str>,
    found: Vec<Violation>,
}

impl Walk<'_> {
    fn value(&mut self, value: Value<'_>, schema: &'static Schema) {
        // Null decodes into the zero value of every type.
        if value.is_null() || self.path.len() > DEEPEST {
            return;
        }
        match self.schemas.resolve(schema) {
            Schema::Object(object) if value.is_mapping() => self.object(value, object),
            Schema::Map(values) if value.is_mapping() => {
                for entry in value.entries() {
                    self.value(entry.value, values);
                }
            }
            Schema::List(list) if value.is_sequence() => {
                for item in value.items() {
                    self.value(item, &list.items);
                }
                // What is sent of a status is dropped or overwritten; nothing looks for duplicates in it.
                if self.path.first() != Some(&"status") {
                    list::duplicates(value, list, |at, problem| self.report(at, problem));
                }
            }
            other => {
                if let Some(mismatch) = scalar::mismatch(value, other) {
                    self.report(value.id(), Problem::WrongType(mismatch));
                }
            }
        }
    }

    fn object(&mut self, value: Value<'_>, object: &'static Object) {
        for entry in value.entries() {
            let name = entry.key.name();
            match object.field(name) {
                Some(field) => {
                    if field.deprecated && !entry.value.is_null() {
                        self.report(entry.key.id(), Problem::Deprecated(field.name));
                    }
                    self.path.push(field.name);
                    self.value(entry.value, &field.schema);
                    self.path.pop();
                }
                None if object.embedded => {}
                None if name == placeholder::SOPS && self.path.is_empty() => {}
                None => {
                    let (within, value) = (value.id(), entry.value.id());
                    self.report(entry.key.id(), Problem::UnknownField { of: object, within, value });
                }
            }
        }
        for field in object.fields.iter().filter(|field| field.required) {
            let absent = value.get(field.name).is_none_or(|value| value.is_null());
            if absent && !self.may_miss(field.name) {
                self.report(value.id(), Problem::Missing(field.name));
            }
        }
    }

    /// Tells whether the server takes the object without a field that its schema requires.
    fn may_miss(&self, field: &str) -> bool {
        let Kind { group, version, kind, .. } = self.kind;
        required::accepted_absent_in(group, version, kind, &self.path, field)
    }

    /// Reports what a path demands and the value lacks. A parent that is absent or of another type is said elsewhere.
    fn demand(&mut self, value: Value<'_>, path: &'static [&'static str]) {
        match path {
            ["*", rest @ ..] => value.items().for_each(|item| self.demand(item, rest)),
            [last] if value.is_mapping() && value.get(last).is_none_or(|value| value.is_null()) => {
                self.report(value.id(), Problem::Missing(last));
            }
            [next, rest @ ..] if !rest.is_empty() => {
                if let Some(inner) = value.get(next) {
                    self.path.push(next);
                    self.demand(inner, rest);
                    self.path.pop();
                }
            }
            _ => {}
        }
    }

    fn report(&mut self, at: NodeId, problem: Problem) {
        self.found.push(Violation { at, path: self.path.clone(), problem });
    }
}

#[cfg(test)]
mod tests;
