//! `kubectl finalizers`: why won't it go away, and who is fighting over it?
//!
//! [`world`] is what is read, a cluster or a dump of one; [`evidence`] finds out about one finalizer, [`removal`] takes it off;
//! [`owners`] finds out who owns whom, in a [`graph`]; [`drift`] compares watch caches with what is stored; `managers` and `stalls` tell
//! who writes what, and who does not get on; [`checks`] are the rules, one file each; [`cmd`] holds the verbs of
//! the command line.

pub mod chain;
pub mod checks;
pub mod cmd;
pub mod drift;
pub mod evidence;
pub mod graph;
mod managers;
pub mod owners;
pub mod removal;
mod stalls;
pub mod world;
