//! What the real kube-scheduler says of pods, and random worlds to ask it about.

mod oracle;

pub use oracle::{SchedulerOracle, Stored, Times};
