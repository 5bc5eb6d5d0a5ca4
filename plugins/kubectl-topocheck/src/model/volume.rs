//! The volumes of pods (`core/v1`, `Volume`).

use serde::Deserialize;
use serde_json::Value;

use super::storage::PersistentVolumeClaimSpec;

/// A volume of a pod: its name, and one source.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Volume {
    /// The name.
    pub name: String,
    /// A claim.
    pub persistent_volume_claim: Option<ClaimSource>,
    /// A claim that is made for the pod.
    pub ephemeral: Option<EphemeralSource>,
    /// A volume of a CSI driver that lives as long as the pod.
    pub csi: Option<CsiSource>,
    /// A ConfigMap.
    pub config_map: Option<ConfigMapSource>,
    /// A Secret.
    pub secret: Option<SecretSource>,
    /// Several in one.
    pub projected: Option<Projected>,
    /// A folder or device of the node.
    pub host_path: Option<HostPath>,
    /// A disk of GCE.
    pub gce_persistent_disk: Option<GcePersistentDisk>,
    /// A disk of AWS.
    pub aws_elastic_block_store: Option<AwsElasticBlockStore>,
    /// A disk of Azure.
    pub azure_disk: Option<AzureDisk>,
    /// An RBD image.
    pub rbd: Option<Rbd>,
    /// An iSCSI disk.
    pub iscsi: Option<Iscsi>,
    /// A Cinder volume.
    pub cinder: Option<Cinder>,
    /// A vSphere disk; as it stands.
    pub vsphere_volume: Option<Value>,
    /// A Portworx volume.
    pub portworx_volume: Option<PortworxVolume>,
    /// A file of Azure; as it stands.
    pub azure_file: Option<Value>,
}

/// A claim as a volume.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ClaimSource {
    /// The claim.
    pub claim_name: String,
    /// Whether it is only read.
    pub read_only: bool,
}

/// A claim that is made for the pod, as `<pod>-<volume>`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct EphemeralSource {
    /// What it is made of.
    pub volume_claim_template: Option<ClaimTemplate>,
}

/// What a claim is made of.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct ClaimTemplate {
    /// What is wanted.
    pub spec: PersistentVolumeClaimSpec,
}

/// A volume of a CSI driver.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CsiSource {
    /// The driver.
    pub driver: String,
}

/// A ConfigMap as a volume.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct ConfigMapSource {
    /// The name.
    pub name: String,
    /// Which keys; none is all.
    pub items: Vec<KeyPath>,
    /// Whether the pod also starts without.
    pub optional: bool,
}

/// A Secret as a volume.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SecretSource {
    /// The name.
    pub secret_name: String,
    /// Which keys; none is all.
    pub items: Vec<KeyPath>,
    /// Whether the pod also starts without.
    pub optional: bool,
}

/// A key and the file it becomes.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct KeyPath {
    /// The key.
    pub key: String,
    /// The file.
    pub path: String,
}

/// Several volumes in one.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Projected {
    /// The sources.
    pub sources: Vec<Projection>,
}

/// One source of a projected volume.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Projection {
    /// A ConfigMap.
    pub config_map: Option<ConfigMapSource>,
    /// A Secret, which here has its name under `name`.
    pub secret: Option<ConfigMapSource>,
}

/// A folder or device of the node.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct HostPath {
    /// The path.
    pub path: String,
    /// What must be there.
    #[serde(rename = "type")]
    pub kind: Option<String>,
}

/// A disk of GCE.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct GcePersistentDisk {
    /// The disk.
    pub pd_name: String,
    /// Whether it is only read.
    pub read_only: bool,
}

/// A disk of AWS.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AwsElasticBlockStore {
    /// The disk.
    #[serde(rename = "volumeID")]
    pub volume_id: String,
}

/// A disk of Azure.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AzureDisk {
    /// The disk.
    pub disk_name: String,
    /// Its address.
    #[serde(rename = "diskURI")]
    pub disk_uri: String,
    /// `Managed` (also if absent), `Shared` or `Dedicated`.
    pub kind: Option<String>,
}

/// An RBD image.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Rbd {
    /// The monitors.
    pub monitors: Vec<String>,
    /// The pool.
    pub pool: String,
    /// The image.
    pub image: String,
    /// Whether it is only read.
    pub read_only: bool,
}

/// An iSCSI disk.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Iscsi {
    /// The name.
    pub iqn: String,
    /// Whether it is only read.
    pub read_only: bool,
}

/// A Cinder volume.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Cinder {
    /// The volume.
    #[serde(rename = "volumeID")]
    pub volume_id: String,
}

/// A Portworx volume.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PortworxVolume {
    /// The volume.
    #[serde(rename = "volumeID")]
    pub volume_id: String,
}

impl Volume {
    /// Tells whether it is of a ConfigMap, a Secret or several such, which no node lacks.
    pub fn is_of_configuration(&self) -> bool {
        self.config_map.is_some() || self.secret.is_some() || self.projected.is_some()
    }

    /// Returns the claim it is, if it is one: that of the pod's own, or the one that is made for the pod.
    pub fn claim(&self, pod: &str) -> Option<String> {
        let made = || self.ephemeral.as_ref().map(|_| format!("{pod}-{}", self.name));
        self.persistent_volume_claim.as_ref().map(|claim| claim.claim_name.clone()).or_else(made)
    }
}
