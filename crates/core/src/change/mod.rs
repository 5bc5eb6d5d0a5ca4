//! The only place that writes to clusters.
//!
//! - `step` is one change: what it is made to, what must be so, and the request that says all that to the server;
//! - `write` tries steps on the server (dry run) and carries them out, each once;
//! - `keep` keeps what was there before, in a file that outlives a power cut;
//! - `turns` works on many things, so many at once, and stops at the first that fails.

mod keep;
mod step;
mod turns;
mod write;

pub use keep::{home, keep};
pub use step::{Create, Entry, Patch, Put, Step, Target};
pub use turns::in_turns;
pub use write::{Refusal, Run, Writer};
