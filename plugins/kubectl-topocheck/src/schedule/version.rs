//! What differs between versions of kube-scheduler: which gates of the filters are on, and the words of refusals.
//!
//! Read from the sources of 1.33.0 … 1.33.13, 1.34.0 … 1.34.4, 1.35.0 … 1.35.4 and 1.36.0 … 1.36.3: `pkg/features/kube_features.go`
//! (gates), `pkg/scheduler/apis/config/v1/default_plugins.go` (the profile), `pkg/scheduler/framework/plugins` and the libraries of
//! the same version (words). A gate that is locked or that all of them have on by default (`SidecarContainers`,
//! `MatchLabelKeysInPodTopologySpread`, `NodeInclusionPolicyInPodTopologySpread`) is no field here; neither is one that all have off
//! (`TaintTolerationComparisonOperators`, `GangScheduling`, `TopologyAwareWorkloadScheduling`, `DRADeviceTaintRules`).
//!
//! What does not differ:
//!
//! - The order of the filters of the default profile. `DynamicResources` comes after `InterPodAffinity` where its gate is on,
//!   `NodeDeclaredFeatures` last of all (`applyFeatureGates`).
//! - `FitError` and `RunPreFilterPlugins`, so the form of the message ([`super::message`]).
//! - The words of preemption (`framework/preemption/preemption.go`, `plugins/defaultpreemption`): `preemption: `, `not eligible due to
//!   preemptionPolicy=Never.`, `not eligible due to a terminating pod on the nominated node.`, `Preemption is not helpful for
//!   scheduling`, `No preemption victims found for incoming pod`. What `DynamicResources` says before it is in
//!   [`super::filters::dynamic_resources::after`].

/// The oldest minor whose scheduler is known here.
pub const OLDEST: u8 = 33;
/// The newest.
pub const NEWEST: u8 = 36;

/// Feature gates of the scheduler as they are by default, and the wording of messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Features {
    /// The minor that is meant.
    pub minor: u8,
    /// `InPlacePodVerticalScaling`: on since 1.33.
    pub in_place_resize: bool,
    /// `PodLevelResources`: on since 1.34.
    pub pod_level_resources: bool,
    /// `InPlacePodLevelResourcesVerticalScaling`: on since 1.36.
    pub in_place_pod_level_resize: bool,
    /// Whether the ports of sidecars are taken as those of containers are: since 1.33.6 (`pkg/scheduler/util/utils.go`,
    /// `GetHostPorts`; before, `plugins/nodeports/node_ports.go`, `getContainerPorts`).
    pub sidecar_ports: bool,
    /// Whether a request that is larger than the node itself is told from one that only lacks room: since 1.34
    /// (`plugins/noderesources/fit.go`, `InsufficientResource.Unresolvable`).
    pub hopeless_requests: bool,
    /// Whether a refused taint is named: until 1.33, and in 1.34.0 and 1.34.1 (`plugins/tainttoleration/taint_toleration.go`).
    pub names_taints: bool,
    /// Whether a claim for one pod is said to be in use on the node instead of anywhere: until 1.33
    /// (`plugins/volumerestrictions/volume_restrictions.go`, `ErrReasonReadWriteOncePodConflict`).
    pub names_node_of_claim: bool,
    /// `VolumeAttributesClass`: on since 1.34.
    pub volume_attributes: bool,
    /// `VolumeLimitScaling`: off, alpha since 1.35.
    pub volume_limit_scaling: bool,
    /// Whether a node's in-tree volumes only count as those of a driver if its `CSINode` says so in an annotation: until 1.35
    /// (`plugins/nodevolumelimits/utils.go`, `isCSIMigrationOn`).
    pub migrates_by_annotation: bool,
    /// `DynamicResourceAllocation`: on since 1.34.
    pub dynamic_resources: bool,
    /// `DRAExtendedResource`: on since 1.36.
    pub extended_resource_claims: bool,
    /// `DRADeviceTaints`: on since 1.36.
    pub device_taints: bool,
    /// `DRAPartitionableDevices`: on since 1.36.
    pub partitioned_devices: bool,
    /// `DRAConsumableCapacity`: on since 1.36.
    pub shared_devices: bool,
    /// `DRADeviceBindingConditions`: on since 1.36.
    pub device_conditions: bool,
    /// Whether devices of a pool that is being updated can be had: until 1.34 (`k8s.io/dynamic-resource-allocation`,
    /// `structured/internal/incubating`, `allocateOne`).
    pub uses_incomplete_pools: bool,
    /// Whether a pool that is in error keeps only its own devices away instead of failing the pod: since 1.35 (see there).
    pub survives_invalid_pools: bool,
    /// Whether a claim that is another pod's is told with capitals: since 1.36 (`k8s.io/dynamic-resource-allocation`,
    /// `resourceclaim`, `IsForPod`).
    pub writes_pod_large: bool,
    /// `NodeDeclaredFeatures`: on since 1.36.
    pub declared_features: bool,
}

impl Features {
    /// Returns what a version has by default. Without a patch it is the newest of its minor; a minor that is not known has what the
    /// nearest has.
    pub fn of(minor: u8, patch: Option<u16>) -> Features {
        let version = match minor {
            0..OLDEST => (OLDEST, 0),
            OLDEST..=NEWEST => (minor, patch.unwrap_or(u16::MAX)),
            _ => (NEWEST, u16::MAX),
        };
        let since = |minor: u8, patch: u16| version >= (minor, patch);
        Features {
            minor: version.0,
            in_place_resize: since(33, 0),
            pod_level_resources: since(34, 0),
            in_place_pod_level_resize: since(36, 0),
            sidecar_ports: since(33, 6),
            hopeless_requests: since(34, 0),
            names_taints: !since(34, 2),
            names_node_of_claim: !since(34, 0),
            volume_attributes: since(34, 0),
            volume_limit_scaling: false,
            migrates_by_annotation: !since(36, 0),
            dynamic_resources: since(34, 0),
            extended_resource_claims: since(36, 0),
            device_taints: since(36, 0),
            partitioned_devices: since(36, 0),
            shared_devices: since(36, 0),
            device_conditions: since(36, 0),
            uses_incomplete_pools: !since(35, 0),
            survives_invalid_pools: since(35, 0),
            writes_pod_large: since(36, 0),
            declared_features: since(36, 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patch_decides_where_patches_differ() {
        let names_taints = |patch| Features::of(34, patch).names_taints;
        assert!(names_taints(Some(0)) && names_taints(Some(1)));
        assert!(!names_taints(Some(2)) && !names_taints(None));
        let sidecar_ports = |patch| Features::of(33, patch).sidecar_ports;
        assert!(!sidecar_ports(Some(5)));
        assert!(sidecar_ports(Some(6)) && sidecar_ports(None));
    }

    #[test]
    fn unknown_minors_have_what_the_nearest_has() {
        assert_eq!(Features::of(20, Some(9)), Features::of(OLDEST, Some(0)));
        assert_eq!(Features::of(99, Some(0)), Features::of(NEWEST, None));
    }
}
