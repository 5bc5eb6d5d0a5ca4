//! What was read: trees with places, objects, identities, served kinds.

pub mod lines;
pub mod object;
pub mod pointer;
pub mod selector;
pub mod tree;
