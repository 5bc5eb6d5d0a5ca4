//! Spoils objects in every way that a rule speaks of.

use serde_json::{Value, json};

use super::compare::Case;

/// Returns an object as it is, and spoilt in one place each: a field that nobody knows in every map, a value of another type
/// at every place, and without each of its fields.
pub(super) fn cases(sample: &Value) -> Vec<Case> {
    let mut cases = vec![Case::new(sample, "as it is", "", sample.clone())];
    let mut pointers = Vec::new();
    walk(sample, String::new(), &mut pointers);
    for pointer in pointers {
        let value = sample.pointer(&pointer).expect("the pointer was made on this object");
        let mut add = |how: &'static str, object: Option<Value>| {
            cases.extend(object.map(|object| Case::new(sample, how, &pointer, object)));
        };
        add("with an unknown field", unknown(sample, &pointer));
        if !is_identity(&pointer) {
            add("with another type", replaced(sample, &pointer, other_type(value)));
            add("without", removed(sample, &pointer));
        }
    }
    cases
}

/// What says what the object is: without it there is nothing to compare.
fn is_identity(pointer: &str) -> bool {
    matches!(pointer, "" | "/apiVersion" | "/kind" | "/metadata" | "/metadata/name" | "/metadata/namespace")
}

fn walk(value: &Value, pointer: String, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            fields
                .iter()
                .for_each(|(name, value)| walk(value, format!("{pointer}/{}", escaped(name)), found));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, value)| walk(value, format!("{pointer}/{at}"), found));
        }
        _ => {}
    }
    found.push(pointer);
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn unknown(sample: &Value, pointer: &str) -> Option<Value> {
    let mut object = sample.clone();
    object.pointer_mut(pointer)?.as_object_mut()?.insert("notAField".to_owned(), json!("x"));
    Some(object)
}

fn replaced(sample: &Value, pointer: &str, value: Value) -> Option<Value> {
    let mut object = sample.clone();
    *object.pointer_mut(pointer)? = value;
    Some(object)
}

fn removed(sample: &Value, pointer: &str) -> Option<Value> {
    let (parent, _) = pointer.rsplit_once('/')?;
    let name = &pointer[parent.len() + 1..];
    let mut object = sample.clone();
    let fields = object.pointer_mut(parent)?.as_object_mut()?;
    fields.remove(&name.replace("~1", "/").replace("~0", "~"))?;
    Some(object)
}

/// Returns a value that no field takes which takes this one.
fn other_type(value: &Value) -> Value {
    match value {
        Value::Object(_) => json!(["x"]),
        Value::Array(_) => json!({"x": "y"}),
        Value::String(_) => json!({"x": ["y"]}),
        _ => json!(["x"]),
    }
}
