//! What Prometheus is asked and what it answers.
//!
//! - [`template`] is PromQL with a window left open: what counts events over any window;
//! - [`query`] is a question of the HTTP API, and [`answer`] what comes back, warnings included; `read` takes it apart.
//!
//! Nothing here sends anything.

pub mod answer;
pub mod query;
mod read;
pub mod template;
