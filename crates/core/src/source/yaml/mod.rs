//! Reads one YAML document into a tree, in one pass over the events of saphyr-parser.

mod builder;
mod fault;
mod scalar;

pub(super) use builder::parse;
pub(super) use fault::Fault;
