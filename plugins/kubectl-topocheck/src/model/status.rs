//! How pods and their containers stand (`core/v1`, `PodStatus`).

use kubecheck_core::model::time::{self, Timestamp};
use serde::Deserialize;

use super::ResourceList;
use super::container::Resources;

/// How a pod stands.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PodStatus {
    /// `Pending`, `Running`, `Succeeded`, `Failed` or `Unknown`.
    pub phase: String,
    /// Why, in a word, such as `Evicted`.
    pub reason: String,
    /// Why, in a sentence.
    pub message: String,
    /// The conditions.
    pub conditions: Vec<Condition>,
    /// Where it will be once room has been made.
    pub nominated_node_name: String,
    /// When the kubelet took it (RFC 3339).
    pub start_time: Option<String>,
    /// Its address.
    #[serde(rename = "podIP")]
    pub pod_ip: String,
    /// The init containers.
    pub init_container_statuses: Vec<ContainerStatus>,
    /// The containers.
    pub container_statuses: Vec<ContainerStatus>,
    /// What of the pod's own requests was allocated.
    pub allocated_resources: ResourceList,
    /// What the pod itself has now.
    pub resources: Option<Resources>,
    /// The claims that were made for it.
    pub resource_claim_statuses: Vec<ResourceClaimStatus>,
    /// The claim that was made for its extended resources.
    pub extended_resource_claim_status: Option<ExtendedClaimStatus>,
}

/// A claim that was made for a pod.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ResourceClaimStatus {
    /// The name within the pod.
    pub name: String,
    /// The claim; none if none is needed.
    pub resource_claim_name: Option<String>,
}

/// The claim that was made for extended resources.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ExtendedClaimStatus {
    /// The claim.
    pub resource_claim_name: String,
}

/// A condition of any object.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Condition {
    /// Which.
    #[serde(rename = "type")]
    pub kind: String,
    /// `True`, `False` or `Unknown`.
    pub status: String,
    /// Why, in a word.
    pub reason: String,
    /// Why, in a sentence.
    pub message: String,
    /// Since when (RFC 3339).
    pub last_transition_time: Option<String>,
    /// When it was last looked at (RFC 3339).
    pub last_update_time: Option<String>,
    /// The version of the spec that it speaks of.
    pub observed_generation: i64,
}

impl Condition {
    /// Returns since when it is so.
    pub fn since(&self) -> Option<Timestamp> {
        self.last_transition_time.as_deref().and_then(time::parse)
    }
}

/// How a container stands.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ContainerStatus {
    /// The name.
    pub name: String,
    /// The image that is used.
    pub image: String,
    /// Whether it is ready.
    pub ready: bool,
    /// Whether it has started.
    pub started: Option<bool>,
    /// How often it was started again.
    pub restart_count: i64,
    /// What it does.
    pub state: ContainerState,
    /// What it did before.
    pub last_state: ContainerState,
    /// What of its requests was allocated.
    pub allocated_resources: ResourceList,
    /// What it has now.
    pub resources: Option<Resources>,
}

/// What a container does: one of the three.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct ContainerState {
    /// It waits.
    pub waiting: Option<Waiting>,
    /// It runs.
    pub running: Option<Running>,
    /// It has ended.
    pub terminated: Option<Terminated>,
}

/// Why a container waits.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Waiting {
    /// In a word, such as `ImagePullBackOff`.
    pub reason: String,
    /// In a sentence.
    pub message: String,
}

/// Since when a container runs.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Running {
    /// When it began (RFC 3339).
    pub started_at: Option<String>,
}

/// How a container ended.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Terminated {
    /// The exit code.
    pub exit_code: i64,
    /// The signal that ended it.
    pub signal: i64,
    /// Why, in a word, such as `OOMKilled`.
    pub reason: String,
    /// What it wrote, or why in a sentence.
    pub message: String,
    /// When it began (RFC 3339).
    pub started_at: Option<String>,
    /// When it ended (RFC 3339).
    pub finished_at: Option<String>,
}

impl PodStatus {
    /// Returns a condition.
    pub fn condition(&self, kind: &str) -> Option<&Condition> {
        self.conditions.iter().find(|condition| condition.kind == kind)
    }
}
