//! What every object has, whatever its kind: names, owners, finalizers, and when it began to go
//! (`k8s.io/apimachinery/pkg/apis/meta/v1/types.go`, `ObjectMeta`).

use serde::{Deserialize, Deserializer, Serialize};

/// The metadata of an object, as far as it is kept for every object of a cluster.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Meta {
    /// The namespace; empty if it is in none.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "String::is_empty")]
    pub namespace: String,
    /// The name.
    #[serde(deserialize_with = "or_default")]
    pub name: String,
    /// The UID; empty in what was never stored.
    #[serde(deserialize_with = "or_default")]
    pub uid: String,
    /// The revision.
    #[serde(deserialize_with = "or_default")]
    pub resource_version: String,
    /// When it was made (RFC 3339).
    pub creation_timestamp: Option<String>,
    /// When it began to go, with the grace it was given added (RFC 3339).
    pub deletion_timestamp: Option<String>,
    /// How many seconds of grace it was given.
    pub deletion_grace_period_seconds: Option<i64>,
    /// What must be done before it goes; the names, in their order.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub finalizers: Vec<String>,
    /// What it belongs to.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub owner_references: Vec<OwnerReference>,
}

/// A reference to an owner (`OwnerReference`). It has no namespace: an owner is in the namespace of what it owns, or in none.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct OwnerReference {
    /// The apiVersion.
    #[serde(deserialize_with = "or_default")]
    pub api_version: String,
    /// The kind.
    #[serde(deserialize_with = "or_default")]
    pub kind: String,
    /// The name.
    #[serde(deserialize_with = "or_default")]
    pub name: String,
    /// The UID, by which the garbage collector knows it.
    #[serde(deserialize_with = "or_default")]
    pub uid: String,
    /// Whether the owner manages it; at most one does.
    pub controller: Option<bool>,
    /// Whether an owner that is deleted in the foreground waits for it.
    pub block_owner_deletion: Option<bool>,
}

/// Takes null for nothing, as Go does.
pub(super) fn or_default<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(
    from: D,
) -> Result<T, D::Error> {
    Option::<T>::deserialize(from).map(Option::unwrap_or_default)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_is_nothing() {
        let meta: Meta = serde_json::from_str(
            r#"{"name":"x","finalizers":null,"creationTimestamp":null,"labels":{"a":"b"}}"#,
        )
        .unwrap();
        assert_eq!(meta, Meta { name: "x".to_owned(), ..Meta::default() });
    }
}
