//! Containers (`core/v1`, `Container`).

use serde::Deserialize;
use serde_json::Value;

use super::ResourceList;

/// A container of a pod.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Container {
    /// The name.
    pub name: String,
    /// The image.
    pub image: String,
    /// `Always`, `IfNotPresent` or `Never`.
    pub image_pull_policy: String,
    /// What is run instead of the image's entry point.
    pub command: Vec<String>,
    /// Its arguments.
    pub args: Vec<String>,
    /// The environment.
    pub env: Vec<EnvVar>,
    /// Whole ConfigMaps and Secrets in the environment.
    pub env_from: Vec<EnvFrom>,
    /// The ports.
    pub ports: Vec<ContainerPort>,
    /// Requests and limits.
    pub resources: Resources,
    /// `Always` makes an init container a sidecar.
    pub restart_policy: Option<String>,
    /// What is done when it exits.
    pub restart_policy_rules: Vec<RestartRule>,
    /// The probes.
    pub startup_probe: Option<Probe>,
    /// See there.
    pub readiness_probe: Option<Probe>,
    /// See there.
    pub liveness_probe: Option<Probe>,
    /// Where volumes are mounted.
    pub volume_mounts: Vec<VolumeMount>,
    /// As whom it runs, and what it may; as it stands.
    pub security_context: Option<Value>,
}

/// What is done when a container exits (`ContainerRestartRule`).
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct RestartRule {
    /// `Restart` or `RestartAllContainers`.
    pub action: String,
}

impl Container {
    /// Tells whether it is an init container that goes on running.
    pub fn is_sidecar(&self) -> bool {
        self.restart_policy.as_deref() == Some("Always")
    }
}

/// Requests and limits, and what claims of devices are used.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Resources {
    /// What is reserved.
    pub requests: ResourceList,
    /// What is not to be exceeded.
    pub limits: ResourceList,
    /// The claims.
    pub claims: Vec<ResourceClaimUse>,
}

/// A claim of the pod that a container uses.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct ResourceClaimUse {
    /// The name of the claim within the pod.
    pub name: String,
    /// The one request of it; empty is all.
    pub request: String,
}

/// A port of a container.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ContainerPort {
    /// The name.
    pub name: String,
    /// The port in the container.
    pub container_port: i64,
    /// The port on the node; 0 is none.
    pub host_port: i64,
    /// The address on the node; empty is every one.
    #[serde(rename = "hostIP")]
    pub host_ip: String,
    /// `TCP` (also if empty), `UDP` or `SCTP`.
    pub protocol: String,
}

/// A variable of the environment.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct EnvVar {
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
    /// Where else it comes from.
    pub value_from: Option<EnvSource>,
}

/// Where a variable comes from.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct EnvSource {
    /// A key of a ConfigMap.
    pub config_map_key_ref: Option<KeyRef>,
    /// A key of a Secret.
    pub secret_key_ref: Option<KeyRef>,
    /// A field of the pod.
    pub field_ref: Option<FieldRef>,
}

/// A field of the pod.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct FieldRef {
    /// Which, such as `metadata.namespace`.
    pub field_path: String,
}

/// A key of a ConfigMap or Secret.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct KeyRef {
    /// The ConfigMap or Secret.
    pub name: String,
    /// The key.
    pub key: String,
    /// Whether the container also starts without.
    pub optional: bool,
}

/// A ConfigMap or Secret of which all keys become variables.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct EnvFrom {
    /// What stands before each name.
    pub prefix: String,
    /// The ConfigMap.
    pub config_map_ref: Option<NameRef>,
    /// The Secret.
    pub secret_ref: Option<NameRef>,
}

/// A ConfigMap or Secret.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct NameRef {
    /// The name.
    pub name: String,
    /// Whether the container also starts without.
    pub optional: bool,
}

/// How it is found out whether a container has started, is ready, or lives.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Probe {
    /// How long after the start it begins, in seconds.
    pub initial_delay_seconds: i64,
    /// How often, in seconds.
    pub period_seconds: i64,
    /// How often it may fail in a row.
    pub failure_threshold: i64,
    /// A request; as it stands.
    pub http_get: Option<Value>,
    /// A connection; as it stands.
    pub tcp_socket: Option<Value>,
    /// A command; as it stands.
    pub exec: Option<Value>,
    /// A gRPC health check; as it stands.
    pub grpc: Option<Value>,
}

/// Where a volume is mounted.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct VolumeMount {
    /// The volume of the pod.
    pub name: String,
    /// The path in the container.
    pub mount_path: String,
    /// A path in the volume.
    pub sub_path: String,
}
