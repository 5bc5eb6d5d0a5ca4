//! Where else a field exists: in other versions of Kubernetes, or in other versions of the kind.

use kubecheck_catalog::{self as catalog, Kind, Minor, Object, Schema, Schemas};

/// Where a field that the target does not know is known.
#[derive(Clone, Copy, Debug)]
pub enum Known {
    /// The same kind has it from this version of Kubernetes on.
    From(Minor),
    /// The same kind had it up to this version of Kubernetes.
    Until(Minor),
    /// Another version of the kind has it.
    In(&'static Kind),
}

/// Finds where a field exists that the kind does not have at the target. `path` leads to the object that holds it.
pub fn find(kind: &'static Kind, target: Minor, path: &[&str], field: &str) -> Option<Known> {
    let has = |kind: &Kind, at: Minor| had(kind, at, path, field);
    if let Some(at) = Minor::all().filter(|at| *at > target).find(|at| has(kind, *at)) {
        return Some(Known::From(at));
    }
    if let Some(at) = Minor::all().rev().filter(|at| *at < target).find(|at| has(kind, *at)) {
        return Some(Known::Until(at));
    }
    let siblings =
        catalog::kinds().iter().filter(|other| other.kind == kind.kind && !std::ptr::eq(*other, kind));
    let last = |other: &Kind| other.eras().last().map(|(_, to, _)| to.min(target));
    let mut having = siblings.filter(|other| last(other).is_some_and(|at| has(other, at)));
    having.next().map(Known::In)
}

/// Tells whether a kind had a field at a minor version.
pub fn had(kind: &Kind, at: Minor, path: &[&str], field: &str) -> bool {
    let schemas = catalog::schemas(at);
    let object = schemas.of(kind).and_then(|schema| follow(schemas, schema, path));
    kind.at(at).is_some() && object.is_some_and(|object| object.field(field).is_some())
}

/// Follows field names from a schema to an object, through lists and maps.
fn follow(schemas: &'static Schemas, schema: &'static Schema, path: &[&str]) -> Option<&'static Object> {
    let object = match schemas.resolve(schema) {
        Schema::Object(object) => object,
        Schema::List(list) => return follow(schemas, &list.items, path),
        Schema::Map(values) => return follow(schemas, values, path),
        _ => return None,
    };
    match path.split_first() {
        None => Some(object),
        Some((name, rest)) => follow(schemas, &object.field(name)?.schema, rest),
    }
}
