//! Where a pod wants to be (`core/v1`, `Affinity`, `TopologySpreadConstraint`, `Toleration`).

use serde::Deserialize;

use super::selector::{LabelSelector, NodeSelector};

/// What a pod demands of its node and its neighbours; what it only prefers is not kept.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Affinity {
    /// Of its node.
    pub node_affinity: Option<NodeAffinity>,
    /// Of pods that must be near.
    pub pod_affinity: Option<PodAffinity>,
    /// Of pods that must not be near.
    pub pod_anti_affinity: Option<PodAffinity>,
}

/// What a pod demands of its node.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct NodeAffinity {
    /// What must be so.
    #[serde(rename = "requiredDuringSchedulingIgnoredDuringExecution")]
    pub required: Option<NodeSelector>,
}

/// What a pod demands of its neighbours.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct PodAffinity {
    /// What must be so.
    #[serde(rename = "requiredDuringSchedulingIgnoredDuringExecution")]
    pub required: Vec<PodAffinityTerm>,
}

/// Which pods, and how near.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PodAffinityTerm {
    /// The pods.
    pub label_selector: Option<LabelSelector>,
    /// The namespaces they are in, by name.
    pub namespaces: Vec<String>,
    /// The namespaces they are in, by label.
    pub namespace_selector: Option<LabelSelector>,
    /// The label of nodes that are near each other if its value is the same.
    pub topology_key: String,
    /// Labels whose value must be that of the pod itself.
    pub match_label_keys: Vec<String>,
    /// Labels whose value must be another than that of the pod itself.
    pub mismatch_label_keys: Vec<String>,
}

/// How evenly pods must be spread.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TopologySpreadConstraint {
    /// How many more pods a domain may have than the one with the fewest.
    pub max_skew: i64,
    /// The label of nodes whose values are the domains.
    pub topology_key: String,
    /// `DoNotSchedule` or `ScheduleAnyway`.
    pub when_unsatisfiable: String,
    /// The pods that are counted.
    pub label_selector: Option<LabelSelector>,
    /// How many domains there must be, or else the fewest counts as none.
    pub min_domains: Option<i64>,
    /// Whether nodes that the pod's affinity leaves out count: `Honor` (they do not) or `Ignore`.
    pub node_affinity_policy: Option<String>,
    /// Whether nodes with taints that the pod does not tolerate count: `Honor` (they do not) or `Ignore`.
    pub node_taints_policy: Option<String>,
    /// Labels whose value must be that of the pod itself.
    pub match_label_keys: Vec<String>,
}

/// A taint that a pod tolerates.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Toleration {
    /// The key; empty is every key.
    pub key: String,
    /// `Equal` (also if empty) or `Exists`; `Lt` and `Gt` are off by default.
    pub operator: String,
    /// The value.
    pub value: String,
    /// The effect; empty is every effect.
    pub effect: String,
}
