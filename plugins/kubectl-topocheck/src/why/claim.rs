//! Why a claim has no volume (`pkg/controller/volume/persistentvolume/pv_controller.go`, `syncUnboundClaim`).

use std::sync::Arc;

use super::{Chain, Link, Named, Verdict};
use crate::model::event::Event;
use crate::model::pod::Pod;
use crate::model::storage::{CLASS, PersistentVolumeClaim, StorageClass, default_class};
use crate::start::told::Scene;
use crate::world::kinds::Kind;
use crate::world::objects::Objects;

/// What makes no volumes by itself (`NotSupportedProvisioner`).
const NO_PROVISIONER: &str = "kubernetes.io/no-provisioner";

/// Tells how a claim stands, and the pod it waits for, if it does.
pub(super) fn chain<'o>(
    claim: &PersistentVolumeClaim,
    objects: &'o Objects,
    scene: &Scene<'o>,
) -> (Chain, Option<&'o Arc<Pod>>) {
    let meta = &claim.metadata;
    let object = Named::new("PersistentVolumeClaim", &meta.namespace, &meta.name);
    let link = |condition: String, cure: Option<String>| Link {
        object: object.clone(),
        condition,
        rule: None,
        cure,
    };
    let describe = Some(scene.flags.kubectl(&["describe", "pvc", &meta.name], &meta.namespace));
    match claim.status.phase.as_str() {
        "Bound" => {
            let condition = format!("it is bound to {}", claim.spec.volume_name);
            return (Chain::one(Verdict::Healthy, link(condition, None)), None);
        }
        "Lost" => {
            let condition =
                format!("it has lost its volume {}, which is not there any more", claim.spec.volume_name);
            return (Chain::one(Verdict::Stuck, link(condition, describe)), None);
        }
        _ => {}
    }
    let name = named(claim).or_else(|| usual_class(objects));
    let class = name.as_deref().and_then(|name| find(objects, name));
    let waits =
        class.is_some_and(|class| class.volume_binding_mode.as_deref() == Some("WaitForFirstConsumer"));
    let user = user(claim, objects);
    if waits && let Some(user) = user.filter(|user| user.spec.node_name.is_empty()) {
        let condition = format!("it gets a volume once its pod {} has a node", user.metadata.name);
        return (Chain::one(Verdict::InProgress, link(condition, None)), Some(user));
    }
    if waits && user.is_none() {
        let condition = "it gets a volume once a pod that uses it has a node, and no pod uses it".to_owned();
        return (Chain::one(Verdict::InProgress, link(condition, None)), None);
    }
    if scene.look.age(meta.created()).is_some_and(|age| age < scene.look.grace) {
        let condition = "it has no volume yet".to_owned();
        return (Chain::one(Verdict::InProgress, link(condition, None)), None);
    }
    let is_told = |event: &&Event| matches!(event.reason.as_str(), "ProvisioningFailed" | "FailedBinding");
    let said = scene.look.events.of("PersistentVolumeClaim", meta).find(is_told);
    let free = match objects.has(Kind::PersistentVolume) {
        true => "no free one fits",
        false => "no PersistentVolume was read",
    };
    let condition = match (&name, class, said) {
        (Some(name), _, _) if name.is_empty() => {
            format!(
                "it has no volume: it takes a PersistentVolume without a class alone (storageClassName \"\"), and {free}"
            )
        }
        (Some(name), None, _) if objects.has(Kind::StorageClass) => {
            format!("it has no volume: there is no StorageClass {name}")
        }
        (_, _, Some(said)) => format!("it has no volume: {}", said.message),
        (None, _, _) => {
            format!("it has no volume: it names no StorageClass, none is the default, and {free}")
        }
        (Some(name), Some(class), None) if class.provisioner == NO_PROVISIONER => {
            format!("it has no volume: nobody makes volumes of StorageClass {name}, and {free}")
        }
        (Some(name), Some(class), None) => {
            format!("it has no volume yet: {} has not made one of StorageClass {name}", class.provisioner)
        }
        (Some(name), None, None) => format!("it has no volume; StorageClass {name} was not read"),
    };
    (Chain::one(Verdict::Stuck, link(condition, describe)), None)
}

/// Returns the class that a claim names; the empty one is for volumes without a class, and nobody makes one.
fn named(claim: &PersistentVolumeClaim) -> Option<String> {
    let is_named = claim.spec.storage_class_name.is_some() || claim.metadata.annotations.contains_key(CLASS);
    is_named.then(|| claim.class().to_owned())
}

fn usual_class(objects: &Objects) -> Option<String> {
    default_class(objects.classes.iter().map(Arc::as_ref)).map(|class| class.metadata.name.clone())
}

fn find<'o>(objects: &'o Objects, name: &str) -> Option<&'o StorageClass> {
    objects.classes.iter().find(|class| class.metadata.name == name).map(Arc::as_ref)
}

/// Returns a pod that uses a claim, one without a node before others.
fn user<'o>(claim: &PersistentVolumeClaim, objects: &'o Objects) -> Option<&'o Arc<Pod>> {
    let uses = |pod: &&Arc<Pod>| {
        let of = |volume: &crate::model::volume::Volume| volume.claim(&pod.metadata.name);
        pod.metadata.namespace == claim.metadata.namespace
            && !pod.is_terminal()
            && pod.spec.volumes.iter().filter_map(of).any(|name| name == claim.metadata.name)
    };
    objects.pods.iter().filter(uses).min_by_key(|pod| !pod.spec.node_name.is_empty())
}
