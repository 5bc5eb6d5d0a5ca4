//! Small clusters, written as YAML.

use std::collections::BTreeMap;
use std::sync::Arc;

use kubecheck_core::model::typed;
use kubecheck_core::source::{self, Input, Part};
use kubectl_topocheck::model::pod::Pod;
use kubectl_topocheck::schedule::snapshot::{Around, Snapshot};
use kubectl_topocheck::schedule::version::Features;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The objects of a small cluster.
#[derive(Clone, Debug)]
pub(super) struct World(Vec<Value>);

impl World {
    /// Reads objects; each string is a document.
    pub(super) fn new(documents: &[String]) -> World {
        let mut objects = Vec::new();
        source::read(&Input::memory("world", documents.join("\n---\n")), &mut |part| match part {
            Part::Document(document) => {
                let all = document.objects();
                let read =
                    |root| typed::lenient(root).unwrap_or_else(|(_, why)| panic!("{why}: {documents:#?}"));
                objects.extend(all.iter().map(|object| read(object.root)));
            }
            Part::Broken(broken) => panic!("{}: {documents:#?}", broken.message),
            _ => panic!("only documents are expected: {documents:#?}"),
        })
        .expect("memory can be read");
        World(objects)
    }

    /// Returns the objects.
    pub(super) fn values(&self) -> Vec<Value> {
        self.0.clone()
    }

    fn of<T: DeserializeOwned>(&self, kind: &str) -> BTreeMap<String, Arc<T>> {
        let all = self.0.iter().filter(|object| object["kind"] == kind);
        let read = |object: &Value| {
            let of = |field: &str| object["metadata"][field].as_str().unwrap_or_default();
            let key = match of("namespace") {
                "" => of("name").to_owned(),
                namespace => format!("{namespace}/{}", of("name")),
            };
            let object = serde_json::from_value(object.clone());
            (key, Arc::new(object.unwrap_or_else(|error| panic!("{kind}: {error}"))))
        };
        all.map(read).collect()
    }

    fn all<T: DeserializeOwned>(&self, kind: &str) -> Vec<Arc<T>> {
        self.of(kind).into_values().collect()
    }

    /// Returns a pod.
    pub(super) fn pod(&self, key: &str) -> Arc<Pod> {
        self.of("Pod").remove(key).unwrap_or_else(|| panic!("there is no pod {key}"))
    }

    /// Returns the cluster as the scheduler sees it; `unread` are kinds of which nothing could be read.
    pub(super) fn snapshot(&self, features: Features, unread: &[&'static str]) -> Snapshot {
        let around = Around {
            namespaces: self.of("Namespace"),
            claims: self.of("PersistentVolumeClaim"),
            volumes: self.of("PersistentVolume"),
            classes: self.of("StorageClass"),
            csi_nodes: self.of("CSINode"),
            csi_drivers: self.of("CSIDriver"),
            capacities: self.all("CSIStorageCapacity"),
            attachments: self.all("VolumeAttachment"),
            device_claims: self.of("ResourceClaim"),
            device_classes: self.of("DeviceClass"),
            slices: self.all("ResourceSlice"),
            budgets: self.all("PodDisruptionBudget"),
            unread: unread.iter().copied().collect(),
        };
        Snapshot::new(self.all("Node"), self.all("Pod"), around, features)
    }
}

/// Writes an object in no namespace: its metadata beside the name, and the rest, both in YAML's flow style without braces.
pub(super) fn object(kind: &str, name: &str, metadata: &str, rest: &str) -> String {
    let version = match kind {
        "CSIDriver" | "CSINode" | "CSIStorageCapacity" | "StorageClass" | "VolumeAttachment" => {
            "storage.k8s.io/v1"
        }
        "DeviceClass" | "ResourceClaim" | "ResourceSlice" => "resource.k8s.io/v1",
        _ => "v1",
    };
    format!("{{apiVersion: {version}, kind: {kind}, metadata: {{name: {name}, {metadata}}}, {rest}}}")
}

/// Writes a node with labels.
pub(super) fn node(name: &str, labels: &str) -> String {
    let allocatable = "status: {allocatable: {cpu: 8, memory: 8Gi, pods: 10}}";
    object("Node", name, &format!("labels: {{{labels}}}"), allocatable)
}

/// Writes the pod that waits.
pub(super) fn pod(spec: &str) -> String {
    object("Pod", "new", "namespace: shop, uid: new-uid", &format!("spec: {{{spec}}}"))
}

/// Writes a pod that is on a node.
pub(super) fn placed(name: &str, node: &str, spec: &str) -> String {
    let metadata = format!("namespace: shop, uid: {name}-uid");
    object("Pod", name, &metadata, &format!("spec: {{nodeName: {node}, {spec}}}"))
}

/// Writes the volumes of a pod, each a claim.
pub(super) fn uses(claims: &[&str]) -> String {
    let volume = |name: &&str| format!("{{name: {name}, persistentVolumeClaim: {{claimName: {name}}}}}");
    format!("volumes: [{}]", claims.iter().map(volume).collect::<Vec<_>>().join(", "))
}

/// Writes a claim.
pub(super) fn claim(name: &str, metadata: &str, spec: &str) -> String {
    let metadata = format!("namespace: shop, uid: {name}-uid, {metadata}");
    object("PersistentVolumeClaim", name, &metadata, &format!("spec: {{{spec}}}"))
}

/// Writes a claim that has its volume.
pub(super) fn bound(name: &str, volume: &str) -> String {
    let annotations = "annotations: {pv.kubernetes.io/bind-completed: 'yes'}";
    claim(name, annotations, &format!("volumeName: {volume}, storageClassName: fast"))
}

/// Writes a volume.
pub(super) fn volume(name: &str, labels: &str, spec: &str) -> String {
    let rest = format!("spec: {{{spec}}}, status: {{phase: Available}}");
    object("PersistentVolume", name, &format!("labels: {{{labels}}}"), &rest)
}

/// Writes a class whose claims wait for pods.
pub(super) fn waiting_class(name: &str, provisioner: &str, rest: &str) -> String {
    let rest = format!("provisioner: {provisioner}, volumeBindingMode: WaitForFirstConsumer, {rest}");
    object("StorageClass", name, "", &rest)
}
