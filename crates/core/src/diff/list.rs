//! Lists: items that have a key are compared by it, others by their position.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{Change, What, add, compare as values, join};

/// The fields that make up keys of lists in Kubernetes' own types (`x-kubernetes-list-map-keys`), and in most custom ones; the
/// first that every item has, and no two items share, is taken.
const KEYS: [&[&str]; 10] = [
    &["uid"],
    &["containerPort", "protocol"],
    &["port", "protocol"],
    &["manager", "operation", "apiVersion", "subresource"],
    &["name"],
    &["key"],
    &["type"],
    &["ip"],
    &["mountPath"],
    &["topologyKey", "whenUnsatisfiable"],
];

/// Compares two lists.
pub(super) fn compare(left: &[Value], right: &[Value], at: &str, changes: &mut Vec<Change>) {
    let keyed = KEYS.iter().find_map(|fields| Some((keys(left, fields)?, keys(right, fields)?)));
    match keyed {
        Some((own, others)) => by_key((left, &own), (right, &others), at, changes),
        None => by_position(left, right, at, changes),
    }
}

/// Returns the keys of all items, if all have one and no two the same.
fn keys(items: &[Value], fields: &[&str]) -> Option<Vec<String>> {
    let keys: Vec<String> = items.iter().map(|item| key(item.as_object()?, fields)).collect::<Option<_>>()?;
    let distinct: BTreeMap<&String, ()> = keys.iter().map(|key| (key, ())).collect();
    (distinct.len() == keys.len()).then_some(keys)
}

/// Returns the key of an item: it must have the first field, and the others may be left out.
fn key(item: &Map<String, Value>, fields: &[&str]) -> Option<String> {
    item.get(*fields.first()?).filter(|value| !value.is_object() && !value.is_array())?;
    let parts = fields.iter().map(|field| item.get(*field).unwrap_or(&Value::Null).to_string());
    Some(parts.collect::<Vec<_>>().join(","))
}

type Keyed<'v> = (&'v [Value], &'v [String]);

fn by_key((left, own): Keyed<'_>, (right, others): Keyed<'_>, at: &str, changes: &mut Vec<Change>) {
    let places: BTreeMap<&String, usize> =
        others.iter().enumerate().map(|(index, key)| (key, index)).collect();
    let mut met = Vec::new();
    for (index, (item, key)) in left.iter().zip(own).enumerate() {
        let at = join(at, &index.to_string());
        match places.get(key) {
            Some(&other) => {
                met.push(other);
                values(item, &right[other], &at, changes);
            }
            None => add(changes, at, What::OnlyLeft(item.clone())),
        }
    }
    if !met.is_sorted() {
        add(changes, at.to_owned(), What::Order);
    }
    met.sort_unstable();
    let new = right.iter().enumerate().filter(|(index, _)| met.binary_search(index).is_err());
    for (index, item) in new {
        add(changes, join(at, &index.to_string()), What::OnlyRight(item.clone()));
    }
}

fn by_position(left: &[Value], right: &[Value], at: &str, changes: &mut Vec<Change>) {
    for index in 0..left.len().max(right.len()) {
        let at = join(at, &index.to_string());
        match (left.get(index), right.get(index)) {
            (Some(item), Some(other)) => values(item, other, &at, changes),
            (Some(item), None) => add(changes, at, What::OnlyLeft(item.clone())),
            (None, Some(item)) => add(changes, at, What::OnlyRight(item.clone())),
            (None, None) => {}
        }
    }
}
