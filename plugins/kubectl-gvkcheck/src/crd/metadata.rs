//! Metadata of custom objects, which no CRD describes: it is that of every kind.

use std::sync::Arc;

use kubecheck_catalog::{self as catalog, Minor, Schema};
use kubecheck_core::model::tree::Value;

use super::violation::{Problem, Violation};
use crate::schema;

/// Compares metadata with the schema that all kinds share.
pub(super) fn check(metadata: Value<'_>, target: Minor) -> Vec<Violation> {
    // Every kind has the same; this one is there in every version.
    let Some(kind) = catalog::find("", "v1", "ConfigMap") else { return Vec::new() };
    let schemas = catalog::schemas(target);
    let Some(Schema::Object(object)) = schemas.of(kind).map(|schema| schemas.resolve(schema)) else {
        return Vec::new();
    };
    let Some(field) = object.field("metadata") else { return Vec::new() };
    let found = schema::validate_field(metadata, field, kind, schemas);
    found.into_iter().filter_map(convert).collect()
}

fn convert(violation: schema::Violation) -> Option<Violation> {
    let problem = match violation.problem {
        schema::Problem::UnknownField { of, within, value } => {
            let fields = of.fields.iter().map(|field| Arc::from(field.name)).collect();
            Problem::UnknownField { within, value, fields }
        }
        schema::Problem::WrongType(mismatch) => Problem::WrongType { wanted: mismatch.to_string() },
        schema::Problem::Missing(name) => Problem::Missing(name.into()),
        schema::Problem::DuplicateItem { first, key, set } => Problem::DuplicateItem { first, key, set },
        schema::Problem::Deprecated(_) => return None,
    };
    Some(Violation { at: violation.at, problem })
}
