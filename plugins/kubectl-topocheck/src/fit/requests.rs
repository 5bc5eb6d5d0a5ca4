//! How a pod may ask for less of a resource, so that all of it fits.

use kubecheck_core::model::quantity::Quantity;

use super::edit::{Edit, Part};
use crate::model::container::Container;
use crate::model::pod::Pod;
use crate::schedule::requests::{self, Basis};
use crate::schedule::resources::{CPU, EPHEMERAL_STORAGE, MEMORY, is_extended, quantity};
use crate::schedule::version::Features;

/// One mebibyte, to which memory and disk are rounded down.
const MEBIBYTE: i64 = 1 << 20;

/// Returns the edits after which a pod asks for at most so much of a resource; none if it would have to do without.
pub fn lower(pod: &Pod, resource: &str, free: i64, features: &Features) -> Option<Vec<Edit>> {
    let target = rounded(resource, free);
    if target <= 0 {
        return None;
    }
    let (mut copy, mut edits) = (pod.clone(), Vec::new());
    // Each step lowers one part, the one that asks for most; what a pod asks for may come from several.
    for _ in 0..=pod.containers().count() + 1 {
        let total = asked(&copy, resource, features);
        let (over, (part, own)) = match beyond(&copy, resource, features) {
            _ if total > target => (total - target, largest(&copy, resource, features)?),
            0 => return (!edits.is_empty()).then_some(edits),
            over => (over, largest(&of_containers(&copy), resource, features)?),
        };
        let to = rounded(resource, own - over);
        if to <= 0 {
            return None;
        }
        let edit = Edit::LowerRequest {
            part,
            resource: resource.to_owned(),
            from: quantity(resource, own),
            to: quantity(resource, to),
        };
        edit.on_pod(&mut copy);
        edits.push(edit);
    }
    None
}

/// Returns how much more the containers ask for than the pod as a whole, which no API server takes
/// (`validatePodResourceConsistency`, `pkg/apis/core/validation`).
fn beyond(pod: &Pod, resource: &str, features: &Features) -> i64 {
    let own = pod.spec.resources.as_ref().and_then(|own| own.requests.get(resource));
    own.map_or(0, |own| (asked(&of_containers(pod), resource, features) - counted(resource, *own)).max(0))
}

/// Returns the pod as its containers make it up.
fn of_containers(pod: &Pod) -> Pod {
    let mut pod = pod.clone();
    pod.spec.resources = None;
    pod.spec.overhead.clear();
    pod
}

fn rounded(resource: &str, amount: i64) -> i64 {
    match resource {
        MEMORY | EPHEMERAL_STORAGE if amount > MEBIBYTE => amount - amount % MEBIBYTE,
        _ => amount,
    }
}

fn asked(pod: &Pod, resource: &str, features: &Features) -> i64 {
    let all = requests::of(pod, Basis::Spec, features);
    all.get(resource).map_or(0, |quantity| counted(resource, *quantity))
}

fn counted(resource: &str, quantity: Quantity) -> i64 {
    if resource == CPU { quantity.milli_value() } else { quantity.value() }
}

/// Returns the part whose request matters most: that of the pod itself if it has one, else of the containers that make up the sum, or
/// of the init container that asks for more than those.
fn largest(pod: &Pod, resource: &str, features: &Features) -> Option<(Part, i64)> {
    let own = pod.spec.resources.as_ref().and_then(|own| own.requests.get(resource));
    if let Some(own) = own.filter(|_| features.pod_level_resources && !is_extended(resource)) {
        return Some((Part::Pod, counted(resource, *own)));
    }
    let total = asked(pod, resource, features);
    let parts = pod.spec.containers.iter().map(|container| (false, container));
    let parts = parts.chain(pod.spec.init_containers.iter().map(|container| (true, container)));
    let of =
        |container: &Container| container.resources.requests.get(resource).map(|own| counted(resource, *own));
    let named = parts.filter_map(|(is_init, container)| {
        let asks = of(container).filter(|asks| *asks > 0)?;
        let part = |name: String| if is_init { Part::InitContainer(name) } else { Part::Container(name) };
        Some((part(container.name.clone()), asks))
    });
    // Only a part without which the pod would ask for less is worth lowering.
    let matters = |(part, _): &(Part, i64)| {
        let mut copy = pod.clone();
        let to = Quantity::default();
        Edit::LowerRequest { part: part.clone(), resource: resource.to_owned(), from: to, to }
            .on_pod(&mut copy);
        asked(&copy, resource, features) < total
    };
    named.filter(matters).max_by_key(|(_, asks)| *asks)
}
