//! `metadata.ownerReferences` of any object.
//!
//! The garbage collector maps group, kind and version together (`pkg/controller/garbagecollector/operations.go`,
//! apiResource). What has no mapping is tried again for ever (attemptToDeleteWorker): the object is not collected. What has
//! one, but is another kind than the real owner, is looked for by name, not found, and the object is deleted.

use kubecheck_core::model::object::Object;

use super::{Family, Found, by_api_version, list};

static FAMILY: Family = Family {
    name: "owner",
    versioned: true,
    mapper: true,
    dead: "the garbage collector cannot look the owner up and tries for ever: the object outlives its owner, and with \
           blockOwnerDeletion it keeps an owner that is deleted in the foreground from going",
    ..Family::PLAIN
};

pub(super) fn find<'a>(object: &Object<'a>, found: &mut Vec<Found<'a>>) {
    let Some(metadata) = object.metadata() else { return };
    for owner in list(metadata, &["ownerReferences"]).filter(|owner| owner.get("apiVersion").is_some()) {
        found.extend(by_api_version(&FAMILY, owner, ("", "")));
    }
}
