//! Storage (`core/v1`, `storage/v1`).

use kubecheck_core::model::quantity::Quantity;
use serde::Deserialize;
use serde_json::Value;

use super::ResourceList;
use super::meta::Meta;
use super::selector::{LabelSelector, NodeSelector};
use super::volume::{AwsElasticBlockStore, AzureDisk, Cinder, GcePersistentDisk, PortworxVolume};

/// A claim (`PersistentVolumeClaim`).
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct PersistentVolumeClaim {
    /// The metadata.
    pub metadata: Meta,
    /// What is wanted.
    pub spec: PersistentVolumeClaimSpec,
    /// How it stands.
    pub status: PersistentVolumeClaimStatus,
}

/// What is wanted of a claim.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PersistentVolumeClaimSpec {
    /// How it is to be mounted.
    pub access_modes: Vec<String>,
    /// Which volumes will do.
    pub selector: Option<LabelSelector>,
    /// How much.
    pub resources: VolumeResources,
    /// The volume it is bound to, or that is wanted.
    pub volume_name: String,
    /// The class; empty is none.
    pub storage_class_name: Option<String>,
    /// `Filesystem` (also if absent) or `Block`.
    pub volume_mode: Option<String>,
    /// The class of attributes.
    pub volume_attributes_class_name: Option<String>,
}

/// How much a claim wants.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct VolumeResources {
    /// At least.
    pub requests: ResourceList,
}

/// How a claim stands.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct PersistentVolumeClaimStatus {
    /// `Pending`, `Bound` or `Lost`.
    pub phase: String,
}

/// A volume (`PersistentVolume`).
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct PersistentVolume {
    /// The metadata.
    pub metadata: Meta,
    /// What it is.
    pub spec: PersistentVolumeSpec,
    /// How it stands.
    pub status: PersistentVolumeStatus,
}

/// What a volume is.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PersistentVolumeSpec {
    /// How much it holds.
    pub capacity: ResourceList,
    /// How it may be mounted.
    pub access_modes: Vec<String>,
    /// The claim it is bound to.
    pub claim_ref: Option<ClaimRef>,
    /// The class.
    pub storage_class_name: String,
    /// `Filesystem` (also if absent) or `Block`.
    pub volume_mode: Option<String>,
    /// From which nodes it can be reached.
    pub node_affinity: Option<VolumeNodeAffinity>,
    /// The class of attributes.
    pub volume_attributes_class_name: Option<String>,
    /// A volume of a CSI driver.
    pub csi: Option<CsiVolume>,
    /// A folder of one node; as it stands.
    pub local: Option<Value>,
    /// A folder of the node; as it stands.
    pub host_path: Option<Value>,
    /// A disk of GCE.
    pub gce_persistent_disk: Option<GcePersistentDisk>,
    /// A disk of AWS.
    pub aws_elastic_block_store: Option<AwsElasticBlockStore>,
    /// A disk of Azure.
    pub azure_disk: Option<AzureDisk>,
    /// A Cinder volume.
    pub cinder: Option<Cinder>,
    /// A vSphere disk; as it stands.
    pub vsphere_volume: Option<Value>,
    /// A Portworx volume.
    pub portworx_volume: Option<PortworxVolume>,
    /// A file of Azure; as it stands.
    pub azure_file: Option<Value>,
}

/// From which nodes a volume can be reached.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct VolumeNodeAffinity {
    /// What must be so.
    pub required: Option<NodeSelector>,
}

/// A claim that a volume is bound to.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct ClaimRef {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Its UID; empty if it is only meant for it.
    pub uid: String,
}

/// A volume of a CSI driver.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CsiVolume {
    /// The driver.
    pub driver: String,
    /// What the driver calls it.
    pub volume_handle: String,
}

/// How a volume stands.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct PersistentVolumeStatus {
    /// `Pending`, `Available`, `Bound`, `Released` or `Failed`.
    pub phase: String,
}

/// A class of storage (`StorageClass`).
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct StorageClass {
    /// The metadata.
    pub metadata: Meta,
    /// Who makes volumes.
    pub provisioner: String,
    /// `Immediate` (also if absent, as the API server has it) or `WaitForFirstConsumer`.
    pub volume_binding_mode: Option<String>,
    /// Where volumes can be made.
    pub allowed_topologies: Vec<TopologySelectorTerm>,
}

/// Where volumes can be made: labels, all of which must match.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TopologySelectorTerm {
    /// The labels.
    pub match_label_expressions: Vec<TopologyRequirement>,
}

/// A label and the values that it may have.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct TopologyRequirement {
    /// The label.
    pub key: String,
    /// The values.
    pub values: Vec<String>,
}

/// The drivers of a node (`CSINode`).
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct CsiNode {
    /// The metadata; the name is that of the node.
    pub metadata: Meta,
    /// The drivers.
    pub spec: CsiNodeSpec,
}

/// The drivers of a node.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct CsiNodeSpec {
    /// The drivers.
    pub drivers: Vec<CsiNodeDriver>,
}

