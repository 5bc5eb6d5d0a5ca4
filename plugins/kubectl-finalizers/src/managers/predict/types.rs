//! The types by which the API server merges: what of a value is one field, and what tells the items of a list apart.
//!
//! They are read from its OpenAPI documents, as it does itself (`k8s.io/kube-openapi/pkg/schemaconv/openapi.go`).

use serde_json::Value;

/// What is written through (`Quantity`), and what is taken as it is (`RawExtension`), whatever their schemas say.
const QUANTITY: &str = "io.k8s.apimachinery.pkg.api.resource.Quantity";
const RAW: &str = "io.k8s.apimachinery.pkg.runtime.RawExtension";

/// The schemas of one OpenAPI document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Types<'s> {
    /// By name.
    pub(super) schemas: &'s Value,
}

/// The type of a value, not looked into yet.
#[derive(Clone, Copy, Debug)]
pub(super) enum Type<'s> {
    /// What a schema says; and whether what it does not name is kept.
    Schema(&'s Value, bool),
    /// Unknown, but maps are looked into.
    Deduced,
    /// Unknown, and taken as one.
    Untyped,
}

/// What a value may be.
#[derive(Clone, Debug, Default)]
pub(super) struct Atom<'s> {
    /// A scalar.
    pub(super) scalar: Option<Scalar>,
    /// A list.
    pub(super) list: Option<List<'s>>,
    /// A map.
    pub(super) map: Option<Map<'s>>,
}

/// What a scalar may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scalar {
    Numeric,
    String,
    Boolean,
    Untyped,
}

/// A list.
#[derive(Clone, Debug)]
pub(super) struct List<'s> {
    /// Whether it is one field as a whole.
    pub(super) is_atomic: bool,
    /// The fields that tell its items apart; none if their value does.
    pub(super) keys: Vec<&'s str>,
    /// What its items are.
    pub(super) items: Type<'s>,
}

/// A map, or an object.
#[derive(Clone, Debug)]
pub(super) struct Map<'s> {
    /// Whether it is one field as a whole.
    pub(super) is_atomic: bool,
    fields: Option<&'s serde_json::Map<String, Value>>,
    preserves: bool,
    /// What other fields are; none if there may be none.
    others: Option<Type<'s>>,
}

impl<'s> Map<'s> {
    /// Returns the type of a field, if there may be one of that name.
    pub(super) fn field(&self, name: &str) -> Option<Type<'s>> {
        let own = self.fields.and_then(|fields| fields.get(name));
        own.map(|schema| Type::Schema(schema, self.preserves)).or(self.others)
    }

    /// Tells whether a field is named by the schema.
    pub(super) fn names(&self, name: &str) -> bool {
        self.fields.is_some_and(|fields| fields.contains_key(name))
    }

    /// Returns the default of a field.
    pub(super) fn default(&self, name: &str) -> Option<&'s Value> {
        self.fields.and_then(|fields| fields.get(name)?.get("default"))
    }
}

impl<'s> Types<'s> {
    /// Finds the schema of a kind.
    pub(super) fn kind(&self, group: &str, version: &str, kind: &str) -> Option<Type<'s>> {
        let is_its = |own: &Value| own["group"] == group && own["version"] == version && own["kind"] == kind;
        let schemas = self.schemas.as_object()?;
        let found = schemas.values().find(|schema| {
            let kinds = schema["x-kubernetes-group-version-kind"].as_array();
            kinds.is_some_and(|kinds| kinds.iter().any(is_its))
        });
        found.map(|schema| Type::Schema(schema, false))
    }

    /// Tells what a value of a type may be.
    pub(super) fn atom(&self, of: Type<'s>) -> Atom<'s> {
        match of {
            Type::Deduced => unknown(Type::Deduced, false),
            Type::Untyped => unknown(Type::Untyped, true),
            Type::Schema(schema, preserves) => match name(schema) {
                Some(QUANTITY) => Atom { scalar: Some(Scalar::Untyped), ..Atom::default() },
                Some(RAW) => unknown(Type::Untyped, true),
                Some(name) => {
                    // What keeps unknown fields says so itself; a reference does not hand that down.
                    let mut atom = parse(&self.schemas[name], false);
                    // A field may be merged otherwise than its type.
                    let is_atomic = relationship(schema);
                    match (&mut atom.map, &mut atom.list, is_atomic) {
                        (Some(map), _, Some(is_atomic)) => map.is_atomic = is_atomic,
                        (None, Some(list), Some(is_atomic)) => list.is_atomic = is_atomic,
                        _ => {}
                    }
                    atom
                }
                None => parse(schema, preserves),
            },
        }
    }
}

