//! What the real kube-scheduler says of pods, and random worlds to ask it about.

mod oracle;
mod worlds;

pub use oracle::{SchedulerOracle, Stored, Times};
pub use worlds::{Topic, World};
