//! The claims that controllers make for pods: those of StatefulSets (`pkg/controller/statefulset/stateful_set_utils.go`, `updateStorage`)
//! and of volumes that live as long as the pod (`pkg/controller/volume/ephemeral`).

use std::sync::Arc;

use kubecheck_core::model::meta::OwnerReference;

use crate::model::meta::Meta;
use crate::model::pod::Pod;
use crate::model::storage::{PersistentVolumeClaim, PersistentVolumeClaimSpec, default_class};
use crate::model::volume::{ClaimSource, Volume};
use crate::schedule::claims;
use crate::schedule::snapshot::Snapshot;

/// Gives a pod of a StatefulSet its own claims in the place of the templates, and returns those claims.
pub fn of_templates(pod: &mut Pod, templates: &[PersistentVolumeClaim]) -> Vec<PersistentVolumeClaim> {
    let mut made = Vec::new();
    for template in templates {
        let name = format!("{}-{}", template.metadata.name, pod.metadata.name);
        let own = ClaimSource { claim_name: name.clone(), ..ClaimSource::default() };
        pod.spec.volumes.retain(|volume| volume.name != template.metadata.name);
        pod.spec.volumes.push(Volume {
            name: template.metadata.name.clone(),
            persistent_volume_claim: Some(own),
            ..Volume::default()
        });
        made.push(claim(&pod.metadata.namespace, name, template.spec.clone(), None));
    }
    made
}

/// Returns the claims that are made for volumes that live as long as a pod.
pub fn of_volumes(pod: &Pod) -> Vec<PersistentVolumeClaim> {
    let template = |volume: &Volume| volume.ephemeral.as_ref()?.volume_claim_template.clone();
    let made = pod.spec.volumes.iter().filter_map(|volume| {
        let name = volume.claim(&pod.metadata.name)?;
        Some(claim(&pod.metadata.namespace, name, template(volume)?.spec, Some(&pod.metadata)))
    });
    made.collect()
}

fn claim(
    namespace: &str,
    name: String,
    spec: PersistentVolumeClaimSpec,
    owner: Option<&Meta>,
) -> PersistentVolumeClaim {
    let owner = owner.map(|owner| OwnerReference {
        kind: "Pod".to_owned(),
        name: owner.name.clone(),
        uid: owner.uid.clone(),
        controller: Some(true),
        ..OwnerReference::default()
    });
    let metadata = Meta {
        namespace: namespace.to_owned(),
        name,
        owner_references: owner.into_iter().collect(),
        ..Meta::default()
    };
    let mut claim = PersistentVolumeClaim { metadata, spec, ..PersistentVolumeClaim::default() };
    "Pending".clone_into(&mut claim.status.phase);
    claim
}

/// Puts claims into a copy of the cluster; those that are there already stay as they are, as they do for a controller.
pub fn add(snapshot: &mut Snapshot, made: Vec<PersistentVolumeClaim>) {
    if made.is_empty() {
        return;
    }
    let around = Arc::make_mut(&mut snapshot.around);
    let usual = default_class(around.classes.values().map(Arc::as_ref));
    let usual = usual.map(|class| class.metadata.name.clone());
    for mut claim in made {
        if claim.spec.storage_class_name.is_none() {
            claim.spec.storage_class_name.clone_from(&usual);
        }
        around.claims.entry(claim.metadata.key()).or_insert_with(|| Arc::new(claim));
    }
}

/// Tells whether a claim of a pod may take one of the volumes that are free, so that there is one less for the next.
pub fn uses_up(pod: &Pod, snapshot: &Snapshot) -> bool {
    let around = &snapshot.around;
    let waiting = claims::of(pod, snapshot).into_iter().filter_map(|own| own.claim);
    let mut waiting = waiting.filter(|claim| claim.spec.volume_name.is_empty());
    waiting.any(|claim| {
        let mut volumes = around.volumes.values();
        volumes.any(|volume| volume.spec.claim_ref.is_none() && volume.class() == claim.class())
    })
}
