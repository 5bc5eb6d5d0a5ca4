//! The claims of a pod before any node is looked at: whether they can be used, are bound, or wait for the pod.

use crate::model::storage::PersistentVolumeClaim;
use crate::schedule::claims::{self, PodClaim};
use crate::schedule::pod::PodInfo;
use crate::schedule::snapshot::Snapshot;

/// The claim has its volume (`AnnBindCompleted`).
const BOUND: &str = "pv.kubernetes.io/bind-completed";

/// Returns a claim that can be used; the scheduler's words and ours if it cannot (`podHasPVCs`).
pub(super) fn usable<'s>(
    pod: &PodInfo,
    own: &PodClaim<'s>,
) -> Result<&'s PersistentVolumeClaim, (String, String)> {
    let name = &own.name;
    let Some(claim) = own.claim else {
        let reason = match own.is_made {
            true => {
                format!(
                    "waiting for ephemeral volume controller to create the persistentvolumeclaim {name:?}"
                )
            }
            false => claims::not_found("persistentvolumeclaim", name),
        };
        return Err((reason, "there is no such claim".to_owned()));
    };
    if claim.status.phase == "Lost" {
        let volume = &claim.spec.volume_name;
        let reason =
            format!("persistentvolumeclaim {name:?} bound to non-existent persistentvolume {volume:?}");
        return Err((reason, format!("it is lost: its volume {volume} is gone")));
    }
    if claim.metadata.is_deleted() {
        let reason = format!("persistentvolumeclaim {name:?} is being deleted");
        return Err((reason, "it is being deleted".to_owned()));
    }
    if own.is_made {
        let alien = |reason| (reason, "it was not made for this pod".to_owned());
        claims::check_owner(&pod.pod, claim).map_err(alien)?;
    }
    Ok(claim)
}

/// Tells whether a claim has its volume (`isPVCFullyBound`).
pub(super) fn is_bound(claim: &PersistentVolumeClaim) -> bool {
    !claim.spec.volume_name.is_empty() && claim.metadata.annotations.contains_key(BOUND)
}

/// Tells whether a claim waits for a pod before it is bound (`GetPodVolumeClaims`).
pub(super) fn waits(claim: &PersistentVolumeClaim, snapshot: &Snapshot) -> bool {
    let class = snapshot.around.classes.get(claim.class());
    claim.spec.volume_name.is_empty() && class.is_some_and(|class| class.waits())
}

/// Says why a claim that does not wait is not bound.
pub(super) fn unbound_because(claim: &PersistentVolumeClaim) -> String {
    let class = match claim.class() {
        "" => "it has no class".to_owned(),
        class => format!("class {class}"),
    };
    match claim.spec.volume_name.as_str() {
        "" => format!("not bound, and does not wait for pods: {class}"),
        volume => format!("wants volume {volume} and is not bound to it yet"),
    }
}
