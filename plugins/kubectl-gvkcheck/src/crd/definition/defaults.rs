//! Does a default fit its own schema? (`pkg/apiserver/schema/defaulting/validation.go`)

use kubecheck_core::model::tree::Value;

use super::super::check;
use super::super::json::Json;
use super::super::parse::Parser;
use super::super::prepare;
use super::super::violation::Problem;
use super::structural::DEEPEST;
use super::{Faults, given};

/// The most defaults of one schema that are judged, each of which has its schema read.
const MOST: usize = 2000;

/// Checks every default of a schema.
pub(super) fn check(schema: Value<'_>, minor: u8, faults: &mut Faults) {
    let mut judged = 0;
    walk(schema, minor, faults, &mut judged, DEEPEST);
}

fn walk(schema: Value<'_>, minor: u8, faults: &mut Faults, judged: &mut usize, depth: usize) {
    if depth == 0 || *judged > MOST || !schema.is_mapping() {
        return;
    }
    if let Some(default) = given(schema, "default") {
        *judged += 1;
        judge(schema, default, minor, faults);
    }
    if let Some(items) = schema.get("items") {
        walk(items, minor, faults, judged, depth - 1);
    }
    for entry in schema.get("properties").into_iter().flat_map(|properties| properties.entries()) {
        // Metadata is judged in the object that it is part of.
        if entry.key.name() != "metadata" {
            walk(entry.value, minor, faults, judged, depth - 1);
        }
    }
}

fn judge(schema: Value<'_>, default: Value<'_>, minor: u8, faults: &mut Faults) {
    let Some(parsed) = Parser::default().parse(schema) else { return };
    let json = Json::read(default, DEEPEST);
    let Some(prepared) = prepare::as_it_is(&json, default.id(), &parsed) else { return };
    if !prepared.unknown.is_empty() {
        faults.add(default, "the default has fields that its schema does not have");
    }
    let checked = check::check(&prepared.root, &parsed, minor);
    let Some(first) = checked.found.first() else { return };
    let why = match &first.problem {
        Problem::WrongType { wanted } => format!("takes {wanted}"),
        Problem::Missing(name) => format!("needs {name}"),
        Problem::Value { message, .. } => message.clone(),
        _ => return,
    };
    faults.add(default, format!("the default does not fit its own schema, which {why}"));
}
