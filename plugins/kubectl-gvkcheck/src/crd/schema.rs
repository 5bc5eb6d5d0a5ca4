//! The structural schema of a version of a custom kind, owned and compact: what judging needs, without prose.
//!
//! The fields are those of `JSONSchemaProps` (`k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1/types_jsonschema.go`).

use std::sync::Arc;

use super::cel::Rule;
use super::json::Json;
use super::pattern::Pattern;

/// A name that schemas share.
pub type Name = Arc<str>;

/// The shape of a value.
#[derive(Debug, Default)]
pub(super) struct Schema {
    /// The type.
    pub(super) kind: Type,
    /// Whether null is a value of it.
    pub(super) nullable: bool,
    /// Whether fields it does not name are kept.
    pub(super) preserve: bool,
    /// Whether the value is an object of Kubernetes itself, with apiVersion, kind and metadata.
    pub(super) embedded: bool,
    /// Whether it, or anything in it, has rules in CEL.
    pub(super) rules_within: bool,
    /// What tells the items of a list apart.
    pub(super) list: ListType,
    /// The fields, sorted by name.
    pub(super) properties: Box<[(Name, Schema)]>,
    /// What further fields hold.
    pub(super) additional: Additional,
    /// What a list holds.
    pub(super) items: Option<Box<Schema>>,
    /// The fields that must be there.
    pub(super) required: Box<[Name]>,
    /// What few schemas have.
    pub(super) more: Option<Box<More>>,
}

/// A type of JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Type {
    /// Not said.
    #[default]
    Any,
    /// An object.
    Object,
    /// An array.
    Array,
    /// A string.
    String,
    /// An integer.
    Integer,
    /// A number.
    Number,
    /// A boolean.
    Boolean,
    /// `x-kubernetes-int-or-string`.
    IntOrString,
}

/// What tells the items of a list apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum ListType {
    /// Their place only.
    #[default]
    Atomic,
    /// Their value.
    Set,
    /// The values of the key fields.
    Map,
}

/// What the fields hold that a schema does not name.
#[derive(Debug, Default)]
pub(super) enum Additional {
    /// Not said.
    #[default]
    Unsaid,
    /// `additionalProperties: true`.
    Any,
    /// `additionalProperties: false`.
    None,
    /// Values of a schema.
    Of(Box<Schema>),
}

/// What few schemas have.
#[derive(Debug, Default)]
pub(super) struct More {
    /// The value of a field that is absent.
    pub(super) default: Option<Json>,
    /// The only values there are.
    pub(super) allowed: Vec<Json>,
    /// The format, without dashes.
    pub(super) format: Option<Name>,
    /// The pattern of a string.
    pub(super) pattern: Option<Pattern>,
    /// The least number, and whether it is excluded.
    pub(super) minimum: Option<(f64, bool)>,
    /// The greatest number, and whether it is excluded.
    pub(super) maximum: Option<(f64, bool)>,
    /// What a number is a multiple of.
    pub(super) multiple_of: Option<f64>,
    /// The least and greatest length of a string.
    pub(super) length: Bounds,
    /// The least and greatest length of a list.
    pub(super) items: Bounds,
    /// The least and greatest number of fields.
    pub(super) fields: Bounds,
    /// What must hold as well.
    pub(super) all_of: Vec<Schema>,
    /// Of which one must hold.
    pub(super) any_of: Vec<Schema>,
    /// Of which exactly one must hold.
    pub(super) one_of: Vec<Schema>,
    /// What must not hold.
    pub(super) not: Option<Schema>,
    /// The key fields of a list that is a map.
    pub(super) keys: Vec<Name>,
    /// The rules in CEL.
    pub(super) rules: Vec<Rule>,
}

/// A least and a greatest count.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bounds {
    /// The least.
    pub(super) least: Option<i64>,
    /// The greatest.
    pub(super) most: Option<i64>,
}

impl Schema {
    /// Returns the schema of a field that is named.
    pub(super) fn property(&self, name: &str) -> Option<&Schema> {
        let at = self.properties.binary_search_by(|(own, _)| (**own).cmp(name)).ok()?;
        Some(&self.properties[at].1)
    }

    /// Returns the schema of a field, named or not.
    pub(super) fn field(&self, name: &str) -> Option<&Schema> {
        self.property(name).or(match &self.additional {
            Additional::Of(schema) => Some(schema),
            _ => None,
        })
    }

    /// Returns the default.
    pub(super) fn preset(&self) -> Option<&Json> {
        self.more.as_ref()?.default.as_ref()
    }

    /// Returns the key fields of a list that is a map.
    pub(super) fn keys(&self) -> &[Name] {
        self.more.as_ref().map_or(&[], |more| &more.keys)
    }

    /// Returns the rules in CEL.
    pub(super) fn rules(&self) -> &[Rule] {
        self.more.as_ref().map_or(&[], |more| &more.rules)
    }
}
