//! `NodeResourcesFit`: too little of a resource (`plugins/noderesources/fit.go`).

use std::collections::BTreeSet;

use crate::schedule::cause::{Cause, Refusal, Status};
use crate::schedule::filter::{Filter, Judge, Prepared};
use crate::schedule::node::NodeInfo;
use crate::schedule::pod::PodInfo;
use crate::schedule::requests::{self, Basis};
use crate::schedule::resources::Resources;
use crate::schedule::snapshot::Snapshot;

/// How an extended resource is called that stands for a class of devices by the class's name (`ResourceDeviceClassPrefix`).
pub const DEVICE_CLASS: &str = "deviceclass.resource.kubernetes.io/";

/// Refuses nodes with too few of a resource left, or with too many pods.
pub struct NodeResourcesFit;

#[derive(Clone)]
struct Ready {
    wanted: Resources,
    /// Extended resources that stand for classes of devices: nodes that do not have them by themselves may get them by a claim.
    devices: BTreeSet<String>,
    /// Whether a request that is larger than the node is told from one that only lacks room.
    tells_hopeless: bool,
}

impl Filter for NodeResourcesFit {
    fn name(&self) -> &'static str {
        "NodeResourcesFit"
    }

    fn prepare<'s>(&self, pod: &'s PodInfo, snapshot: &'s Snapshot) -> Prepared<'s> {
        let wanted = wanted(pod, snapshot);
        let is_device =
            |name: &&String| snapshot.features.extended_resource_claims && stands_for_devices(name, snapshot);
        let devices = wanted.scalars.keys().filter(is_device).cloned().collect();
        let tells_hopeless = snapshot.features.hopeless_requests;
        Prepared::Ready(Box::new(Ready { wanted, devices, tells_hopeless }))
    }
}

/// Returns what a pod that has no node asks for.
pub fn wanted(pod: &PodInfo, snapshot: &Snapshot) -> Resources {
    Resources::requested(&requests::of(&pod.pod, Basis::Spec, &snapshot.features))
}

/// Tells whether a class of devices has an extended resource, by its own word or by its name.
pub fn stands_for_devices(name: &str, snapshot: &Snapshot) -> bool {
    let classes = &snapshot.around.device_classes;
    let by_name = name.strip_prefix(DEVICE_CLASS).is_some_and(|class| classes.contains_key(class));
    by_name || classes.values().any(|class| class.spec.extended_resource_name.as_deref() == Some(name))
}

impl Ready {
    fn shortage(&self, node: &NodeInfo) -> Vec<(String, Cause, bool)> {
        let mut short = Vec::new();
        let pods = i64::try_from(node.pods.len()).unwrap_or(i64::MAX);
        if pods + 1 > node.allocatable.pods {
            let cause = Cause::Pods { used: pods, allocatable: node.allocatable.pods };
            short.push(("Too many pods".to_owned(), cause, false));
        }
        for (name, requested) in self.wanted.all().filter(|(_, requested)| *requested > 0) {
            let (used, allocatable) = (node.requested.get(name), node.allocatable.get(name));
            let is_claimed = self.devices.contains(name) && allocatable <= 0;
            if requested > allocatable - used && !is_claimed {
                let cause = Cause::Resource { name: name.to_owned(), requested, used, allocatable };
                short.push((format!("Insufficient {name}"), cause, requested > allocatable));
            }
        }
        short
    }
}

impl<'s> Judge<'s> for Ready {
    fn refuse(&self, node: &NodeInfo) -> Option<Refusal> {
        let short = self.shortage(node);
        let is_hopeless = self.tells_hopeless && short.iter().any(|(_, _, is_hopeless)| *is_hopeless);
        let status = if is_hopeless { Status::UnschedulableAndUnresolvable } else { Status::Unschedulable };
        let (reasons, causes) = short.into_iter().map(|(reason, cause, _)| (reason, cause)).unzip();
        let refusal = Refusal { status, reasons, causes };
        (!refusal.reasons.is_empty()).then_some(refusal)
    }

    fn copy(&self) -> Box<dyn Judge<'s> + 's> {
        Box::new(self.clone())
    }
}
