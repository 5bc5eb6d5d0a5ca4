//! Init containers: which one holds a pod, what it waits for, how that stands, who waits for whom, and which waits could be one.
//!
//! [`shell`] reads commands, [`asks`] knows what programs ask for, [`thing`] finds what is meant in the cluster and [`standing`] how it
//! stands; [`hold`] joins them for pods, [`graph`] for workloads. All of it is a function of what was read, and of the time.

pub mod asks;
mod env;
pub mod graph;
pub mod hold;
pub mod needs;
pub mod serial;
pub mod shell;
pub mod standing;
pub mod thing;
pub mod waits;
