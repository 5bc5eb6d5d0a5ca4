//! `kubectl topocheck`: why isn't it running, and who can reach it?
//!
//! [`world`] is what is read, a cluster or a dump of one, into the objects of [`model`]; [`schedule`] judges pods on nodes as the
//! scheduler does, [`fit`] proposes what would make them fit, [`whatif`] tries manifests out, [`nodes`] draws nodes; [`start`] finds why
//! pods do not start, and [`init`] what their init containers wait for; [`checks`] words what they find; [`cmd`] holds the verbs of the
//! command line.

pub mod checks;
pub mod cmd;
pub mod fit;
pub mod init;
pub mod model;
pub mod nodes;
pub mod rollout;
pub mod schedule;
pub mod start;
pub mod whatif;
pub mod why;
pub mod world;
