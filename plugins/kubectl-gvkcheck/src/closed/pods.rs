//! What pods need, wherever a kind has a pod or a template of pods.

use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::{Form, Value};

use super::consequences::{self as follows, Consequence, Creator};
use super::wants::{INITIALIZING, Need, NeedKey, Wants};
use super::{Note, at, items, makers, text_at};

/// Returns the pod spec of an object of a kind, and who creates its pods.
pub(super) fn spec<'t>(root: Value<'t>, kind: &str) -> Option<(Value<'t>, Creator)> {
    let (pod, creator) = pod(root, kind)?;
    Some((pod.get("spec")?, creator))
}

/// Returns the labels of an object's pods. What finishes serves nothing, and what is only a template neither.
pub(super) fn labels<'t>(root: Value<'t>, kind: &str) -> Option<Value<'t>> {
    let (pod, creator) = pod(root, kind).filter(|_| kind != "PodTemplate")?;
    if creator == Creator::Job { None } else { at(pod, &["metadata", "labels"]) }
}

/// Returns the pod, or the template of pods, of an object of a kind, and who creates the pods.
fn pod<'t>(root: Value<'t>, kind: &str) -> Option<(Value<'t>, Creator)> {
    let (path, creator): (&[&str], _) = match kind {
        "Pod" => (&[], Creator::User),
        "PodTemplate" => (&["template"], Creator::User),
        "Deployment" | "ReplicaSet" | "StatefulSet" | "DaemonSet" | "ReplicationController" => {
            (&["spec", "template"], Creator::Workload)
        }
        "Job" => (&["spec", "template"], Creator::Job),
        "CronJob" => (&["spec", "jobTemplate", "spec", "template"], Creator::Job),
        _ => return None,
    };
    Some((at(root, path)?, creator))
}

/// Adds what the pods of an object need.
pub(super) fn read(object: &Object<'_>, kind: &str, wants: &mut Wants<'_, '_>, notes: &mut Vec<Note>) {
    let Some((spec, creator)) = spec(object.root, kind) else { return };
    wants.creator = creator;
    if items(spec, &["initContainers"]).next().is_some() {
        wants.waiting = INITIALIZING;
    }
    for container in containers(spec) {
        variables(container, wants);
    }
    for (list, first) in [("initContainers", true), ("containers", false)] {
        for container in items(spec, &[list]) {
            makers::arguments(object, container, first, notes);
        }
    }
    let coredns = containers(spec).any(is_coredns);
    for volume in items(spec, &["volumes"]) {
        let what = format!("the volume {}", text_at(volume, &["name"]).unwrap_or("without a name"));
        self::volume(volume, &what, coredns, wants);
        driver_secrets(volume, &what, wants);
        if let Some(claim) =
            at(volume, &["persistentVolumeClaim", "claimName"]).filter(|_| !own_claim(object, kind, volume))
        {
            add(wants, "PersistentVolumeClaim", claim, &what, &follows::CLAIM);
        }
    }
    // The older name counts where the newer one is absent (`pkg/apis/core/v1/conversion.go`).
    let account =
        ["serviceAccountName", "serviceAccount"].into_iter().find(|field| spec.get(field).is_some());
    for (field, kind, missing) in [
        (account.unwrap_or_default(), "ServiceAccount", &follows::SERVICE_ACCOUNT),
        ("priorityClassName", "PriorityClass", &follows::PRIORITY_CLASS),
        ("runtimeClassName", "RuntimeClass", &follows::RUNTIME_CLASS),
    ] {
        if let Some(name) = at(spec, &[field]) {
            let what = if creator == Creator::User { "the pod" } else { "the pod template" };
            add(wants, kind, name, what, missing);
        }
    }
    for secret in items(spec, &["imagePullSecrets"]) {
        if let Some(name) = secret.get("name") {
            add(wants, "Secret", name, "imagePullSecrets", &follows::PULL_SECRET);
        }
    }
    for claim in items(spec, &["resourceClaims"]) {
        if let Some(name) = claim.get("resourceClaimName") {
            add(wants, "ResourceClaim", name, "resourceClaims", &follows::RESOURCE_CLAIM);
        }
    }
}

fn add(wants: &mut Wants<'_, '_>, kind: &str, name: Value<'_>, what: &str, missing: &'static Consequence) {
    wants.add(&Need { kind, space: None, name, what, missing: Some(missing) }, Vec::new());
}

/// Returns the containers of all three sorts.
fn containers<'t>(spec: Value<'t>) -> impl Iterator<Item = Value<'t>> + use<'t> {
    let lists = ["initContainers", "containers", "ephemeralContainers"];
    lists.into_iter().flat_map(move |list| items(spec, &[list]))
}

/// Tells whether a container runs CoreDNS, by the last part of its image's name.
fn is_coredns(container: Value<'_>) -> bool {
    let image = text_at(container, &["image"]).unwrap_or_default();
    let name = image.rsplit('/').next().unwrap_or_default();
    name.split([':', '@']).next() == Some("coredns")
}

