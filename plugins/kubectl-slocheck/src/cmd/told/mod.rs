//! How answers are told: as tables and pages for people, and as documents for programs.

mod attributed;
mod gate;
mod page;
mod status;

pub(super) use attributed::Attributed;
pub(super) use gate::Gate;
pub(super) use status::{Status, TREND};
