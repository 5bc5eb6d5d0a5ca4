//! Items of a list that stand for the same thing.

use std::collections::HashMap;

use kubecheck_catalog::{List, ListKind};
use kubecheck_core::model::tree::{Form, NodeId, Value};

use super::Problem;

/// Key fields that the server defaults before it compares, with their default (`pkg/apis/core/v1/defaults.go`).
const DEFAULTED: [(&str, &str); 1] = [("protocol", "TCP")];

/// Finds the items that repeat an earlier one, by the list's keys or, in a set, by value.
pub(super) fn duplicates(value: Value<'_>, list: &List) -> Vec<(NodeId, Problem)> {
    let (keys, set): (&[&str], bool) = match &list.kind {
        ListKind::Atomic => return Vec::new(),
        ListKind::Set => (&[], true),
        ListKind::Map(keys) => (keys, false),
    };
    if value.items().nth(1).is_none() {
        return Vec::new();
    }
    let mut seen: HashMap<String, NodeId> = HashMap::new();
    let mut found = Vec::new();
    for item in value.items() {
        let Some(key) = (if set { scalar(item) } else { key_of(item, keys) }) else { continue };
        match seen.get(&key) {
            Some(first) => found.push((item.id(), Problem::DuplicateItem { first: *first, key, set })),
            None => {
                seen.insert(key, item.id());
            }
        }
    }
    found
}

/// Returns an item's key as text, or none if it lacks a key field that has no default.
fn key_of(item: Value<'_>, keys: &[&str]) -> Option<String> {
    let mut parts = Vec::with_capacity(keys.len());
    for key in keys {
        let default = DEFAULTED.iter().find(|(name, _)| name == key).map(|(_, value)| format!("{value:?}"));
        let own = item.get(key).and_then(scalar).or(default)?;
        parts.push(format!("{key} {own}"));
    }
    Some(parts.join(" and "))
}

fn scalar(value: Value<'_>) -> Option<String> {
    match value.form() {
        Form::String(text) => Some(format!("{text:?}")),
        Form::Bool(_) | Form::Int(_) | Form::UInt(_) | Form::Float(_) => Some(value.text().to_owned()),
        Form::Null | Form::Sequence | Form::Mapping => None,
    }
}
