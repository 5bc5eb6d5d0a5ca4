//! What differs between minors of Kubernetes (`pkg/features/kube_features.go`, `pkg/scheduler/apis/config/v1/default_plugins.go`).

/// The oldest minor whose scheduler is known here.
pub const OLDEST: u8 = 33;
/// The newest.
pub const NEWEST: u8 = 36;

/// Feature gates of the scheduler as they are by default, and the wording of messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Features {
    /// The minor that is meant.
    pub minor: u8,
    /// `InPlacePodVerticalScaling`.
    pub in_place_resize: bool,
    /// `PodLevelResources`.
    pub pod_level_resources: bool,
    /// `InPlacePodLevelResourcesVerticalScaling`.
    pub in_place_pod_level_resize: bool,
    /// `DynamicResourceAllocation`.
    pub dynamic_resources: bool,
    /// `DRAExtendedResource`.
    pub extended_resource_claims: bool,
    /// `NodeDeclaredFeatures`.
    pub declared_features: bool,
    /// Whether a refused taint is named in the message; newer schedulers say only that there is one.
    pub names_taints: bool,
}

impl Features {
    /// Returns what a minor has by default; a minor that is not known has what the nearest has.
    pub fn of(minor: u8) -> Features {
        let minor = minor.clamp(OLDEST, NEWEST);
        Features {
            minor,
            in_place_resize: true,
            pod_level_resources: minor >= 34,
            in_place_pod_level_resize: minor >= 36,
            dynamic_resources: minor >= 34,
            extended_resource_claims: minor >= 36,
            declared_features: minor >= 36,
            names_taints: minor < 35,
        }
    }
}
