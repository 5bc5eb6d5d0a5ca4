//! How a plugin's rules are declared and run.

pub mod rule;
