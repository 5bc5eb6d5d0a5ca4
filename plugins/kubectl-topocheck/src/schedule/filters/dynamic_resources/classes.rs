//! The classes that requests name.

use super::refusal;
use crate::model::device::{DeviceRequest, ResourceClaim};
use crate::schedule::cause::{Refusal, Status};
use crate::schedule::snapshot::Snapshot;

/// Refuses a claim of a class that is not there.
pub(super) fn no_class(claim: &ResourceClaim, snapshot: &Snapshot) -> Option<Refusal> {
    let key = claim.metadata.key();
    claim.spec.devices.requests.iter().find_map(|request| {
        let classes = classes(request);
        if classes.is_empty() {
            let name = &request.name;
            let reason = format!("resource claim {key}, request {name}: unknown request type");
            let what = format!("request {name} says nothing that is known");
            return Some(refusal(Status::UnschedulableAndUnresolvable, reason, &key, what));
        }
        classes.into_iter().find_map(|(name, class)| {
            if class.is_empty() {
                let reason = format!("request {name}: unsupported request type");
                return Some(refusal(Status::Error, reason, &key, "a request names no class".to_owned()));
            }
            let reason = format!("request {name}: device class {class} does not exist");
            let what = format!("there is no class {class}");
            let is_there = snapshot.around.device_classes.contains_key(class);
            (!is_there).then(|| refusal(Status::UnschedulableAndUnresolvable, reason, &key, what))
        })
    })
}

/// Returns the classes of a request, each with the name that the scheduler has for it.
fn classes(request: &DeviceRequest) -> Vec<(String, &str)> {
    match &request.exactly {
        Some(exactly) => vec![(request.name.clone(), exactly.device_class_name.as_str())],
        None => {
            let all = request.first_available.iter();
            all.map(|one| (format!("{}/{}", request.name, one.name), one.device_class_name.as_str()))
                .collect()
        }
    }
}
