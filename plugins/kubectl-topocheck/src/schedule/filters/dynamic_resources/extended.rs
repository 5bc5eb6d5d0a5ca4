//! Extended resources that stand for classes of devices: nodes that do not have them by themselves give devices for them, by a claim that
//! the scheduler makes (`extendeddynamicresources.go`).

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::container::Container;
use crate::model::device::{DeviceClass, ResourceClaim};
use crate::model::pod::Pod;
use crate::schedule::filters::node_resources_fit::{DEVICE_CLASS, wanted};
use crate::schedule::node::NodeInfo;
use crate::schedule::pod::PodInfo;
use crate::schedule::resources::is_extended;
use crate::schedule::snapshot::Snapshot;

/// The annotation of claims that the scheduler made (`ExtendedResourceClaimAnnotation`).
const MADE: &str = "resource.kubernetes.io/extended-resource-claim";

/// The extended resources of a pod, one of which at least stands for a class.
#[derive(Clone)]
pub(super) struct Extended<'s> {
    resources: Vec<Resource<'s>>,
    /// The claim that an earlier try has left.
    pub(super) left: Option<&'s ResourceClaim>,
}

#[derive(Clone)]
struct Resource<'s> {
    name: String,
    class: Option<&'s DeviceClass>,
    /// How many devices it takes.
    devices: i64,
}

/// What a node does about the extended resources of a pod.
pub(super) enum OnNode<'s> {
    /// It has them all by itself.
    Has,
    /// It gives devices of classes, so many.
    Gives(Vec<(&'s DeviceClass, i64)>),
    /// It has none of a resource.
    Lacks(String),
}

impl<'s> Extended<'s> {
    /// Reads what a pod wants; none if none of it stands for a class (`preFilterExtendedResources`).
    pub(super) fn of(pod: &PodInfo, snapshot: &'s Snapshot) -> Option<Extended<'s>> {
        if !snapshot.features.extended_resource_claims {
            return None;
        }
        let all = wanted(pod, snapshot).scalars;
        let all = all.into_iter().filter(|(name, amount)| *amount != 0 && is_dynamic(name));
        let resources = all.map(|(name, _)| {
            let class = class(&name, snapshot);
            Resource { class, devices: devices(&pod.pod, &name), name }
        });
        let resources: Vec<Resource<'s>> = resources.collect();
        let stands = resources.iter().any(|resource| resource.class.is_some());
        stands.then(|| Extended { resources, left: left(&pod.pod, snapshot) })
    }

    /// Tells what a node does about them (`filterExtendedResources`).
    pub(super) fn on(&self, node: &NodeInfo) -> OnNode<'s> {
        let mut given = BTreeMap::new();
        for resource in &self.resources {
            let allocatable = node.allocatable.scalars.get(&resource.name).copied();
            match resource.class {
                Some(class) if allocatable.unwrap_or(0) == 0 => {
                    given.insert(&resource.name, (class, resource.devices));
                }
                _ if allocatable.is_none() => return OnNode::Lacks(resource.name.clone()),
                _ => {}
            }
        }
        if given.is_empty() { OnNode::Has } else { OnNode::Gives(given.into_values().collect()) }
    }
}

/// Tells whether an extended resource may stand for a class (`IsDRAExtendedResourceName`).
pub(super) fn is_dynamic(name: &str) -> bool {
    is_extended(name) || name.starts_with(DEVICE_CLASS)
}

/// Returns the class that an extended resource stands for: of several the newest, of these the first by name
/// (`extendedresourcecache.go`).
fn class<'s>(name: &str, snapshot: &'s Snapshot) -> Option<&'s DeviceClass> {
    let classes = &snapshot.around.device_classes;
    if let Some(class) = name.strip_prefix(DEVICE_CLASS) {
        return classes.get(class).map(Arc::as_ref);
    }
    let all = classes.values().map(Arc::as_ref);
    let meant = all.filter(|class| class.spec.extended_resource_name.as_deref() == Some(name));
    meant.min_by_key(|class| (Reverse(class.metadata.created()), &class.metadata.name))
}

/// Returns the claim that an earlier try has left (`findExtendedResourceClaim`).
fn left<'s>(pod: &Pod, snapshot: &'s Snapshot) -> Option<&'s ResourceClaim> {
    let is_for = |claim: &&ResourceClaim| {
        let metadata = &claim.metadata;
        let owns = metadata.owner_references.iter().any(|owner| {
            owner.controller == Some(true) && owner.name == pod.metadata.name && owner.uid == pod.metadata.uid
        });
        owns && metadata.annotations.get(MADE).is_some_and(|made| made == "true")
    };
    snapshot.around.device_claims.values().map(Arc::as_ref).find(is_for)
}

/// Returns how many devices an extended resource takes (`createRequestsAndMappings`): those of all containers that go on running, and
/// what the hungriest init container wants more than those that come with or after it.
fn devices(pod: &Pod, name: &str) -> i64 {
    let wants = |container: &Container| {
        let requested = container.resources.requests.get(name);
        requested.map_or(0, |quantity| quantity.value())
    };
    let init = pod.spec.init_containers.iter().map(|container| (container, !container.is_sidecar()));
    let all: Vec<(i64, bool)> = init
        .chain(pod.spec.containers.iter().map(|container| (container, false)))
        .map(|(container, ends)| (wants(container), ends))
        .collect();
    let lasting =
        |from: usize| -> i64 { all[from..].iter().filter(|(_, ends)| !ends).map(|(wanted, _)| wanted).sum() };
    let more = all.iter().enumerate().filter(|(_, (_, ends))| *ends);
    let more = more.map(|(at, (wanted, _))| wanted - lasting(at)).max().unwrap_or(0);
    lasting(0) + more.max(0)
}
