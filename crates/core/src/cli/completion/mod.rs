//! Completion of the command line, from one description of it: what clap knows, and what the plugin knows of its values.
//!
//! [`words`] answers at one word, as kubectl asks it through `kubectl_complete-NAME`; [`shell`] writes scripts for the
//! bare program; [`live`] asks kubeconfig and cluster; [`link`] lays the file that kubectl looks for.

pub mod link;
pub mod live;
pub mod shell;
mod typed;
pub mod values;
pub mod words;

pub use shell::Shell;
pub use typed::Typed;
pub use values::{Candidate, Files, Values};
pub use words::Reply;
