//! The claims that the volumes of a pod are.

use std::sync::Arc;

use super::snapshot::Snapshot;
use crate::model::pod::Pod;
use crate::model::storage::PersistentVolumeClaim;

/// A volume of a pod that is a claim.
#[derive(Clone, Debug)]
pub struct PodClaim<'s> {
    /// The name of the claim.
    pub name: String,
    /// Whether it is made for the pod.
    pub is_made: bool,
    /// The claim, if it is there.
    pub claim: Option<&'s PersistentVolumeClaim>,
}

/// Returns the claims of a pod in the order of its volumes; one that two volumes use is there twice.
pub fn of<'s>(pod: &Pod, snapshot: &'s Snapshot) -> Vec<PodClaim<'s>> {
    let claims = pod.spec.volumes.iter().filter_map(|volume| {
        let name = volume.claim(&pod.metadata.name)?;
        let claim = snapshot.around.claims.get(&key(pod, &name)).map(Arc::as_ref);
        Some(PodClaim { is_made: volume.persistent_volume_claim.is_none(), claim, name })
    });
    claims.collect()
}

/// Returns `namespace/name` of a claim that a pod names.
pub fn key(pod: &Pod, name: &str) -> String {
    format!("{}/{name}", pod.metadata.namespace)
}

/// Says that an object is not there, as client-go's listers do (`k8s.io/apimachinery/pkg/api/errors`, `NewNotFound`).
pub fn not_found(resource: &str, name: &str) -> String {
    format!("{resource} {name:?} not found")
}

/// Checks that a claim that is made for a pod was made for this one; says what the scheduler says if not
/// (`k8s.io/component-helpers/storage/ephemeral`, `VolumeIsForPod`).
pub fn check_owner(pod: &Pod, claim: &PersistentVolumeClaim) -> Result<(), String> {
    let is_owner = claim.metadata.controller().is_some_and(|owner| owner.uid == pod.metadata.uid);
    let (claim, pod) = (claim.metadata.key(), pod.key());
    if is_owner {
        return Ok(());
    }
    Err(format!("PVC {claim} was not created for pod {pod} (pod is not owner)"))
}
