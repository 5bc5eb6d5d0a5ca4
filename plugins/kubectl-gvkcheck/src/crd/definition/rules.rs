//! The rules of a schema: do they compile?

use kubecheck_core::model::tree::Value;

use super::structural::DEEPEST;
use super::{Faults, expression, text};

/// The most rules of one schema that are looked at.
const MOST: usize = 2000;

/// Checks every rule of a schema.
pub(super) fn check(schema: Value<'_>, faults: &mut Faults) {
    let mut judged = 0;
    walk(schema, true, faults, &mut judged, DEEPEST);
}

fn walk(schema: Value<'_>, is_object: bool, faults: &mut Faults, judged: &mut usize, depth: usize) {
    if depth == 0 || *judged > MOST || !schema.is_mapping() {
        return;
    }
    for rule in schema.get("x-kubernetes-validations").into_iter().flat_map(|rules| rules.items()) {
        *judged += 1;
        self::rule(rule, schema, is_object, faults);
    }
    let embedded = |schema: Value<'_>| super::is_true(schema, "x-kubernetes-embedded-resource");
    for name in ["items", "additionalProperties"] {
        if let Some(inner) = schema.get(name) {
            walk(inner, embedded(inner), faults, judged, depth - 1);
        }
    }
    for entry in schema.get("properties").into_iter().flat_map(|properties| properties.entries()) {
        walk(entry.value, embedded(entry.value), faults, judged, depth - 1);
    }
}

/// The reasons that a rule may give (`FieldValueErrorReason`).
const REASONS: [&str; 4] =
    ["FieldValueRequired", "FieldValueForbidden", "FieldValueInvalid", "FieldValueDuplicate"];

fn rule(rule: Value<'_>, schema: Value<'_>, is_object: bool, faults: &mut Faults) {
    let value = rule.get("rule").unwrap_or(rule);
    let own = value.as_str().unwrap_or_default();
    let message = text(rule, "message").unwrap_or_default();
    if own.trim().is_empty() {
        faults.add(value, "the rule is empty");
    } else if message.trim().contains('\n') {
        faults.add(rule.get("message").unwrap_or(value), "the message must be one line");
    } else if own.trim().contains('\n') && message.trim().is_empty() {
        faults.add(value, "a rule of several lines needs a message");
    }
    for name in ["message", "messageExpression", "fieldPath"] {
        if let Some(at) = rule
            .get(name)
            .filter(|at| at.as_str().is_some_and(|own| !own.is_empty() && own.trim().is_empty()))
        {
            faults.add(at, format!("{name} is empty"));
        }
    }
    if let Some(reason) = rule.get("reason")
        && let Some(own) = reason.as_str().filter(|own| !REASONS.contains(own))
    {
        faults.add(reason, format!("the reason is one of {}, not {own:?}", REASONS.join(", ")));
    }
    if let Some(path) = rule.get("fieldPath")
        && let Some(own) = path.as_str().filter(|own| !own.trim().is_empty() && !leads(own, schema))
    {
        faults.add(path, format!("fieldPath {own:?} leads to no field of the schema"));
    }
    for name in ["rule", "messageExpression"] {
        let Some(at) = rule.get(name) else { continue };
        let Some(own) = at.as_str().filter(|own| !own.trim().is_empty()) else { continue };
        if let Some(why) = expression::refused(own, schema, is_object) {
            faults.add(
                at,
                format!("the {} does not compile: {why}", if name == "rule" { "rule" } else { name }),
            );
        }
    }
}

/// Tells whether a path of fields leads somewhere (`ValidFieldPath` in `pkg/apiserver/schema/cel/validation.go`).
fn leads(path: &str, schema: Value<'_>) -> bool {
    let (mut rest, mut at) = (path, schema);
    while !rest.is_empty() {
        let name;
        if let Some(quoted) = rest.strip_prefix("['") {
            let Some((inside, behind)) = quoted.split_once("']") else { return false };
            (name, rest) = (inside, behind);
        } else if let Some(plain) = rest.strip_prefix('.') {
            let end = plain.find(['.', '[']).unwrap_or(plain.len());
            (name, rest) = plain.split_at(end);
        } else {
            return false;
        }
        let named = at.get("properties").filter(|properties| properties.entries().next().is_some());
        let next = match named {
            Some(properties) => properties.get(name),
            None => at.get("additionalProperties").filter(Value::is_mapping),
        };
        let Some(next) = next else { return false };
        at = next;
    }
    true
}
