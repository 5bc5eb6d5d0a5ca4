//! What stands inside of `allOf`, `anyOf`, `oneOf` and `not` (`validateNestedValueValidation` and `validateStructuralCompleteness`):
//! demands on values, and nothing that says what there is.

use kubecheck_core::model::tree::Value;

use super::super::pattern;
use super::structural::is_nothing;
use super::{Faults, is_true, text};

/// Where a schema stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Root,
    Item,
    Field,
}

/// The part of the schema outside that a nested one speaks of.
#[derive(Clone, Copy)]
enum By<'t> {
    /// This one.
    Known(Value<'t>),
    /// There is none.
    Nothing,
    /// Nobody asks.
    Anything,
}

impl<'t> By<'t> {
    fn part(self, of: impl FnOnce(Value<'t>) -> Option<Value<'t>>) -> By<'t> {
        match self {
            By::Known(schema) => of(schema).filter(Value::is_mapping).map_or(By::Nothing, By::Known),
            other => other,
        }
    }
}

/// What must not stand there.
const FORBIDDEN: [&str; 12] = [
    "additionalProperties",
    "default",
    "title",
    "description",
    "nullable",
    "x-kubernetes-preserve-unknown-fields",
    "x-kubernetes-embedded-resource",
    "x-kubernetes-int-or-string",
    "x-kubernetes-list-map-keys",
    "x-kubernetes-list-type",
    "x-kubernetes-map-type",
    "x-kubernetes-validations",
];

/// Checks what is nested in a schema.
pub(super) fn check(schema: Value<'_>, level: Level, faults: &mut Faults, depth: usize) {
    // Of what is an integer or a string, both types may be named: `anyOf`, alone or as the first of `allOf`.
    let either = names_both(schema);
    let first = schema.get("allOf").and_then(|all| all.items().next());
    // Whether all parts are described outside as well, the server only asks at the root.
    let by = if level == Level::Root { By::Known(schema) } else { By::Anything };
    walk(schema, by, either, first.filter(|first| names_both(*first)), faults, depth);
}

/// Tells whether a schema has `anyOf: [{type: integer}, {type: string}]`.
fn names_both(schema: Value<'_>) -> bool {
    let Some(any) = schema.get("anyOf") else { return false };
    let only =
        |item: Value<'_>, kind: &str| item.own_entries().count() == 1 && text(item, "type") == Some(kind);
    let items: Vec<Value<'_>> = any.items().collect();
    matches!(items.as_slice(), [first, second] if only(*first, "integer") && only(*second, "string"))
}

/// Walks the junctors of a schema; `by` is the part of the structural schema that they speak of.
fn walk(
    schema: Value<'_>,
    by: By<'_>,
    skip_any: bool,
    first: Option<Value<'_>>,
    faults: &mut Faults,
    depth: usize,
) {
    for junctor in ["allOf", "anyOf", "oneOf"] {
        if junctor == "anyOf" && skip_any {
            continue;
        }
        for item in schema.get(junctor).into_iter().flat_map(|list| list.items()) {
            let skip = junctor == "allOf" && first.is_some_and(|first| first.id() == item.id());
            nested(item, by, skip, faults, depth);
        }
    }
    if let Some(not) = schema.get("not") {
        nested(not, by, false, faults, depth);
    }
}

fn nested(schema: Value<'_>, by: By<'_>, skip_any: bool, faults: &mut Faults, depth: usize) {
    if depth == 0 || !schema.is_mapping() {
        return;
    }
    if let Some(own) = schema.get("type").filter(|own| !is_nothing(*own)) {
        faults.add(own, "a type must not stand inside of allOf, anyOf, oneOf or not");
    }
    for name in FORBIDDEN {
        let Some(entry) = schema.entry(name) else { continue };
        let empty = matches!(name, "additionalProperties" | "default").then(|| entry.value.is_null());
        if !empty.unwrap_or_else(|| is_nothing(entry.value)) {
            faults.add_at(
                entry.key.id(),
                format!("{name} must not stand inside of allOf, anyOf, oneOf or not"),
            );
        }
    }
    if is_true(schema, "uniqueItems") {
        faults.add(schema, "uniqueItems is not supported; set x-kubernetes-list-type: set");
    }
    if let Some(own) = schema.get("pattern")
        && let Some(why) = own.as_str().and_then(pattern::refused)
    {
        faults.add(own, format!("Go's regular expressions do not have {why}"));
    }
    walk(schema, by, skip_any, None, faults, depth - 1);
    if let Some(items) = schema.get("items") {
        part(items, by.part(|by| by.get("items")), "the items", faults, depth - 1);
    }
    for entry in schema.get("properties").into_iter().flat_map(|properties| properties.entries()) {
        let name = entry.key.name();
        if name == "metadata" {
            faults.add_at(entry.key.id(), "metadata must not stand inside of allOf, anyOf, oneOf or not");
            continue;
        }
        let known = by.part(|by| by.get("properties")?.get(name));
        part(entry.value, known, &format!("the field {name}"), faults, depth - 1);
    }
}

fn part(schema: Value<'_>, by: By<'_>, what: &str, faults: &mut Faults, depth: usize) {
    if matches!(by, By::Nothing) {
        faults.add(
            schema,
            format!("{what} is only known inside of allOf, anyOf, oneOf or not; describe it outside as well"),
        );
        return;
    }
    nested(schema, by, false, faults, depth);
}
