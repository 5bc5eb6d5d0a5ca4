//! Custom objects: does a body have the form that its CRD gives it?
//!
//! [`parse`] reads the schema of a version out of a CRD, [`prepare`] makes of an object what the API server validates,
//! [`check`], [`lists`] and [`embedded`] compare the two, and [`cel`] evaluates the rules. [`Violation`]s come out of it;
//! the rules in `checks/` word them.

mod body;
mod cel;
mod check;
pub mod definition;
mod embedded;
mod format;
mod json;
mod lists;
mod metadata;
mod node;
mod numbers;
mod parse;
mod pattern;
mod prepare;
mod schema;
mod violation;

pub use body::{Body, Judgement};
pub use schema::Name;
pub use violation::{Broken, Problem, Violation};
