//! What was read: trees with places, objects, selectors.

pub mod fields;
pub mod lines;
pub mod managed;
pub mod meta;
pub mod near;
pub mod object;
pub mod pointer;
pub mod quantity;
pub mod query;
pub mod revisions;
pub mod selector;
pub mod served;
pub mod time;
pub mod tree;
pub mod typed;
pub mod value;
pub mod version;
