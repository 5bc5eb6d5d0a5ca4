//! The metadata of an object (`meta/v1`, `ObjectMeta`).

use kubecheck_core::model::meta::OwnerReference;
use kubecheck_core::model::time::{self, Timestamp};
use serde::Deserialize;

use super::Labels;

/// The metadata of an object.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Meta {
    /// The namespace; empty if it is in none.
    pub namespace: String,
    /// The name.
    pub name: String,
    /// The UID; empty in what was never stored.
    pub uid: String,
    /// Which version of the spec it is.
    pub generation: i64,
    /// When it was made (RFC 3339).
    pub creation_timestamp: Option<String>,
    /// When it began to go (RFC 3339).
    pub deletion_timestamp: Option<String>,
    /// The labels.
    pub labels: Labels,
    /// The annotations.
    pub annotations: Labels,
    /// What must be done before it goes.
    pub finalizers: Vec<String>,
    /// What it belongs to.
    pub owner_references: Vec<OwnerReference>,
}

impl Meta {
    /// Returns what manages it, if something does.
    pub fn controller(&self) -> Option<&OwnerReference> {
        self.owner_references.iter().find(|owner| owner.controller == Some(true))
    }

    /// Tells whether it is being deleted.
    pub fn is_deleted(&self) -> bool {
        self.deletion_timestamp.is_some()
    }

    /// Returns when it was made.
    pub fn created(&self) -> Option<Timestamp> {
        self.creation_timestamp.as_deref().and_then(time::parse)
    }

    /// Returns `namespace/name`, or the name of what is in none.
    pub fn key(&self) -> String {
        if self.namespace.is_empty() {
            self.name.clone()
        } else {
            format!("{}/{}", self.namespace, self.name)
        }
    }
}
