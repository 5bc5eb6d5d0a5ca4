//! What claims and volumes need.

use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::Value;

use super::consequences as follows;
use super::pods;
use super::wants::{Need, Wants};
use super::{Space, at, items, text_at};

/// Adds what claims and volumes need: those of the object itself, and the templates in it.
pub(super) fn read(object: &Object<'_>, kind: &str, wants: &mut Wants<'_, '_>) {
    match kind {
        "PersistentVolumeClaim" => {
            if let Some(spec) = object.root.get("spec") {
                claim(spec, "the claim", wants);
                // Before the field there was an annotation, and it still wins (component-helpers,
                // `GetPersistentVolumeClaimClass`).
                let annotation =
                    at(object.root, &["metadata", "annotations", "volume.beta.kubernetes.io/storage-class"]);
                if let Some(name) = annotation {
                    class(name, "the claim", wants);
                }
            }
        }
        "PersistentVolume" => bound_claim(object.root, wants),
        "StatefulSet" => {
            for template in items(object.root, &["spec", "volumeClaimTemplates"]) {
                let what =
                    format!("the claim template {}", text_at(template, &["metadata", "name"]).unwrap_or(""));
                if let Some(spec) = template.get("spec") {
                    claim(spec, &what, wants);
                }
            }
        }
        _ => {}
    }
    let Some((spec, _)) = pods::spec(object.root, kind) else { return };
    for volume in items(spec, &["volumes"]) {
        if let Some(spec) = at(volume, &["ephemeral", "volumeClaimTemplate", "spec"]) {
            let what = format!("the volume {}", text_at(volume, &["name"]).unwrap_or("without a name"));
            claim(spec, &what, wants);
        }
    }
}

/// Adds what the spec of a claim needs. A claim that names a volume is bound to it, whether or not its class exists.
fn claim(spec: Value<'_>, what: &str, wants: &mut Wants<'_, '_>) {
    let volume = spec.get("volumeName").filter(|_| text_at(spec, &["volumeName"]).is_some());
    if let Some(name) = volume {
        let space = Some(Space::Cluster);
        wants.add(
            &Need { kind: "PersistentVolume", space, name, what, missing: Some(&follows::VOLUME) },
            Vec::new(),
        );
    } else if let Some(name) = spec.get("storageClassName") {
        class(name, what, wants);
    }
}

fn class(name: Value<'_>, what: &str, wants: &mut Wants<'_, '_>) {
    let space = Some(Space::Cluster);
    let missing = Some(&follows::STORAGE_CLASS);
    wants.add(&Need { kind: "StorageClass", space, name, what, missing }, Vec::new());
}

/// Adds the claim that a volume is kept for.
fn bound_claim(root: Value<'_>, wants: &mut Wants<'_, '_>) {
    let Some(reference) = at(root, &["spec", "claimRef"]) else { return };
    let Some(name) = reference.get("name") else { return };
    let space = Some(Space::of(text_at(reference, &["namespace"])));
    let missing = Some(&follows::VOLUME_CLAIM);
    let what = "claimRef of the volume";
    wants.add(&Need { kind: "PersistentVolumeClaim", space, name, what, missing }, Vec::new());
}
