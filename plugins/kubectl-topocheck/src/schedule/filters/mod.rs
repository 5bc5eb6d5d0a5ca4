//! The filters of the scheduler's default profile, one file each, in the order in which the scheduler asks them
//! (`pkg/scheduler/apis/config/v1/default_plugins.go`).

pub mod dynamic_resources;
pub mod inter_pod_affinity;
pub mod node_affinity;
pub mod node_declared_features;
pub mod node_name;
pub mod node_ports;
pub mod node_resources_fit;
pub mod node_unschedulable;
pub mod node_volume_limits;
pub mod pod_topology_spread;
pub mod taint_toleration;
pub mod volume_binding;
pub mod volume_restrictions;
pub mod volume_zone;

use super::filter::Filter;
use super::version::Features;

/// Returns the filters that a minor of Kubernetes has by default, in their order.
pub fn all(features: &Features) -> Vec<&'static dyn Filter> {
    let mut all: Vec<&'static dyn Filter> = vec![
        &node_unschedulable::NodeUnschedulable,
        &node_name::NodeName,
        &taint_toleration::TaintToleration,
        &node_affinity::NodeAffinity,
        &node_ports::NodePorts,
        &node_resources_fit::NodeResourcesFit,
        &volume_restrictions::VolumeRestrictions,
        &node_volume_limits::NodeVolumeLimits,
        &volume_binding::VolumeBinding,
        &volume_zone::VolumeZone,
        &pod_topology_spread::PodTopologySpread,
        &inter_pod_affinity::InterPodAffinity,
    ];
    if features.dynamic_resources {
        all.push(&dynamic_resources::DynamicResources);
    }
    if features.declared_features {
        all.push(&node_declared_features::NodeDeclaredFeatures);
    }
    all
}