/// A driver on a node.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CsiNodeDriver {
    /// The driver.
    pub name: String,
    /// Labels of the node that say which volumes it reaches.
    pub topology_keys: Vec<String>,
    /// How many volumes it takes.
    pub allocatable: Option<CsiAllocatable>,
}

/// How many volumes a driver takes on a node.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct CsiAllocatable {
    /// At most; absent is no bound.
    pub count: Option<i64>,
}

/// A driver (`CSIDriver`).
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct CsiDriver {
    /// The metadata.
    pub metadata: Meta,
    /// What it is.
    pub spec: CsiDriverSpec,
}

/// What a driver is.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CsiDriverSpec {
    /// Whether it says how much room there is.
    pub storage_capacity: Option<bool>,
    /// Whether pods wait for a node with the driver (KEP-5030).
    pub prevent_pod_scheduling_if_missing: Option<bool>,
}

/// How much room there is somewhere (`CSIStorageCapacity`).
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CsiStorageCapacity {
    /// The metadata.
    pub metadata: Meta,
    /// The nodes it speaks of; absent is none.
    pub node_topology: Option<LabelSelector>,
    /// The class it speaks of.
    pub storage_class_name: String,
    /// How much is free in all.
    pub capacity: Option<Quantity>,
    /// How large one volume may be.
    pub maximum_volume_size: Option<Quantity>,
}

/// A volume at a node (`VolumeAttachment`).
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct VolumeAttachment {
    /// The metadata.
    pub metadata: Meta,
    /// What is wanted.
    pub spec: VolumeAttachmentSpec,
    /// How it stands.
    pub status: VolumeAttachmentStatus,
}

/// Which volume, and where.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct VolumeAttachmentSpec {
    /// The driver.
    pub attacher: String,
    /// The node.
    pub node_name: String,
    /// The volume.
    pub source: AttachedSource,
}

/// Which volume.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AttachedSource {
    /// The volume.
    pub persistent_volume_name: Option<String>,
    /// A volume of a pod's own; as it stands.
    pub inline_volume_spec: Option<PersistentVolumeSpec>,
}

/// How an attachment stands.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct VolumeAttachmentStatus {
    /// Whether it is there.
    pub attached: bool,
    /// Why it cannot be attached.
    pub attach_error: Option<VolumeError>,
    /// Why it cannot be detached.
    pub detach_error: Option<VolumeError>,
}

/// Why something with a volume failed.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct VolumeError {
    /// In a sentence.
    pub message: String,
}

/// An annotation that names the class of a claim or volume, before the field (`BetaStorageClassAnnotation`).
pub(crate) const CLASS: &str = "volume.beta.kubernetes.io/storage-class";

/// Returns the class of claims that name none: of several the newest (`plugin/pkg/admission/storage/storageclass/setdefault`).
pub(crate) fn default_class<'c>(classes: impl Iterator<Item = &'c StorageClass>) -> Option<&'c StorageClass> {
    const DEFAULT: &str = "storageclass.kubernetes.io/is-default-class";
    let usual =
        classes.filter(|class| class.metadata.annotations.get(DEFAULT).is_some_and(|value| value == "true"));
    usual.max_by(|a, b| {
        let (a, b) = (&a.metadata, &b.metadata);
        a.created().cmp(&b.created()).then_with(|| b.name.cmp(&a.name))
    })
}

impl PersistentVolumeClaim {
    /// Returns the class; empty if none is named (`k8s.io/component-helpers/storage/volume`, `GetPersistentVolumeClaimClass`).
    pub fn class(&self) -> &str {
        let named = || self.spec.storage_class_name.as_ref();
        self.metadata.annotations.get(CLASS).or_else(named).map_or("", String::as_str)
    }

    /// Returns how much is wanted at least.
    pub fn size(&self) -> Option<Quantity> {
        self.spec.resources.requests.get(STORAGE).copied()
    }
}

impl PersistentVolume {
    /// Returns the class; empty if there is none (`GetPersistentVolumeClass`).
    pub fn class(&self) -> &str {
        self.metadata.annotations.get(CLASS).unwrap_or(&self.spec.storage_class_name)
    }

    /// Returns how much it holds.
    pub fn size(&self) -> Quantity {
        self.spec.capacity.get(STORAGE).copied().unwrap_or_default()
    }
}

impl StorageClass {
    /// Tells whether a claim waits for a pod before it is bound.
    pub fn waits(&self) -> bool {
        self.volume_binding_mode.as_deref() == Some("WaitForFirstConsumer")
    }
}

/// The one resource of a volume.
const STORAGE: &str = "storage";

/// Labels by which volumes say where they are.
pub const ZONE_LABELS: [&str; 4] = [
    "failure-domain.beta.kubernetes.io/zone",
    "failure-domain.beta.kubernetes.io/region",
    "topology.kubernetes.io/zone",
    "topology.kubernetes.io/region",
];
