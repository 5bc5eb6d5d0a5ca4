//! Who manages which field of an object.
//!
//! `object` shows one object, `predict` tells what an apply would conflict with; `contest` finds the fields that several manage, and
//! `cluster` goes through many objects for that.

pub(crate) mod cluster;
pub(crate) mod contest;
pub(crate) mod object;
pub(crate) mod predict;

use kubecheck_core::model::managed::Managed;
use serde::Deserialize;
use serde_json::Value;

/// Returns the managers of an object.
pub(crate) fn managed(object: &Value) -> Vec<Managed> {
    let entries = object["metadata"]["managedFields"].as_array().map(Vec::as_slice).unwrap_or_default();
    entries.iter().filter_map(|entry| Managed::deserialize(entry).ok()).collect()
}

/// Names a manager for people: `helm (Update)`, `kubelet (Update, status)`.
pub(crate) fn named(manager: &Managed) -> String {
    let Managed { manager, operation, subresource, .. } = manager;
    if subresource.is_empty() {
        format!("{manager} ({operation})")
    } else {
        format!("{manager} ({operation}, {subresource})")
    }
}
