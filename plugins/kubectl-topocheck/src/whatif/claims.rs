//! The claims that controllers make for pods: those of StatefulSets (`pkg/controller/statefulset/stateful_set_utils.go`, `updateStorage`)
//! and of volumes that live as long as the pod (`pkg/controller/volume/ephemeral`).

use std::sync::Arc;

use kubecheck_core::model::meta::OwnerReference;

use crate::model::meta::Meta;
use crate::model::pod::Pod;
use crate::model::storage::{PersistentVolumeClaim, PersistentVolumeClaimSpec};
use crate::model::volume::{ClaimSource, Volume};
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

/// Returns the default class: of several the newest (`plugin/pkg/admission/storage/storageclass/setdefault`).
fn usual_class(snapshot: &Snapshot) -> Option<String> {
    const DEFAULT: &str = "storageclass.kubernetes.io/is-default-class";
    let classes = snapshot.around.classes.values().map(|class| &class.metadata);
    let usual = classes.filter(|class| class.annotations.get(DEFAULT).is_some_and(|value| value == "true"));
    let newest = usual.max_by(|a, b| a.created().cmp(&b.created()).then_with(|| b.name.cmp(&a.name)));
    newest.map(|class| class.name.clone())
}

/// Puts claims into a copy of the cluster; those that are there already stay as they are, as they do for a controller.
pub fn add(snapshot: &mut Snapshot, made: Vec<PersistentVolumeClaim>) {
    if made.is_empty() {
        return;
    }
    let mut around = snapshot.around.as_ref().clone();
    for mut claim in made {
        // A class that is not named is the default one.
        if claim.spec.storage_class_name.is_none() {
            claim.spec.storage_class_name = usual_class(snapshot);
        }
        around.claims.entry(claim.metadata.key()).or_insert_with(|| Arc::new(claim));
    }
    snapshot.around = Arc::new(around);
}

/// Tells whether a claim of a pod may take one of the volumes that are free, so that there is one less for the next.
pub fn uses_up(pod: &Pod, snapshot: &Snapshot) -> bool {
    let around = &snapshot.around;
    let waiting = crate::schedule::claims::of(pod, snapshot).into_iter().filter_map(|own| own.claim);
    let mut waiting = waiting.filter(|claim| claim.spec.volume_name.is_empty());
    waiting.any(|claim| {
        let free = |volume: &&Arc<crate::model::storage::PersistentVolume>| {
            volume.spec.claim_ref.is_none() && volume.class() == claim.class()
        };
        around.volumes.values().any(|volume| free(&volume))
    })
}
