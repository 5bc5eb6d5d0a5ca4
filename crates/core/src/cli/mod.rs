//! What the four plugins share at the terminal: exit codes, errors with hints, colour, progress, output, completion, verbs.

pub mod args;
pub mod baseline;
pub mod colour;
pub mod completion;
pub mod configuration;
pub mod error;
pub mod exit;
pub mod output;
pub mod progress;
pub mod replace;
pub mod start;
pub mod told;
pub mod verbs;

pub use error::CliError;
pub use exit::Exit;
