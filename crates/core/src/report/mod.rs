//! What is told: findings, gaps, counts, and their renderings.

pub mod finding;
pub mod render;