/// Tells whether a volume is one of a StatefulSet's own claims: those replace the template's volumes of the same name
/// (`pkg/controller/statefulset/stateful_set_utils.go`, `updateStorage`).
fn own_claim(object: &Object<'_>, kind: &str, volume: Value<'_>) -> bool {
    let name = text_at(volume, &["name"]);
    kind == "StatefulSet"
        && items(object.root, &["spec", "volumeClaimTemplates"])
            .any(|claim| text_at(claim, &["metadata", "name"]) == name)
}

/// Tells whether a reference says that what it names may be absent.
fn is_optional(reference: Value<'_>) -> bool {
    matches!(reference.get("optional").map(|value| value.form()), Some(Form::Bool(true)))
}

/// Adds what a container's variables come from.
fn variables(container: Value<'_>, wants: &mut Wants<'_, '_>) {
    let container_name = text_at(container, &["name"]).unwrap_or("without a name");
    for variable in items(container, &["env"]) {
        let what = format!(
            "the variable {} of the container {container_name}",
            text_at(variable, &["name"]).unwrap_or("without a name")
        );
        for (field, kind, missing, key_missing) in [
            (
                "configMapKeyRef",
                "ConfigMap",
                &follows::CONFIG_MAP_VARIABLE,
                &follows::CONFIG_MAP_VARIABLE_KEY,
            ),
            ("secretKeyRef", "Secret", &follows::SECRET_VARIABLE, &follows::SECRET_VARIABLE_KEY),
        ] {
            let Some(reference) = at(variable, &["valueFrom", field]).filter(|r| !is_optional(*r)) else {
                continue;
            };
            let Some(name) = reference.get("name") else { continue };
            let key = reference.get("key").map(|at| NeedKey { at, noun: "key", missing: key_missing });
            let need = Need { kind, space: None, name, what: &what, missing: Some(missing) };
            wants.add(&need, key.into_iter().collect());
        }
    }
    for source in items(container, &["envFrom"]) {
        let what = format!("envFrom of the container {container_name}");
        for (field, kind, missing) in [
            ("configMapRef", "ConfigMap", &follows::CONFIG_MAP_VARIABLE),
            ("secretRef", "Secret", &follows::SECRET_VARIABLE),
        ] {
            let reference = source.get(field).filter(|reference| !is_optional(*reference));
            if let Some(name) = reference.and_then(|reference| reference.get("name")) {
                add(wants, kind, name, &what, missing);
            }
        }
    }
}

/// Adds the ConfigMaps and Secrets whose keys become files.
fn volume(volume: Value<'_>, what: &str, coredns: bool, wants: &mut Wants<'_, '_>) {
    let config_map = if coredns { &follows::COREDNS } else { &follows::CONFIG_MAP_VOLUME };
    let mut files = |source: Value<'_>, kind, field, missing, key_missing| {
        if is_optional(source) {
            return;
        }
        let Some(name) = source.get(field) else { return };
        let keys = items(source, &["items"]).filter_map(|item| item.get("key"));
        let keys = keys.map(|at| NeedKey { at, noun: "key", missing: key_missing }).collect();
        wants.add(&Need { kind, space: None, name, what, missing: Some(missing) }, keys);
    };
    if let Some(source) = volume.get("configMap") {
        files(source, "ConfigMap", "name", config_map, &follows::CONFIG_MAP_VOLUME_KEY);
    }
    if let Some(source) = volume.get("secret") {
        files(source, "Secret", "secretName", &follows::SECRET_VOLUME, &follows::SECRET_VOLUME_KEY);
    }
    for source in items(volume, &["projected", "sources"]) {
        if let Some(source) = source.get("configMap") {
            files(source, "ConfigMap", "name", config_map, &follows::CONFIG_MAP_VOLUME_KEY);
        }
        if let Some(source) = source.get("secret") {
            files(source, "Secret", "name", &follows::SECRET_VOLUME, &follows::SECRET_VOLUME_KEY);
        }
    }
}

/// The volumes whose driver is given a Secret of the pod's namespace, and the path of its name.
const DRIVER_SECRETS: [(&str, &[&str]); 9] = [
    ("azureFile", &["secretName"]),
    ("cephfs", &["secretRef", "name"]),
    ("cinder", &["secretRef", "name"]),
    ("csi", &["nodePublishSecretRef", "name"]),
    ("flexVolume", &["secretRef", "name"]),
    ("iscsi", &["secretRef", "name"]),
    ("rbd", &["secretRef", "name"]),
    ("scaleIO", &["secretRef", "name"]),
    ("storageos", &["secretRef", "name"]),
];

fn driver_secrets(volume: Value<'_>, what: &str, wants: &mut Wants<'_, '_>) {
    for (field, path) in DRIVER_SECRETS {
        if let Some(name) = volume.get(field).and_then(|source| at(source, path)) {
            add(wants, "Secret", name, what, &follows::VOLUME_SECRET);
        }
    }
}
