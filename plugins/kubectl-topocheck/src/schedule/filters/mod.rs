//! The filters of the scheduler's default profile, one file each, in the order in which the scheduler asks them
//! (`pkg/scheduler/apis/config/v1/default_plugins.go`).

pub mod inter_pod_affinity;
pub mod node_affinity;
pub mod node_name;
pub mod node_ports;
pub mod node_resources_fit;
pub mod node_unschedulable;
pub mod pod_topology_spread;
pub mod taint_toleration;

use super::filter::Filter;
use super::version::Features;

/// Returns the filters that a minor of Kubernetes has by default, in their order.
pub fn all(_features: &Features) -> Vec<&'static dyn Filter> {
    vec![
        &node_unschedulable::NodeUnschedulable,
        &node_name::NodeName,
        &taint_toleration::TaintToleration,
        &node_affinity::NodeAffinity,
        &node_ports::NodePorts,
        &node_resources_fit::NodeResourcesFit,
        &pod_topology_spread::PodTopologySpread,
        &inter_pod_affinity::InterPodAffinity,
    ]
}
