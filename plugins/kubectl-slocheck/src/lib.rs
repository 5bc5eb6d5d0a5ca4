//! `kubectl slocheck`: may we release, and what is burning?
//!
//! [`slo`] is what is promised, [`spec`] reads it from whatever family of specs says it; [`measure`] asks Prometheus how it stands, and
//! [`gate`] judges that. [`attribute`] tells who burns the budget, [`forecast`] when it is gone; [`journey`] composes SLOs; [`emit`] writes
//! rules and Jobs, [`page`] draws. [`cmd`] holds the verbs of the command line.

pub mod attribute;
pub mod cmd;
pub mod emit;
pub mod forecast;
pub mod gate;
pub mod journey;
pub mod measure;
pub mod page;
pub mod slo;
pub mod spec;
mod text;