/// Returns the name of the schema that another one refers to.
fn name(schema: &Value) -> Option<&str> {
    let only = schema["allOf"].as_array().filter(|all| all.len() == 1).map(|all| &all[0]["$ref"]);
    let reference = schema["$ref"].as_str().or_else(|| only?.as_str())?;
    reference.rsplit('/').next()
}

fn unknown<'s>(below: Type<'s>, is_atomic: bool) -> Atom<'s> {
    Atom {
        scalar: Some(Scalar::Untyped),
        list: Some(List { is_atomic: true, keys: Vec::new(), items: Type::Untyped }),
        map: Some(Map { is_atomic, fields: None, preserves: true, others: Some(below) }),
    }
}

fn parse(schema: &Value, preserves: bool) -> Atom<'_> {
    let preserves = preserves || schema["x-kubernetes-preserve-unknown-fields"] == true;
    let scalar = |scalar| Atom { scalar: Some(scalar), ..Atom::default() };
    match schema["type"].as_str() {
        None => Atom {
            scalar: Some(Scalar::Untyped),
            list: Some(list(schema, preserves)),
            map: Some(map(schema, preserves)),
        },
        Some("object") => Atom { map: Some(map(schema, preserves)), ..Atom::default() },
        Some("array") => Atom { list: Some(list(schema, preserves)), ..Atom::default() },
        Some("integer" | "number") => scalar(Scalar::Numeric),
        Some("boolean") => scalar(Scalar::Boolean),
        Some("string") if matches!(schema["format"].as_str().unwrap_or_default(), "" | "byte") => {
            scalar(Scalar::String)
        }
        Some(_) => scalar(Scalar::Untyped),
    }
}

fn map(schema: &Value, preserves: bool) -> Map<'_> {
    let fields = schema["properties"].as_object();
    let others = match &schema["additionalProperties"] {
        Value::Null if preserves || fields.is_none_or(|fields| fields.is_empty()) => Some(Type::Deduced),
        Value::Null | Value::Bool(false) => None,
        Value::Bool(true) => Some(Type::Deduced),
        schema => Some(Type::Schema(schema, preserves)),
    };
    Map { is_atomic: relationship(schema).unwrap_or(false), fields, preserves, others }
}

fn relationship(schema: &Value) -> Option<bool> {
    schema["x-kubernetes-map-type"].as_str().map(|kind| kind == "atomic")
}

fn list(schema: &Value, preserves: bool) -> List<'_> {
    let items = match &schema["items"] {
        Value::Null => Type::Untyped,
        items => Type::Schema(items, preserves),
    };
    let strategy = schema["x-kubernetes-patch-strategy"].as_str().unwrap_or_default();
    let (is_atomic, keys) = match schema["x-kubernetes-list-type"].as_str() {
        Some("set") => (false, Vec::new()),
        Some("map") => {
            let keys = schema["x-kubernetes-list-map-keys"].as_array().map(Vec::as_slice);
            (false, keys.unwrap_or_default().iter().filter_map(Value::as_str).collect())
        }
        Some(_) => (true, Vec::new()),
        // What the types of Go say, where nobody wrote a list type.
        None if matches!(strategy, "merge" | "merge,retainKeys") => {
            (false, schema["x-kubernetes-patch-merge-key"].as_str().into_iter().collect())
        }
        None => (true, Vec::new()),
    };
    List { is_atomic, keys, items }
}
