//! Pods (`core/v1`, `Pod`).

use kubecheck_core::model::time::{self, Timestamp};
use serde::Deserialize;
use serde_json::Value;

use super::affinity::{Affinity, Toleration, TopologySpreadConstraint};
use super::container::{Container, Resources};
use super::meta::Meta;
use super::status::PodStatus;
use super::volume::Volume;
use super::{Labels, ResourceList};

/// A pod.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Pod {
    /// The metadata.
    pub metadata: Meta,
    /// What is wanted.
    pub spec: PodSpec,
    /// How it stands.
    pub status: PodStatus,
}

/// What is wanted of a pod.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PodSpec {
    /// The node it was bound to, or that somebody wrote there.
    pub node_name: String,
    /// Labels that its node must have; absent and empty are told apart, as the scheduler does.
    pub node_selector: Option<Labels>,
    /// What it demands of node and neighbours.
    pub affinity: Option<Affinity>,
    /// Taints that it tolerates.
    pub tolerations: Vec<Toleration>,
    /// How evenly it must be spread.
    pub topology_spread_constraints: Vec<TopologySpreadConstraint>,
    /// Who schedules it; empty is `default-scheduler`.
    pub scheduler_name: String,
    /// What must go before it is scheduled.
    pub scheduling_gates: Vec<Gate>,
    /// How much it matters.
    pub priority: Option<i64>,
    /// The class that this is from.
    pub priority_class_name: String,
    /// `PreemptLowerPriority` (also if absent) or `Never`.
    pub preemption_policy: Option<String>,
    /// The containers that run before.
    pub init_containers: Vec<Container>,
    /// The containers.
    pub containers: Vec<Container>,
    /// What the pod itself needs beside its containers.
    pub overhead: ResourceList,
    /// What all containers together may use.
    pub resources: Option<Resources>,
    /// The volumes.
    pub volumes: Vec<Volume>,
    /// Claims of devices.
    pub resource_claims: Vec<PodResourceClaim>,
    /// Whether it has the node's network.
    pub host_network: bool,
    /// Whether it has a user namespace of its own (`false`).
    pub host_users: Option<bool>,
    /// How it is run.
    pub runtime_class_name: Option<String>,
    /// `linux` or `windows`.
    pub os: Option<Os>,
    /// `Always` (also if empty), `OnFailure` or `Never`.
    pub restart_policy: String,
    /// The credentials for images.
    pub image_pull_secrets: Vec<Name>,
    /// As whom it acts.
    pub service_account_name: String,
    /// After how many seconds it is ended.
    pub active_deadline_seconds: Option<i64>,
    /// As whom it runs; as it stands.
    pub security_context: Option<Value>,
    /// What must be so beside its containers before it counts as ready.
    pub readiness_gates: Vec<ReadinessGate>,
}

/// Something that is known by its name alone.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Name {
    /// The name.
    pub name: String,
}

/// What must go before a pod is scheduled.
pub type Gate = Name;
/// The operating system.
pub type Os = Name;

/// A condition that must be true before a pod counts as ready.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ReadinessGate {
    /// The condition.
    pub condition_type: String,
}

/// A claim of devices that a pod uses.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PodResourceClaim {
    /// The name within the pod.
    pub name: String,
    /// The claim.
    pub resource_claim_name: Option<String>,
    /// The template it is made of.
    pub resource_claim_template_name: Option<String>,
}

impl Pod {
    /// Returns `namespace/name`.
    pub fn key(&self) -> String {
        self.metadata.key()
    }

    /// Tells whether it has ended for good, so that it holds nothing of its node.
    pub fn is_terminal(&self) -> bool {
        matches!(self.status.phase.as_str(), "Succeeded" | "Failed")
    }

    /// Forgets what nobody asks of a pod that is ready: its environment, commands, mounts and probes. Of a large cluster nearly all
    /// pods are.
    pub fn forget_if_ready(&mut self) {
        if self.status.condition("Ready").is_none_or(|ready| ready.status != "True") {
            return;
        }
        for container in self.spec.containers.iter_mut().chain(&mut self.spec.init_containers) {
            *container = Container {
                name: std::mem::take(&mut container.name),
                image: std::mem::take(&mut container.image),
                ports: std::mem::take(&mut container.ports),
                resources: std::mem::take(&mut container.resources),
                restart_policy: container.restart_policy.take(),
                ..Container::default()
            };
        }
        self.spec.volumes.retain(|volume| !volume.is_of_configuration());
        self.spec.volumes.shrink_to_fit();
        self.metadata.annotations.retain(|name, _| name == "kubernetes.io/config.mirror");
    }

    /// Returns when the last of its containers has ended, as far as they say.
    pub fn finished(&self) -> Option<Timestamp> {
        let all = self.status.init_container_statuses.iter().chain(&self.status.container_statuses);
        let ended = all.filter_map(|status| status.state.terminated.as_ref()?.finished_at.as_deref());
        ended.filter_map(time::parse).max()
    }

    /// Tells whether it waits for a node.
    pub fn is_unbound(&self) -> bool {
        self.spec.node_name.is_empty() && !self.is_terminal()
    }

    /// Returns its priority; absent is 0.
    pub fn priority(&self) -> i64 {
        self.spec.priority.unwrap_or(0)
    }

    /// Returns all its containers, init containers first.
    pub fn containers(&self) -> impl Iterator<Item = &Container> {
        self.spec.init_containers.iter().chain(&self.spec.containers)
    }
}
