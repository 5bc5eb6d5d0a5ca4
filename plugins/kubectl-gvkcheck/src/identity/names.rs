//! How near two names are, and which version of a group comes first.

pub use kubecheck_core::model::near::{distance, is_close, nearest};
pub use kubecheck_core::model::version::version_rank;
