//! `kubectl finalizers`: why won't it go away, and who is fighting over it?
//!
//! [`world`] is what is read, a cluster or a dump of one; [`evidence`] finds out about one finalizer; [`checks`] are the rules, one file each; [`cmd`] holds the verbs of
//! the command line.

pub mod checks;
pub mod cmd;
pub mod evidence;
pub mod world;
