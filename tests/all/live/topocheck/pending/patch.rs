//! JSON patches (RFC 6902), as far as they are proposed.

use libtest_mimic::Failed;
use serde_json::Value;

/// Carries out operations on a value.
pub(super) fn apply(value: &mut Value, operations: &[Value]) -> Result<(), Failed> {
    for operation in operations {
        one(value, operation).ok_or_else(|| format!("{operation} cannot be carried out on {value:#}"))?;
    }
    Ok(())
}

fn one(value: &mut Value, operation: &Value) -> Option<()> {
    let (path, last) = operation["path"].as_str()?.rsplit_once('/')?;
    let last = last.replace("~1", "/").replace("~0", "~");
    let (place, new) = (value.pointer_mut(path)?, &operation["value"]);
    match (operation["op"].as_str()?, place) {
        ("add", Value::Array(items)) if last == "-" => items.push(new.clone()),
        ("replace", Value::Array(items)) => *items.get_mut(last.parse::<usize>().ok()?)? = new.clone(),
        ("add", Value::Object(fields)) => drop(fields.insert(last, new.clone())),
        ("replace", Value::Object(fields)) => *fields.get_mut(&last)? = new.clone(),
        ("remove", Value::Object(fields)) => drop(fields.remove(&last)?),
        _ => return None,
    }
    Some(())
}
