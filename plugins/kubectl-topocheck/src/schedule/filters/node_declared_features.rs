//! `NodeDeclaredFeatures`: what a pod needs of the kubelet beyond what every kubelet can do
//! (`plugins/nodedeclaredfeatures`; `k8s.io/component-helpers/nodedeclaredfeatures`).

use crate::model::pod::Pod;
use crate::schedule::cause::{Cause, Refusal, Status};
use crate::schedule::filter::{Filter, Judge, Prepared};
use crate::schedule::node::NodeInfo;
use crate::schedule::pod::PodInfo;
use crate::schedule::snapshot::Snapshot;

/// Refuses nodes whose kubelet does not say that it can do what the pod needs.
pub struct NodeDeclaredFeatures;

const RESTART_ALL: &str = "RestartAllContainersOnContainerExits";
const USER_NAMESPACES: &str = "UserNamespacesHostNetworkSupport";

/// The features that the scheduler knows, in their order (`features/registry.go`); no pod needs the others before it is changed.
const KNOWN: [&str; 5] = [
    "ExtendWebSocketsToKubelet",
    "InPlacePodLevelResourcesVerticalScaling",
    "InPlacePodVerticalScalingInitContainers",
    RESTART_ALL,
    USER_NAMESPACES,
];

#[derive(Clone)]
struct Ready(Vec<&'static str>);

impl Filter for NodeDeclaredFeatures {
    fn name(&self) -> &'static str {
        "NodeDeclaredFeatures"
    }

    fn prepare<'s>(&self, pod: &'s PodInfo, _: &'s Snapshot) -> Prepared<'s> {
        let needed = needed(&pod.pod);
        if needed.is_empty() { Prepared::Skip } else { Prepared::Ready(Box::new(Ready(needed))) }
    }
}

/// Returns the features that a pod needs (`InferForScheduling` of each).
fn needed(pod: &Pod) -> Vec<&'static str> {
    let mut rules = pod.containers().flat_map(|container| &container.restart_policy_rules);
    let restarts_all = rules.any(|rule| rule.action == "RestartAllContainers");
    let has_both = pod.spec.host_network && pod.spec.host_users == Some(false);
    let needed = [(RESTART_ALL, restarts_all), (USER_NAMESPACES, has_both)];
    needed.into_iter().filter(|(_, is_needed)| *is_needed).map(|(name, _)| name).collect()
}

/// Returns those of the known features that a node declares. Both lists are walked side by side, as the scheduler does
/// (`mapSorted`), so that what is out of order is not seen.
fn declared(all: &[String]) -> Vec<&'static str> {
    let (mut known, mut found) = (KNOWN.into_iter().peekable(), Vec::new());
    for name in all {
        while known.next_if(|known| *known < name.as_str()).is_some() {}
        found.extend(known.next_if(|known| known == name));
    }
    found
}

impl<'s> Judge<'s> for Ready {
    fn refuse(&self, node: &NodeInfo) -> Option<Refusal> {
        let declared = declared(&node.node.status.declared_features);
        let missing = self.0.iter().filter(|name| !declared.contains(name));
        let missing: Vec<Cause> = missing.map(|name| Cause::Feature { name: (*name).to_owned() }).collect();
        let reason = "node(s) didn't match Pod's required features";
        (!missing.is_empty()).then(|| Refusal::new(Status::UnschedulableAndUnresolvable, reason, missing))
    }

    fn copy(&self) -> Box<dyn Judge<'s> + 's> {
        Box::new(self.clone())
    }
}
