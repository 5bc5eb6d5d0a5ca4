//! Items of a list that stand for the same thing.

use std::borrow::Cow;
use std::collections::BTreeMap;

use kubecheck_catalog::{List, ListKind};
use kubecheck_core::model::tree::{Form, NodeId, Value};

use super::Problem;

/// Key fields that the server defaults before it compares, with their default (`pkg/apis/core/v1/defaults.go`).
const DEFAULTED: [(&str, &str); 1] = [("protocol", "TCP")];

/// Reports the items that repeat an earlier one: by the list's keys or, in a set, by value.
pub(super) fn duplicates(value: Value<'_>, list: &List, mut report: impl FnMut(NodeId, Problem)) {
    let keys: &[&str] = match &list.kind {
        ListKind::Atomic => return,
        ListKind::Set => &[],
        ListKind::Map(keys) => keys,
    };
    if value.items().nth(1).is_none() {
        return;
    }
    let mut seen: BTreeMap<Vec<Cow<'_, str>>, NodeId> = BTreeMap::new();
    for item in value.items() {
        let Some(key) = key(item, keys) else { continue };
        match seen.get(&key) {
            Some(first) => {
                let problem =
                    Problem::DuplicateItem { first: *first, key: describe(keys, &key), set: keys.is_empty() };
                report(item.id(), problem);
            }
            None => {
                seen.insert(key, item.id());
            }
        }
    }
}

/// Returns what an item is known by: the values of its key fields, or in a set (no key fields) its own. None if it lacks
/// a key field that has no default.
fn key<'t>(item: Value<'t>, keys: &[&str]) -> Option<Vec<Cow<'t, str>>> {
    if keys.is_empty() {
        return scalar(item).map(|own| vec![own]);
    }
    let default =
        |key: &str| DEFAULTED.iter().find(|(name, _)| *name == key).map(|(_, value)| Cow::Borrowed(*value));
    keys.iter().map(|key| item.get(key).and_then(scalar).or(default(key))).collect()
}

/// Returns a scalar as one text for all ways to write it: `80`, `0x50` and `80.0` are the same port.
fn scalar(value: Value<'_>) -> Option<Cow<'_, str>> {
    match value.form() {
        Form::String(text) => Some(Cow::Borrowed(text)),
        Form::Bool(value) => Some(Cow::Borrowed(if value { "true" } else { "false" })),
        Form::Int(value) => Some(Cow::Owned(value.to_string())),
        Form::UInt(value) => Some(Cow::Owned(value.to_string())),
        Form::Float(value) => Some(Cow::Owned(value.to_string())),
        Form::Null | Form::Sequence | Form::Mapping => None,
    }
}

/// Puts a key into words: `containerPort 80 and protocol TCP`.
fn describe(keys: &[&str], values: &[Cow<'_, str>]) -> String {
    let parts = values.iter().enumerate().map(|(at, value)| match keys.get(at) {
        Some(key) => format!("{key} {value}"),
        None => value.to_string(),
    });
    parts.collect::<Vec<_>>().join(" and ")
}
