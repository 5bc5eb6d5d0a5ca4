//! `kubectl topocheck`: why isn't it running, and who can reach it?
//!
//! [`world`] is what is read, a cluster or a dump of one, into the objects of [`model`]; [`schedule`] judges pods on nodes as the
//! scheduler does; [`cmd`] holds the verbs of the command line.

pub mod checks;
pub mod cmd;
pub mod fit;
pub mod model;
pub mod nodes;
pub mod schedule;
pub mod whatif;
pub mod world;
