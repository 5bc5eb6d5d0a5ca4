//! What bounds pods from outside: disruption budgets, priorities, quotas, namespaces.

use serde::Deserialize;
use serde_json::Value;

use super::meta::Meta;
use super::selector::LabelSelector;

/// A budget of disruptions (`policy/v1`, `PodDisruptionBudget`).
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct PodDisruptionBudget {
    /// The metadata.
    pub metadata: Meta,
    /// Which pods.
    pub spec: PodDisruptionBudgetSpec,
    /// How it stands.
    pub status: PodDisruptionBudgetStatus,
}

/// Which pods have the budget.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PodDisruptionBudgetSpec {
    /// The pods.
    pub selector: Option<LabelSelector>,
    /// How many must stay; a number or a percentage.
    pub min_available: Option<Value>,
    /// How many may go; a number or a percentage.
    pub max_unavailable: Option<Value>,
}

/// How a budget stands.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PodDisruptionBudgetStatus {
    /// How many pods may go now.
    pub disruptions_allowed: i64,
    /// Pods that are on their way out, by name.
    pub disrupted_pods: std::collections::BTreeMap<String, Value>,
}

/// A priority (`scheduling/v1`, `PriorityClass`).
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PriorityClass {
    /// The metadata.
    pub metadata: Meta,
    /// How much it matters.
    pub value: i64,
    /// Whether pods without a class have it.
    pub global_default: bool,
    /// `PreemptLowerPriority` or `Never`.
    pub preemption_policy: Option<String>,
}

/// A namespace.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Namespace {
    /// The metadata.
    pub metadata: Meta,
}

/// A bound on what a namespace may have (`core/v1`, `ResourceQuota`).
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct ResourceQuota {
    /// The metadata.
    pub metadata: Meta,
    /// How it stands.
    pub status: ResourceQuotaStatus,
}

/// How a quota stands.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct ResourceQuotaStatus {
    /// What may be had.
    pub hard: super::ResourceList,
    /// What is had.
    pub used: super::ResourceList,
}
