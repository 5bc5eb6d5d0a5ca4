//! Watch caches of API servers against what is stored.
//!
//! `sides` are the servers whose caches are looked at, and what they are compared with; `differ` finds the objects in which two
//! lists differ, `settle` reads those again, by name, until only what no concurrency explains is left; `look` does this for one
//! type and `round` for all. What is stored is always read before the caches: what a cache that follows shows is never older.

mod differ;
mod look;
mod round;
mod settle;
mod sides;

pub use look::{Look, Shown};
pub use round::{Round, go_round};
pub use settle::Found;
pub use sides::{Server, Sides, Stored};

/// The rules, for gaps.
pub const RULES: [&str; 3] = ["cache-missing", "cache-stale", "cache-behind"];
