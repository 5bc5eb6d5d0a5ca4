//! Whether a namespace or a CRD is empty: only then may what guards its content be taken off, whatever is accepted. What is left
//! inside could never be listed again.

use kubecheck_core::cli::Exit;
use kubecheck_core::kube::{Cluster, Depth, Freshness, Wanted};
use kubecheck_core::model::served::Served;
use serde_json::Value;

use super::Refused;
use crate::world::World;

/// Says why a namespace may not be finalized.
pub(super) fn namespace(world: &World, object: &Value) -> Option<Refused> {
    let name = object["metadata"]["name"].as_str().unwrap_or_default();
    let conditions = object["status"]["conditions"].as_array();
    if let Some(condition) = conditions.into_iter().flatten().find(|condition| condition["status"] == "True")
    {
        let text = |key: &str| condition[key].as_str().unwrap_or_default();
        return Some(Refused::new(
            format!("the namespace {name} says {}: {}", text("type"), text("message")),
            format!("kubectl finalizers why ns/{name} tells what helps"),
        ));
    }
    let Some(cluster) = world.cluster() else { return Some(no_cluster()) };
    let served = match cluster.discover(Freshness::Now) {
        Ok(discovered) => discovered.served,
        Err(fault) => {
            return Some(unread(
                &format!("nobody knows what there is in the namespace {name}"),
                &fault.message,
            ));
        }
    };
    if let Some((group, version, why)) = served.unknown().next() {
        return Some(unread(
            &format!("nobody knows what {}/{} has in the namespace {name}", group.name, version.name),
            why,
        ));
    }
    empty(cluster, &content(&served, name), &format!("the namespace {name}"))
}

/// Everything that may be in a namespace and be deleted from it. What cannot be deleted is a view of something else.
fn content(served: &Served, namespace: &str) -> Vec<Wanted> {
    let is_content = |found: &kubecheck_core::model::served::Found<'_>| {
        found.resource.namespaced && found.has_verb("list") && found.has_verb("delete")
    };
    let within =
        |found| Wanted { namespace: Some(namespace.to_owned()), ..Wanted::all(found, Depth::Metadata) };
    served.preferred().filter(is_content).map(within).collect()
}

/// Says why a CRD may not go.
pub(super) fn definition(world: &World, object: &Value) -> Option<Refused> {
    let Some(cluster) = world.cluster() else { return Some(no_cluster()) };
    let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let (group, plural) = (text("/spec/group"), text("/spec/names/plural"));
    let name = format!("the CRD {plural}.{group}");
    let served = match cluster.discover(Freshness::Now) {
        Ok(discovered) => discovered.served,
        Err(fault) => {
            return Some(unread(&format!("nobody knows how many objects {name} has"), &fault.message));
        }
    };
    match served.resource(group, plural) {
        Some(found) => empty(cluster, &[Wanted::all(found, Depth::Metadata)], &name),
        None => Some(unread(&format!("nobody knows how many objects {name} has"), "it is not served")),
    }
}

fn empty(cluster: &Cluster, wanted: &[Wanted], what: &str) -> Option<Refused> {
    let scanned = cluster.scan(wanted, |_, items| items.len());
    if let Some((at, fault)) = scanned.faults.first() {
        return Some(unread(
            &format!("{} of {what} cannot be listed", wanted[*at].qualified()),
            &fault.message,
        ));
    }
    let mut left: Vec<(usize, usize)> = Vec::new();
    for (at, count) in scanned.kept.into_iter().filter(|(_, count)| *count > 0) {
        match left.last_mut().filter(|(last, _)| *last == at) {
            Some((_, sum)) => *sum += count,
            None => left.push((at, count)),
        }
    }
    let named: Vec<String> =
        left.iter().map(|(at, count)| format!("{} ({count})", wanted[*at].qualified())).collect();
    (!named.is_empty()).then(|| {
        Refused::new(
            format!("{what} is not empty: {}", named.join(", ")),
            "what is left inside would be stranded in etcd, where nobody can list it; delete it first",
        )
    })
}

fn unread(what: &str, why: &str) -> Refused {
    Refused::new(format!("{what}: {why}"), "it is let go only when everything has answered and is empty")
        .exiting(Exit::Incomplete)
}

fn no_cluster() -> Refused {
    Refused::new("nothing is taken off in a dump", "name a cluster").exiting(Exit::Usage)
}
