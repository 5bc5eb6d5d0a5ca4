//! The managers of one object, and their fields.

use kubecheck_core::model::fields::Path;
use kubecheck_core::model::managed::Managed;
use kubecheck_core::model::time::{self, Timestamp};
use serde_json::{Value, json};

use super::named;

/// The columns of the table of managers.
pub(crate) const MANAGERS: [&str; 6] = ["MANAGER", "OPERATION", "SUBRESOURCE", "AGE", "FIELDS", "APIVERSION"];
/// The columns of the table of fields.
pub(crate) const FIELDS: [&str; 2] = ["FIELD", "MANAGERS"];

/// Returns a row for each manager.
pub(crate) fn managers(managers: &[Managed], now: Timestamp) -> Vec<Vec<String>> {
    let row = |manager: &Managed| {
        let at = manager.time.as_deref().and_then(time::parse);
        vec![
            manager.manager.clone(),
            manager.operation.clone(),
            manager.subresource.clone(),
            at.map(|at| time::age(time::seconds(at, now))).unwrap_or_else(|| "<unknown>".to_owned()),
            manager.fields.len().to_string(),
            manager.api_version.clone(),
        ]
    };
    managers.iter().map(row).collect()
}

/// Returns the fields that hold no others, with their managers, in the order of the set.
pub(crate) fn fields(managers: &[Managed]) -> Vec<(Path, Vec<&Managed>)> {
    let mut all = kubecheck_core::model::fields::FieldSet::default();
    for manager in managers {
        all = all.union(&manager.fields);
    }
    let owners =
        |path: &Path| managers.iter().filter(|manager| manager.fields.has(&path.0)).collect::<Vec<_>>();
    all.paths().into_iter().map(|path| (path.clone(), owners(&path))).collect()
}

/// Returns a row for each field.
pub(crate) fn field_rows(managers: &[Managed]) -> Vec<Vec<String>> {
    let row = |(path, owners): (Path, Vec<&Managed>)| {
        vec![path.to_string(), owners.into_iter().map(named).collect::<Vec<_>>().join(", ")]
    };
    fields(managers).into_iter().map(row).collect()
}

/// Returns managers and fields as the document has them.
pub(crate) fn document(managers: &[Managed]) -> (Value, Value) {
    let manager = |own: &Managed| {
        json!({
            "manager": own.manager, "operation": own.operation, "subresource": subresource(own),
            "apiVersion": own.api_version, "time": own.time, "fields": own.fields.len(),
        })
    };
    let field = |(path, owners): (Path, Vec<&Managed>)| {
        let owners: Vec<Value> = owners.into_iter().map(short).collect();
        json!({"field": path.to_string(), "managers": owners})
    };
    let fields = fields(managers).into_iter().map(field);
    (managers.iter().map(manager).collect(), fields.collect())
}

/// Returns what tells a manager from others.
pub(crate) fn short(own: &Managed) -> Value {
    json!({"manager": own.manager, "operation": own.operation, "subresource": subresource(own)})
}

fn subresource(manager: &Managed) -> Option<&str> {
    Some(manager.subresource.as_str()).filter(|name| !name.is_empty())
}
