//! What a scalar is: go-yaml v2's rules (`go.yaml.in/yaml/v2/resolve.go`), then those of JSON.

use crate::model::tree::Scalar;

/// Resolves a plain scalar without a tag.
pub(super) fn resolve(text: &str) -> Scalar {
    match text {
        "" | "~" | "null" => Scalar::Null,
        "true" | "yes" => Scalar::Bool(true),
        "false" | "no" => Scalar::Bool(false),
        _ => text.parse().map_or(Scalar::String, Scalar::Int),
    }
}
