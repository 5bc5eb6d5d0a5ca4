//! The claims of devices that a pod uses, and whether they can be used (`foreachPodResourceClaim`).

use std::sync::Arc;

use crate::model::device::ResourceClaim;
use crate::model::pod::{Pod, PodResourceClaim};
use crate::schedule::snapshot::Snapshot;

/// Why a claim cannot be used.
pub(super) struct Unusable {
    /// The scheduler's words.
    pub(super) reason: String,
    /// The claim, as the pod calls it.
    pub(super) claim: String,
    /// What is wrong with it.
    pub(super) what: String,
}

/// Returns the claims of a pod, or why one of them cannot be used.
pub(super) fn of<'s>(pod: &Pod, snapshot: &'s Snapshot) -> Result<Vec<&'s ResourceClaim>, Unusable> {
    let all = pod.spec.resource_claims.iter().map(|own| one(pod, own, snapshot));
    all.filter_map(Result::transpose).collect()
}

/// Returns a claim of a pod; none if none is needed.
fn one<'s>(
    pod: &Pod,
    own: &PodResourceClaim,
    snapshot: &'s Snapshot,
) -> Result<Option<&'s ResourceClaim>, Unusable> {
    let unusable =
        |reason: String, what: &str| Err(Unusable { reason, claim: own.name.clone(), what: what.to_owned() });
    let (name, is_made) = match (&own.resource_claim_name, &own.resource_claim_template_name) {
        (Some(name), _) => (name, false),
        (None, Some(template)) => {
            let mut made = pod.status.resource_claim_statuses.iter();
            match made.find(|made| made.name == own.name).map(|made| &made.resource_claim_name) {
                Some(Some(name)) => (name, true),
                Some(None) => return Ok(None),
                None => {
                    let what = format!("no claim was made yet of template {template}");
                    return unusable(format!("pod \"{}\": ResourceClaim not created yet", pod.key()), &what);
                }
            }
        }
        (None, None) => {
            let (key, name) = (pod.key(), &own.name);
            let reason =
                format!("pod \"{key}\", spec.resourceClaim {name:?}: none of the supported fields are set");
            return unusable(reason, "it names neither a claim nor a template");
        }
    };
    let key = format!("{}/{name}", pod.metadata.namespace);
    let Some(claim) = snapshot.around.device_claims.get(&key).map(Arc::as_ref) else {
        return unusable(
            format!("could not find ResourceClaim {key:?}"),
            &format!("there is no claim {key}"),
        );
    };
    if claim.metadata.is_deleted() {
        let reason = format!("resourceclaim {name:?} is being deleted");
        return unusable(reason, &format!("claim {key} is being deleted"));
    }
    if is_made && !is_for(pod, claim) {
        let pod_key = pod.key();
        let reason = match snapshot.features.writes_pod_large {
            true => format!("ResourceClaim {key} was not created for Pod {pod_key} (Pod is not owner)"),
            false => format!("ResourceClaim {key} was not created for pod {pod_key} (pod is not owner)"),
        };
        return unusable(reason, &format!("claim {key} was not made for this pod"));
    }
    Ok(Some(claim))
}

/// Tells whether a claim was made for a pod (`IsForPod`).
fn is_for(pod: &Pod, claim: &ResourceClaim) -> bool {
    claim.metadata.controller().is_some_and(|owner| owner.uid == pod.metadata.uid)
}
