//! What would become of pods that are not in the cluster yet.

pub mod admit;
pub mod claims;
pub mod place;
