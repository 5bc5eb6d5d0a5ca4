//! Who manages the fields of an object (`k8s.io/apimachinery/pkg/apis/meta/v1/types.go`, `ManagedFieldsEntry`).

use serde::{Deserialize, Deserializer};

use super::fields::FieldSet;
use super::meta::or_default;

/// What one manager set in one way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Managed {
    /// The name that the client gave itself, or the first word of its user agent.
    #[serde(deserialize_with = "or_default")]
    pub manager: String,
    /// `Apply`, or `Update` for all else.
    #[serde(deserialize_with = "or_default")]
    pub operation: String,
    /// The version in which the fields are named.
    #[serde(deserialize_with = "or_default")]
    pub api_version: String,
    /// When the fields were last added to, or one of them changed (RFC 3339).
    #[serde(deserialize_with = "or_default")]
    pub time: Option<String>,
    /// The subresource through which they were set; empty for the object itself.
    #[serde(deserialize_with = "or_default")]
    pub subresource: String,
    /// The fields.
    #[serde(rename = "fieldsV1", deserialize_with = "set")]
    pub fields: FieldSet,
}

impl Managed {
    /// Tells whether two are one and the same to the API server (`internal/managedfields.go`, `BuildManagerIdentifier`).
    pub fn is_same(&self, other: &Managed) -> bool {
        let is_applied = self.operation == "Apply";
        self.manager == other.manager
            && self.operation == other.operation
            && self.subresource == other.subresource
            && (is_applied || self.api_version == other.api_version)
    }
}

fn set<'de, D: Deserializer<'de>>(from: D) -> Result<FieldSet, D::Error> {
    Option::<FieldSet>::deserialize(from).map(Option::unwrap_or_default)
}
