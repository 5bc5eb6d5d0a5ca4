//! Devices that are allocated dynamically (`resource.k8s.io/v1`).

use serde::Deserialize;
use serde_json::Value;

use super::meta::Meta;
use super::selector::NodeSelector;
use super::status::Condition;

/// A claim of devices (`ResourceClaim`).
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct ResourceClaim {
    /// The metadata.
    pub metadata: Meta,
    /// What is wanted.
    pub spec: ResourceClaimSpec,
    /// What was allocated.
    pub status: ResourceClaimStatus,
}

/// What is wanted of a claim.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct ResourceClaimSpec {
    /// The devices.
    pub devices: DeviceClaim,
}

/// The devices of a claim.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct DeviceClaim {
    /// The requests.
    pub requests: Vec<DeviceRequest>,
    /// What must hold between devices; as it stands.
    pub constraints: Vec<Value>,
}

/// A request for devices, or a list of alternatives.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DeviceRequest {
    /// The name.
    pub name: String,
    /// One kind of device.
    pub exactly: Option<ExactDeviceRequest>,
    /// Alternatives, the first that can be had.
    pub first_available: Vec<ExactDeviceRequest>,
}

/// A request for one kind of device.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ExactDeviceRequest {
    /// The name of an alternative.
    pub name: String,
    /// The class.
    pub device_class_name: String,
    /// `ExactCount` (also if empty) or `All`.
    pub allocation_mode: String,
    /// How many; absent is one.
    pub count: Option<i64>,
    /// Expressions in CEL that devices must fulfil; as they stand.
    pub selectors: Vec<Value>,
    /// Whether devices in use will do.
    pub admin_access: Option<bool>,
    /// Taints of devices that are tolerated.
    pub tolerations: Vec<Toleration>,
    /// Parts of devices that are wanted; as they stand.
    pub capacity: Option<Value>,
}

/// What was allocated for a claim.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ResourceClaimStatus {
    /// The devices.
    pub allocation: Option<Allocation>,
    /// Who uses it.
    pub reserved_for: Vec<Consumer>,
    /// How its devices stand.
    pub devices: Vec<DeviceStatus>,
}

/// How a device stands that a claim has.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct DeviceStatus {
    /// The driver.
    pub driver: String,
    /// The pool.
    pub pool: String,
    /// The device.
    pub device: String,
    /// The conditions.
    pub conditions: Vec<Condition>,
}

/// The devices that a claim has.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Allocation {
    /// The devices.
    pub devices: AllocatedDevices,
    /// From which nodes they can be reached; absent is every node.
    pub node_selector: Option<NodeSelector>,
}

/// The devices that a claim has.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct AllocatedDevices {
    /// One for each device.
    pub results: Vec<AllocatedDevice>,
}

/// A device that a claim has.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AllocatedDevice {
    /// The request.
    pub request: String,
    /// The driver.
    pub driver: String,
    /// The pool.
    pub pool: String,
    /// The device.
    pub device: String,
    /// Whether others may use it at the same time.
    pub admin_access: Option<bool>,
    /// Which share of the device it is, if it is not all of it.
    #[serde(rename = "shareID")]
    pub share_id: Option<String>,
    /// Conditions that the device must have before the pod can be bound.
    pub binding_conditions: Vec<String>,
    /// Conditions that say that it will never have them.
    pub binding_failure_conditions: Vec<String>,
}

/// Who uses a claim.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Consumer {
    /// `pods`.
    pub resource: String,
    /// The name.
    pub name: String,
    /// The UID.
    pub uid: String,
}

/// A class of devices (`DeviceClass`).
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct DeviceClass {
    /// The metadata.
    pub metadata: Meta,
    /// What it is.
    pub spec: DeviceClassSpec,
}

/// What a class of devices is.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DeviceClassSpec {
    /// Expressions in CEL that devices must fulfil; as they stand.
    pub selectors: Vec<Value>,
    /// The extended resource that stands for it.
    pub extended_resource_name: Option<String>,
}

/// Devices that a driver offers (`ResourceSlice`).
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct ResourceSlice {
    /// The metadata.
    pub metadata: Meta,
    /// The devices.
    pub spec: ResourceSliceSpec,
}

/// Devices that a driver offers.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ResourceSliceSpec {
    /// The driver.
    pub driver: String,
    /// The pool.
    pub pool: Pool,
    /// The node they are on.
    pub node_name: Option<String>,
    /// The nodes that reach them.
    pub node_selector: Option<NodeSelector>,
    /// Whether every node reaches them.
    pub all_nodes: Option<bool>,
    /// Whether each device says itself which nodes reach it.
    pub per_device_node_selection: Option<bool>,
    /// What devices of the pool are parts of; as it stands.
    pub shared_counters: Vec<Value>,
    /// The devices.
    pub devices: Vec<Device>,
}

/// A pool of devices.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Pool {
    /// The name.
    pub name: String,
    /// Which version of the pool the slice is of.
    pub generation: i64,
    /// How many slices the pool has.
    pub resource_slice_count: i64,
}

/// A device.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Device {
    /// The name.
    pub name: String,
    /// What keeps claims away.
    pub taints: Vec<Taint>,
    /// The node it is on, where each device says so.
    pub node_name: Option<String>,
    /// The nodes that reach it, where each device says so.
    pub node_selector: Option<NodeSelector>,
    /// Whether every node reaches it, where each device says so.
    pub all_nodes: Option<bool>,
    /// What it is a part of; as it stands.
    pub consumes_counters: Vec<Value>,
    /// Whether several claims can have it at once.
    pub allow_multiple_allocations: Option<bool>,
    /// Conditions that it must have before a pod can be bound.
    pub binding_conditions: Vec<String>,
}

/// What keeps claims away from a device.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Taint {
    /// The key.
    pub key: String,
    /// The value.
    pub value: String,
    /// `None`, `NoSchedule` or `NoExecute`.
    pub effect: String,
}

/// A taint of devices that a request tolerates.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Toleration {
    /// The key; empty is every key.
    pub key: String,
    /// `Equal` (also if empty) or `Exists`.
    pub operator: String,
    /// The value.
    pub value: String,
    /// The effect; empty is every effect.
    pub effect: String,
}

impl Toleration {
    /// Tells whether a taint is tolerated (`k8s.io/dynamic-resource-allocation/resourceclaim`, `ToleratesTaint`).
    pub fn tolerates(&self, taint: &Taint) -> bool {
        let is_meant = |own: &str, other: &str| own.is_empty() || own == other;
        is_meant(&self.effect, &taint.effect)
            && is_meant(&self.key, &taint.key)
            && match self.operator.as_str() {
                "" | "Equal" => self.value == taint.value,
                "Exists" => true,
                _ => false,
            }
    }
}
