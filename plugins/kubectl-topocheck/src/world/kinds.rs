//! The kinds that are read.

use kubecheck_core::kube::{Depth, Wanted};

/// A kind that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `nodes`
    Node,
    /// `pods`
    Pod,
    /// `namespaces`
    Namespace,
    /// `persistentvolumeclaims`
    PersistentVolumeClaim,
    /// `persistentvolumes`
    PersistentVolume,
    /// `storageclasses`
    StorageClass,
    /// `csinodes`
    CsiNode,
    /// `csidrivers`
    CsiDriver,
    /// `csistoragecapacities`
    CsiStorageCapacity,
    /// `volumeattachments`
    VolumeAttachment,
    /// `poddisruptionbudgets`
    PodDisruptionBudget,
    /// `priorityclasses`
    PriorityClass,
    /// `resourceclaims`
    ResourceClaim,
    /// `deviceclasses`
    DeviceClass,
    /// `resourceslices`
    ResourceSlice,
    /// `deployments`
    Deployment,
    /// `replicasets`
    ReplicaSet,
    /// `statefulsets`
    StatefulSet,
    /// `daemonsets`
    DaemonSet,
    /// `jobs`
    Job,
    /// `replicationcontrollers`
    ReplicationController,
    /// `events`, of pods and of what makes them
    Event,
    /// `services`
    Service,
    /// `endpointslices`
    EndpointSlice,
    /// `configmaps`, by name alone
    ConfigMap,
    /// `secrets`, by name alone
    Secret,
    /// `serviceaccounts`, by name alone
    ServiceAccount,
    /// `runtimeclasses`, by name alone
    RuntimeClass,
    /// `resourcequotas`
    ResourceQuota,
    /// `nodes.metrics.k8s.io`
    NodeMetrics,
}

/// What is to be known of a kind to read it.
#[derive(Clone, Copy, Debug)]
pub struct Resource {
    /// The group.
    pub group: &'static str,
    /// The version whose fields are read here.
    pub version: &'static str,
    /// The resource.
    pub plural: &'static str,
    /// The kind.
    pub kind: &'static str,
    /// Whether its objects are in namespaces.
    pub namespaced: bool,
    /// How much of them is read.
    pub depth: Depth,
}

const fn of(group: &'static str, plural: &'static str, kind: &'static str, namespaced: bool) -> Resource {
    Resource { group, version: "v1", plural, kind, namespaced, depth: Depth::Full }
}

