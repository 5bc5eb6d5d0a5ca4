//! Services and what stands behind them (`core/v1`, `discovery/v1`).

use serde::Deserialize;

use super::Labels;
use super::meta::Meta;

/// A service.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Service {
    /// The metadata.
    pub metadata: Meta,
    /// What is wanted.
    pub spec: ServiceSpec,
}

/// What is wanted of a service.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ServiceSpec {
    /// `ClusterIP` (also if empty), `NodePort`, `LoadBalancer` or `ExternalName`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The pods behind it.
    pub selector: Labels,
    /// The ports.
    pub ports: Vec<ServicePort>,
    /// The name it stands for.
    pub external_name: String,
    /// Its own address; `None`, as a word, if the name stands for the addresses behind it.
    #[serde(rename = "clusterIP")]
    pub cluster_ip: String,
    /// Whether addresses count before they take requests.
    pub publish_not_ready_addresses: bool,
}

impl Service {
    /// Tells whether its name stands for the addresses behind it.
    pub fn is_headless(&self) -> bool {
        self.spec.cluster_ip == "None"
    }
}

/// A port of a service.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct ServicePort {
    /// The name.
    pub name: String,
    /// The port.
    pub port: i64,
}

/// Addresses behind a service (`EndpointSlice`).
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct EndpointSlice {
    /// The metadata; a label names the service.
    pub metadata: Meta,
    /// `IPv4`, `IPv6` or `FQDN`.
    pub address_type: String,
    /// The addresses.
    pub endpoints: Vec<Endpoint>,
}

/// An address behind a service.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Endpoint {
    /// Whether it takes requests.
    pub conditions: EndpointConditions,
}

/// Whether an address takes requests.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct EndpointConditions {
    /// Whether it does; absent means that it does.
    pub ready: Option<bool>,
}

impl EndpointSlice {
    /// Returns the service it is of.
    pub fn service(&self) -> Option<&str> {
        self.metadata.labels.get("kubernetes.io/service-name").map(String::as_str)
    }

    /// Returns how many addresses take requests.
    pub fn ready(&self) -> usize {
        self.endpoints.iter().filter(|endpoint| endpoint.conditions.ready != Some(false)).count()
    }
}
