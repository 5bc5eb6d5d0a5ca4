//! What the real kube-scheduler says of pods, and random worlds to ask it about.

mod compare;
mod oracle;
mod shrink;
mod worlds;

pub use compare::{Compared, Difference, compare};
pub use oracle::{SchedulerOracle, Stored, Times};
pub use shrink::shrink;
pub use worlds::{Topic, World};
