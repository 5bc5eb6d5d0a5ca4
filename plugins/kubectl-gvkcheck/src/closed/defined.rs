//! What the input defines: the names of all objects, and the keys of those that are asked for them.

use kubecheck_catalog::Kind;
use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::Value;

use super::{Defined, Note, Space, at, items, text_at};
use crate::facts::Facts;
use crate::identity::Claim;
use crate::schema::placeholder::is_placeholder;

/// Notes what an object defines: itself, and what Kubernetes makes of it.
///
/// The kind alone counts, not its group: an object in a wrong group is told as such, and is there once that is mended.
pub(super) fn read(object: &Object<'_>, facts: &Facts, claim: Claim<'_>, notes: &mut Vec<Note>) {
    let space = match facts.known_kind() {
        Some(kind) if is_cluster_scoped(kind) => Space::Cluster,
        _ => Space::of(object.namespace().filter(|namespace| !is_placeholder(namespace))),
    };
    let mut add = |kind: &str, name: &str, prefix, keys| {
        let (kind, name, space) = (kind.into(), name.into(), space.clone());
        notes.push(Note::Defined(Defined { kind, space, name, prefix, keys }));
    };
    let known = facts.known_kind().is_some();
    match (object.name().filter(|name| !name.is_empty()), text_at(object.root, &["metadata", "generateName"]))
    {
        (Some(name), _) => add(claim.kind, name, false, keys(object.root, claim.kind).filter(|_| known)),
        (None, Some(prefix)) => add(claim.kind, prefix, true, None),
        (None, None) => {}
    }
    let Some(name) = object.name().filter(|_| known) else { return };
    match claim.kind {
        // A volume offers its class, whether or not there is an object of that name.
        "PersistentVolume" => {
            if let Some(class) = text_at(object.root, &["spec", "storageClassName"]) {
                add("StorageClass", class, false, None);
            }
        }
        "StatefulSet" => {
            for claim in items(object.root, &["spec", "volumeClaimTemplates"]) {
                if let Some(template) = text_at(claim, &["metadata", "name"]) {
                    add("PersistentVolumeClaim", &format!("{template}-{name}-"), true, None);
                }
            }
        }
        "Pod" => {
            for volume in
                items(object.root, &["spec", "volumes"]).filter(|volume| volume.get("ephemeral").is_some())
            {
                if let Some(volume) = text_at(volume, &["name"]) {
                    add("PersistentVolumeClaim", &format!("{name}-{volume}"), false, None);
                }
            }
        }
        // Up to Kubernetes 1.23 each account got a Secret with its token; OpenShift makes one to pull images with.
        "ServiceAccount" => {
            add("Secret", &format!("{name}-token-"), true, None);
            add("Secret", &format!("{name}-dockercfg-"), true, None);
        }
        _ => {}
    }
}

/// Tells whether the objects of a kind are in no namespace.
fn is_cluster_scoped(kind: &Kind) -> bool {
    kind.eras().last().is_some_and(|(_, _, resource)| !resource.namespaced)
}

/// Returns the keys of an object that others ask for, if all of them are known.
fn keys(root: Value<'_>, kind: &str) -> Option<Box<[Box<str>]>> {
    match kind {
        "ConfigMap" if !is_filled(root) => entries(root, &["data", "binaryData"]),
        "Secret" if !is_filled(root) && !is_token(root) => entries(root, &["data", "stringData"]),
        "Service" => ports(root),
        _ => None,
    }
}

/// Returns the keys of some fields. None if a field is something else than a map, or has a key that something fills in.
fn entries(root: Value<'_>, fields: &[&str]) -> Option<Box<[Box<str>]>> {
    let mut keys = Vec::new();
    for field in fields.iter().filter_map(|field| root.get(field)).filter(|field| !field.is_null()) {
        if !field.is_mapping() {
            return None;
        }
        for entry in field.entries() {
            let key = entry.key.name();
            if is_placeholder(key) {
                return None;
            }
            keys.push(key.into());
        }
    }
    Some(keys.into())
}

/// Tells whether a Secret gets its keys from the token controller.
fn is_token(root: Value<'_>) -> bool {
    text_at(root, &["type"]) == Some("kubernetes.io/service-account-token")
}

/// Words in annotations and labels of what a controller fills with keys: copies of other objects, injected certificates.
const FILLERS: [&str; 8] = [
    "reflector.v1.k8s.emberstack.com/",
    "replicator.v1.mittwald.de/",
    "config.openshift.io/inject-trusted-cabundle",
    "service.beta.openshift.io/inject-cabundle",
    "service.alpha.openshift.io/inject-cabundle",
    "cert-manager.io/",
    "kubed.appscode.com/",
    "secret-generator.v1.mittwald.de/",
];

fn is_filled(root: Value<'_>) -> bool {
    ["annotations", "labels"].iter().any(|field| {
        let marks = at(root, &["metadata", field]).into_iter().flat_map(|map| map.entries());
        marks.into_iter().any(|mark| FILLERS.iter().any(|filler| mark.key.name().starts_with(filler)))
    })
}

/// Returns the numbers and names of a Service's ports. One without ports, or that stands for a name outside, has whatever
/// is behind it.
fn ports(root: Value<'_>) -> Option<Box<[Box<str>]>> {
    if text_at(root, &["spec", "type"]) == Some("ExternalName") {
        return None;
    }
    let mut ports: Vec<Box<str>> = Vec::new();
    for port in items(root, &["spec", "ports"]) {
        let number = port.get("port")?;
        if is_placeholder(number.text()) {
            return None;
        }
        ports.push(number.text().into());
        if let Some(name) = text_at(port, &["name"]) {
            if is_placeholder(name) {
                return None;
            }
            ports.push(name.into());
        }
    }
    (!ports.is_empty()).then(|| ports.into())
}
