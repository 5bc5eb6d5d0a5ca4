//! What was read: trees with places, objects, selectors.

pub mod lines;
pub mod near;
pub mod object;
pub mod pointer;
pub mod selector;
pub mod served;
pub mod tree;
