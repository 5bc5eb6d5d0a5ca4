//! `misplaced-key`: a stored object says it is another than its key says.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::report::finding::Finding;
use kubecheck_core::source::etcd::{StoredKey, StoredObject, builtins};

use crate::etcd::Known;
use crate::etcd::spot::Spot;

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK043",
    name: "misplaced-key",
    summary: "A stored object says it is another than its key says (etcd)",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("misplaced_key.md"),
};

/// Compares what a stored object says of itself with its key.
pub(crate) fn judge(
    spot: &Spot,
    place: &StoredKey<'_>,
    object: &StoredObject,
    known: &Known,
) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut add = |pointer, what: &str, own: &str, expected: &str| {
        let message = format!("the key is that of {what} {expected:?}, and the object there says {own:?}");
        found.push(spot.finding_at(&RULE, pointer, message, help(spot)));
    };
    let namespace = place.namespace.unwrap_or_default();
    if object.metadata("name") != place.name {
        add("/metadata/name", "name", object.metadata("name"), place.name);
    }
    if object.metadata("namespace") != namespace {
        add("/metadata/namespace", "namespace", object.metadata("namespace"), namespace);
    }
    let kinds = kinds(place, known);
    if !kinds.is_empty() && !kinds.contains(&object.kind.as_str()) {
        add("/kind", "kind", &object.kind, &kinds.join(" or "));
    }
    let group = object.api_version.split_once('/').map_or("", |(group, _)| group);
    let groups: Vec<&str> = match place.group {
        Some(group) => vec![group],
        None => builtins(place.resource).iter().map(|kind| kind.group).collect(),
    };
    if !groups.contains(&group) {
        add("/apiVersion", "group", group, &groups.join(" or "));
    }
    found
}

/// Returns the kinds whose objects may stand under a key.
fn kinds<'k>(place: &StoredKey<'_>, known: &'k Known) -> Vec<&'k str> {
    let custom = place.group.and_then(|group| known.definition(group, place.resource));
    let mut kinds: Vec<&str> = match custom {
        Some(definition) => vec![definition.kind.as_str()],
        None => builtins(place.resource).iter().map(|kind| kind.kind).collect(),
    };
    kinds.dedup();
    kinds
}

fn help(spot: &Spot) -> String {
    format!(
        "the API server finds objects by their keys, never by what they say; look at it with etcdctl get {}, and delete it \
         if it was copied there",
        spot.key
    )
}
