//! The facts that the catalogue is made of, sorted so that equal input gives equal bytes.

use std::collections::BTreeMap;

/// Group, version and kind.
pub(crate) type Gvk = (String, String, String);

/// A minor version, the N of 1.N.
pub(crate) type Minor = u8;

/// The oldest minor that is catalogued.
pub(crate) const OLDEST: Minor = kubecheck_catalog::Minor::OLDEST.number();
/// The newest minor that is catalogued.
pub(crate) const NEWEST: Minor = kubecheck_catalog::Minor::NEWEST.number();

/// What the sources of one minor say.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct MinorFacts {
    pub(crate) resources: BTreeMap<Gvk, Resource>,
    /// Versions that are served by default, most preferred first, by group.
    pub(crate) preferred: BTreeMap<String, Vec<String>>,
    /// The definition that gives a kind's schema, by name.
    pub(crate) kinds: BTreeMap<Gvk, String>,
    /// Every definition that a kind reaches.
    pub(crate) definitions: BTreeMap<String, Schema>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Resource {
    pub(crate) plural: String,
    pub(crate) singular: String,
    pub(crate) short_names: Vec<String>,
    pub(crate) categories: Vec<String>,
    pub(crate) namespaced: bool,
    pub(crate) verbs: Vec<String>,
    pub(crate) subresources: Vec<Subresource>,
    pub(crate) enabled: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Subresource {
    pub(crate) name: String,
    pub(crate) gvk: Gvk,
    pub(crate) verbs: Vec<String>,
    pub(crate) enabled: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lifecycle {
    pub(crate) introduced: Option<Minor>,
    pub(crate) deprecated: Option<Minor>,
    pub(crate) removed: Option<Minor>,
    pub(crate) replacement: Option<Gvk>,
}

/// A schema; references are by the full name of the definition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Schema {
    Ref(String),
    Object { fields: Vec<Field>, embedded: bool },
    Map(Box<Schema>),
    List { items: Box<Schema>, kind: ListKind },
    Scalar(Scalar),
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) required: bool,
    pub(crate) deprecated: bool,
    pub(crate) schema: Schema,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ListKind {
    Atomic,
    Set,
    Map(Vec<String>),
}

/// Schemas without parts, in the order of their tags in the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scalar {
    Plain,
    Byte,
    DateTime,
    MicroTime,
    Duration,
    Int32,
    Int64,
    Number,
    Boolean,
    IntOrString,
    Quantity,
    Any,
}

impl Schema {
    /// Calls back for every reference in the schema.
    pub(crate) fn references<'s>(&'s self, see: &mut impl FnMut(&'s str)) {
        match self {
            Schema::Ref(name) => see(name),
            Schema::Object { fields, .. } => fields.iter().for_each(|field| field.schema.references(see)),
            Schema::Map(values) => values.references(see),
            Schema::List { items, .. } => items.references(see),
            Schema::Scalar(_) => {}
        }
    }
}

/// The facts of all minors, joined.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Catalogue {
    pub(crate) kinds: BTreeMap<Gvk, Kind>,
    pub(crate) preferred: BTreeMap<String, Vec<Era<Vec<String>>>>,
    pub(crate) definitions: BTreeMap<String, Vec<Era<Schema>>>,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Kind {
    pub(crate) lifecycle: Lifecycle,
    pub(crate) eras: Vec<Era<Resource>>,
    pub(crate) definition: String,
}

/// What stays the same from one minor to another, both included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Era<T> {
    pub(crate) first: Minor,
    pub(crate) last: Minor,
    pub(crate) value: T,
}
