//! Nodes (`core/v1`, `Node`).

use serde::Deserialize;

use super::ResourceList;
use super::meta::Meta;
use super::status::Condition;

/// A node.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Node {
    /// The metadata.
    pub metadata: Meta,
    /// What is wanted.
    pub spec: NodeSpec,
    /// How it stands.
    pub status: NodeStatus,
}

/// What is wanted of a node.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NodeSpec {
    /// Whether it is cordoned.
    pub unschedulable: bool,
    /// What keeps pods away.
    pub taints: Vec<Taint>,
    /// What the cloud calls it.
    #[serde(rename = "providerID")]
    pub provider_id: String,
}

/// What keeps pods away from a node.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(default)]
pub struct Taint {
    /// The key.
    pub key: String,
    /// The value.
    pub value: String,
    /// `NoSchedule`, `PreferNoSchedule` or `NoExecute`.
    pub effect: String,
}

impl std::fmt::Display for Taint {
    /// Writes a taint as `kubectl taint` takes it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.value.as_str() {
            "" => write!(f, "{}:{}", self.key, self.effect),
            value => write!(f, "{}={value}:{}", self.key, self.effect),
        }
    }
}

/// How a node stands.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NodeStatus {
    /// All that it has.
    pub capacity: ResourceList,
    /// What pods may have of it.
    pub allocatable: ResourceList,
    /// The conditions.
    pub conditions: Vec<Condition>,
    /// What it is.
    pub node_info: NodeSystemInfo,
    /// What its kubelet can do, by name.
    pub declared_features: Vec<String>,
}

/// What a node is.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NodeSystemInfo {
    /// The version of the kubelet.
    pub kubelet_version: String,
    /// The architecture, such as `amd64`.
    pub architecture: String,
    /// The operating system, such as `linux`.
    pub operating_system: String,
}

impl Node {
    /// Returns a condition.
    pub fn condition(&self, kind: &str) -> Option<&Condition> {
        self.status.conditions.iter().find(|condition| condition.kind == kind)
    }
}

/// What a node uses (`metrics.k8s.io/v1beta1`, `NodeMetrics`).
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct NodeMetrics {
    /// The metadata; the name is that of the node.
    pub metadata: Meta,
    /// How much of each resource.
    pub usage: ResourceList,
}