const fn named(group: &'static str, plural: &'static str, kind: &'static str, namespaced: bool) -> Resource {
    Resource { depth: Depth::Metadata, ..of(group, plural, kind, namespaced) }
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 30] = [
        Kind::Node,
        Kind::Pod,
        Kind::Namespace,
        Kind::PersistentVolumeClaim,
        Kind::PersistentVolume,
        Kind::StorageClass,
        Kind::CsiNode,
        Kind::CsiDriver,
        Kind::CsiStorageCapacity,
        Kind::VolumeAttachment,
        Kind::PodDisruptionBudget,
        Kind::PriorityClass,
        Kind::ResourceClaim,
        Kind::DeviceClass,
        Kind::ResourceSlice,
        Kind::Deployment,
        Kind::ReplicaSet,
        Kind::StatefulSet,
        Kind::DaemonSet,
        Kind::Job,
        Kind::ReplicationController,
        Kind::Event,
        Kind::Service,
        Kind::EndpointSlice,
        Kind::ConfigMap,
        Kind::Secret,
        Kind::ServiceAccount,
        Kind::RuntimeClass,
        Kind::ResourceQuota,
        Kind::NodeMetrics,
    ];

    /// What the scheduler looks at.
    pub const OF_SCHEDULER: [Kind; 15] = [
        Kind::Node,
        Kind::Pod,
        Kind::Namespace,
        Kind::PersistentVolumeClaim,
        Kind::PersistentVolume,
        Kind::StorageClass,
        Kind::CsiNode,
        Kind::CsiDriver,
        Kind::CsiStorageCapacity,
        Kind::VolumeAttachment,
        Kind::PodDisruptionBudget,
        Kind::PriorityClass,
        Kind::ResourceClaim,
        Kind::DeviceClass,
        Kind::ResourceSlice,
    ];

    /// Returns what is to be known to read it.
    pub fn resource(self) -> Resource {
        match self {
            Kind::Node => of("", "nodes", "Node", false),
            Kind::Pod => of("", "pods", "Pod", true),
            Kind::Namespace => of("", "namespaces", "Namespace", false),
            Kind::PersistentVolumeClaim => of("", "persistentvolumeclaims", "PersistentVolumeClaim", true),
            Kind::PersistentVolume => of("", "persistentvolumes", "PersistentVolume", false),
            Kind::StorageClass => of("storage.k8s.io", "storageclasses", "StorageClass", false),
            Kind::CsiNode => of("storage.k8s.io", "csinodes", "CSINode", false),
            Kind::CsiDriver => of("storage.k8s.io", "csidrivers", "CSIDriver", false),
            Kind::CsiStorageCapacity => {
                of("storage.k8s.io", "csistoragecapacities", "CSIStorageCapacity", true)
            }
            Kind::VolumeAttachment => of("storage.k8s.io", "volumeattachments", "VolumeAttachment", false),
            Kind::PodDisruptionBudget => of("policy", "poddisruptionbudgets", "PodDisruptionBudget", true),
            Kind::PriorityClass => of("scheduling.k8s.io", "priorityclasses", "PriorityClass", false),
            Kind::ResourceClaim => of("resource.k8s.io", "resourceclaims", "ResourceClaim", true),
            Kind::DeviceClass => of("resource.k8s.io", "deviceclasses", "DeviceClass", false),
            Kind::ResourceSlice => of("resource.k8s.io", "resourceslices", "ResourceSlice", false),
            Kind::Deployment => of("apps", "deployments", "Deployment", true),
            Kind::ReplicaSet => of("apps", "replicasets", "ReplicaSet", true),
            Kind::StatefulSet => of("apps", "statefulsets", "StatefulSet", true),
            Kind::DaemonSet => of("apps", "daemonsets", "DaemonSet", true),
            Kind::Job => of("batch", "jobs", "Job", true),
            Kind::ReplicationController => of("", "replicationcontrollers", "ReplicationController", true),
            Kind::Event => of("", "events", "Event", true),
            Kind::Service => of("", "services", "Service", true),
            Kind::EndpointSlice => of("discovery.k8s.io", "endpointslices", "EndpointSlice", true),
            Kind::ConfigMap => named("", "configmaps", "ConfigMap", true),
            Kind::Secret => named("", "secrets", "Secret", true),
            Kind::ServiceAccount => named("", "serviceaccounts", "ServiceAccount", true),
            Kind::RuntimeClass => named("node.k8s.io", "runtimeclasses", "RuntimeClass", false),
            Kind::ResourceQuota => of("", "resourcequotas", "ResourceQuota", true),
            Kind::NodeMetrics => {
                Resource { version: "v1beta1", ..of("metrics.k8s.io", "nodes", "NodeMetrics", false) }
            }
        }
    }

    /// Finds a kind by its group and name.
    pub fn find(group: &str, kind: &str) -> Option<Kind> {
        let is_it = |own: &Kind| own.resource().kind == kind && own.resource().group == group;
        Kind::ALL.into_iter().find(is_it)
    }

    /// Finds a kind by an apiVersion and a name; only the version that is read here will do.
    pub fn of(api_version: &str, kind: &str) -> Option<Kind> {
        let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
        Kind::find(group, kind).filter(|kind| kind.resource().version == version)
    }

    /// Finds the kind that is meant by another version of it, or by letters of another case.
    pub fn nearly(api_version: &str, kind: &str) -> Option<Kind> {
        let (group, _) = api_version.split_once('/').unwrap_or(("", api_version));
        let is_it = |own: &Kind| {
            let own = own.resource();
            own.kind.eq_ignore_ascii_case(kind) && own.group.eq_ignore_ascii_case(group)
        };
        Kind::ALL.into_iter().find(is_it)
    }

    /// Wants the objects of it, in one namespace or in all.
    pub fn wanted(self, namespace: Option<&str>) -> Wanted {
        let Resource { group, version, plural, kind, namespaced, depth } = self.resource();
        Wanted {
            namespaced,
            depth,
            namespace: namespace.map(str::to_owned),
            ..Wanted::new(group, version, plural, kind)
        }
    }
}
