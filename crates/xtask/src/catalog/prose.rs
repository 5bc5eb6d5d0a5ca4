//! The one fact that is only in prose: whether a field is deprecated.

/// Tells whether a field's description calls the field itself deprecated.
pub(crate) fn says_deprecated(description: &str) -> bool {
    description.starts_with("Deprecated:") || description.starts_with("DEPRECATED")
}
