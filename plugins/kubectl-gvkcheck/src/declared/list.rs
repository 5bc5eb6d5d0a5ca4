//! Lists: their items are told apart by what the schema says, and where it says nothing by a name of their own.

use kubecheck_catalog::{ListKind, Schema};
use kubecheck_core::model::tree::{Form, Value};
use serde_json::Value as Json;

use super::compare::{Walk, is_zero};

/// Lists that controllers and admission add to; that what is declared is among them is enough.
const SHARED: [&str; 8] = [
    "finalizers",
    "imagePullSecrets",
    "ownerReferences",
    "secrets",
    "taints",
    "tolerations",
    "topologies",
    "groups",
];

/// What tells items apart where no schema does.
const KEYS: [&str; 4] = ["name", "key", "uid", "type"];

/// Compares a list with what lives in its place.
pub(super) fn within(
    walk: &mut Walk,
    declared: Value<'_>,
    live: Option<&Json>,
    schema: Option<&'static Schema>,
) {
    let live = live.and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
    let (items, kind) = match schema {
        Some(Schema::List(list)) => (Some(&list.items), Some(&list.kind)),
        _ => (None, None),
    };
    let owned: Vec<Value<'_>> = declared.items().collect();
    match kind {
        Some(ListKind::Map(keys)) if are_maps(&owned) => by_keys(walk, &owned, live, keys, items),
        Some(ListKind::Set) => among(walk, &owned, live, items),
        _ if SHARED.contains(&walk.name()) || schema.is_none() && walk.name().is_empty() => {
            among(walk, &owned, live, items);
        }
        None => match KEYS.iter().find(|key| is_key(key, &owned, live)) {
            Some(key) => by_keys(walk, &owned, live, &[key], items),
            None => by_place(walk, declared, &owned, live, items),
        },
        _ => by_place(walk, declared, &owned, live, items),
    }
}

fn are_maps(owned: &[Value<'_>]) -> bool {
    owned.iter().all(|item| item.is_mapping())
}

/// Tells whether every item of both lists has a key, and no two of a list the same.
fn is_key(key: &str, owned: &[Value<'_>], live: &[Json]) -> bool {
    let own: Option<Vec<&str>> = owned.iter().map(|item| item.get(key)?.as_str()).collect();
    let others: Option<Vec<&str>> = live.iter().map(|item| item.get(key)?.as_str()).collect();
    [own, others].into_iter().all(|keys| {
        keys.is_some_and(|mut keys| {
            let count = keys.len();
            keys.sort_unstable();
            keys.dedup();
            keys.len() == count
        })
    })
}

/// Compares items that have keys. A key that is left out has a default, which may be any.
fn by_keys(
    walk: &mut Walk,
    owned: &[Value<'_>],
    live: &[Json],
    keys: &[&str],
    items: Option<&'static Schema>,
) {
    for item in owned {
        let fits = |live: &&Json| {
            keys.iter().all(|key| match item.get(key) {
                Some(own) if !is_zero(own) => {
                    live.get(key).is_some_and(|live| super::scalar::same(own, live, None))
                }
                _ => true,
            })
        };
        let fitting: Vec<&Json> = live.iter().filter(fits).collect();
        let equal = fitting.iter().any(|live| walk.is_same(*item, live, items));
        match fitting.as_slice() {
            _ if equal => {}
            [] => walk.tell(*item, None, false),
            [live, ..] => walk.value(*item, live, items),
        }
    }
}

/// Looks for each item among those that live, in any order.
fn among(walk: &mut Walk, owned: &[Value<'_>], live: &[Json], items: Option<&'static Schema>) {
    for item in owned {
        if !live.iter().any(|live| walk.is_same(*item, live, items)) {
            walk.tell(*item, None, false);
        }
    }
}

fn by_place(
    walk: &mut Walk,
    declared: Value<'_>,
    owned: &[Value<'_>],
    live: &[Json],
    items: Option<&'static Schema>,
) {
    if owned.len() != live.len() {
        return walk.tell(declared, Some(&Json::Array(live.to_vec())), false);
    }
    for (item, live) in owned.iter().zip(live) {
        match item.form() {
            Form::Null => {}
            _ => walk.value(*item, live, items),
        }
    }
}
