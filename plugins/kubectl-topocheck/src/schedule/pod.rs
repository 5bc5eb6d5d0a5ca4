//! A pod with what of it is looked at again and again.

use std::sync::{Arc, OnceLock};

use super::filters::node_volume_limits::counted::Counted;
use super::requests::{self, Basis};
use super::resources::Resources;
use super::version::Features;
use crate::model::Labels;
use crate::model::affinity::{PodAffinity, PodAffinityTerm};
use crate::model::container::{Container, ContainerPort};
use crate::model::pod::Pod;
use crate::model::selector::Selector;

/// A pod, and what the scheduler makes of it once.
#[derive(Clone, Debug)]
pub struct PodInfo {
    /// The pod.
    pub pod: Arc<Pod>,
    /// What it holds of a node it is on.
    pub held: Resources,
    /// Its ports of the node.
    pub ports: Vec<HostPort>,
    /// Pods that must be near.
    pub affinity: Vec<Term>,
    /// Pods that must not be near.
    pub anti_affinity: Vec<Term>,
    /// Whether it is only supposed to be there: nobody can be told to move or delete it.
    pub is_supposed: bool,
    /// Its volumes that count on a node it is on, once they were asked for: all snapshots it is in have the same claims.
    pub(super) attached: OnceLock<Vec<Counted>>,
}

/// A port of a node.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct HostPort {
    /// The port.
    pub port: i64,
    /// `TCP`, `UDP` or `SCTP`.
    pub protocol: String,
    /// The address; every one is `0.0.0.0`.
    pub ip: String,
}

/// A term of a pod's affinity or anti-affinity, ready to be asked (`k8s.io/kube-scheduler/framework`, `AffinityTerm`). Its
/// `matchLabelKeys` are in the selector already: the API server puts them there.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// Which pods.
    pub selector: Selector,
    /// The namespaces they are in, by name.
    pub namespaces: Vec<String>,
    /// The namespaces they are in, by label.
    pub namespace_selector: Selector,
    /// The label of nodes that are near each other.
    pub topology_key: String,
}

impl PodInfo {
    /// Makes ready what is needed of a pod.
    pub fn new(pod: Arc<Pod>, features: &Features) -> PodInfo {
        let affinity = pod.spec.affinity.as_ref();
        let terms = |affinity: Option<&PodAffinity>| {
            let terms = affinity.map(|affinity| affinity.required.as_slice()).unwrap_or_default();
            terms.iter().map(|term| Term::new(term, &pod)).collect()
        };
        PodInfo {
            held: Resources::of(&requests::of(&pod, Basis::Status, features)),
            ports: host_ports(&pod, features),
            affinity: terms(affinity.and_then(|affinity| affinity.pod_affinity.as_ref())),
            anti_affinity: terms(affinity.and_then(|affinity| affinity.pod_anti_affinity.as_ref())),
            attached: OnceLock::new(),
            is_supposed: false,
            pod,
        }
    }

    /// Makes ready what is needed of a pod that is only supposed to be there.
    pub fn supposed(pod: Pod, features: &Features) -> PodInfo {
        PodInfo { is_supposed: true, ..PodInfo::new(Arc::new(pod), features) }
    }

    /// Returns the labels.
    pub fn labels(&self) -> &Labels {
        &self.pod.metadata.labels
    }

    /// Returns the namespace.
    pub fn namespace(&self) -> &str {
        &self.pod.metadata.namespace
    }

    /// Tells whether it is the same pod.
    pub fn is(&self, other: &PodInfo) -> bool {
        let (own, other) = (&self.pod.metadata, &other.pod.metadata);
        own.namespace == other.namespace && own.name == other.name
    }
}

impl Term {
    fn new(term: &PodAffinityTerm, pod: &Pod) -> Term {
        let is_given = !term.namespaces.is_empty() || term.namespace_selector.is_some();
        Term {
            selector: Selector::new(term.label_selector.as_ref()),
            namespaces: if is_given { term.namespaces.clone() } else { vec![pod.metadata.namespace.clone()] },
            namespace_selector: Selector::new(term.namespace_selector.as_ref()),
            topology_key: term.topology_key.clone(),
        }
    }

    /// Tells whether a term of a pod that is to be placed means a pod. `labels` are those of that pod's namespace, if it is known:
    /// only namespaces that are there can be selected by label.
    pub fn wants(&self, pod: &PodInfo, labels: Option<&Labels>) -> bool {
        let by_label = || {
            labels
                .map_or(self.namespace_selector.is_empty(), |labels| self.namespace_selector.matches(labels))
        };
        (self.names(pod) || by_label()) && self.selector.matches(pod.labels())
    }

    /// Tells whether a term of a pod that is placed means a pod. `labels` are those of that pod's namespace; of one that is not known
    /// the scheduler assumes that it has none.
    pub fn keeps_away(&self, pod: &PodInfo, labels: Option<&Labels>) -> bool {
        let none = Labels::new();
        let by_label = || self.namespace_selector.matches(labels.unwrap_or(&none));
        (self.names(pod) || by_label()) && self.selector.matches(pod.labels())
    }

    fn names(&self, pod: &PodInfo) -> bool {
        self.namespaces.iter().any(|name| name == pod.namespace())
    }
}

/// Returns the ports of the node that a pod takes (`pkg/scheduler/util/utils.go`, `GetHostPorts`).
fn host_ports(pod: &Pod, features: &Features) -> Vec<HostPort> {
    let is_counted = |container: &&Container| container.is_sidecar() && features.sidecar_ports;
    let sidecars = pod.spec.init_containers.iter().filter(is_counted);
    let ports = pod.spec.containers.iter().chain(sidecars).flat_map(|container| &container.ports);
    let own = |port: &ContainerPort| HostPort {
        port: port.host_port,
        protocol: if port.protocol.is_empty() { "TCP".to_owned() } else { port.protocol.clone() },
        ip: if port.host_ip.is_empty() { HostPort::ANY.to_owned() } else { port.host_ip.clone() },
    };
    ports.filter(|port| port.host_port > 0).map(own).collect()
}

impl HostPort {
    /// Every address of a node.
    pub const ANY: &str = "0.0.0.0";

    /// Tells whether two ports cannot be taken at once.
    pub fn conflicts(&self, other: &HostPort) -> bool {
        let is_same_address = self.ip == other.ip || self.ip == HostPort::ANY || other.ip == HostPort::ANY;
        is_same_address && self.port == other.port && self.protocol == other.protocol
    }
}
