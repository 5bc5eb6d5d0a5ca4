//! The gate: may we release? What was measured, against limits; a verdict, and why.
//!
//! Everything that is not known is told as such and never lets anything pass.

pub mod judge;
pub mod limits;
pub mod policy;
pub mod reason;
pub mod sentence;
#[cfg(test)]
mod worlds;

use std::collections::BTreeMap;
use std::time::Duration;

pub use judge::judge;
pub use limits::{Limits, Pair};
pub use reason::{Reason, State};

use crate::measure::Level;

/// What the gate says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// A release may go out.
    Pass,
    /// What is known is not enough to say so.
    Insufficient,
    /// Whoever knows could not be asked.
    Unreachable,
    /// A release may not go out.
    Deny,
    /// The question makes no sense.
    Invalid,
}

impl Verdict {
    /// Returns its name in documents.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Pass => "pass",
            Verdict::Insufficient => "insufficient",
            Verdict::Unreachable => "unreachable",
            Verdict::Deny => "deny",
            Verdict::Invalid => "invalid",
        }
    }
}

/// What the gate found out of one SLO.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The verdict, of everything together.
    pub verdict: Verdict,
    /// Why; empty if it passes without anything to say.
    pub reasons: Vec<Reason>,
    /// Each group, the worst first.
    pub groups: Vec<Group>,
}

impl Judged {
    /// Returns the first reason for which nobody can say how an SLO stands: whatever is neither fine nor too much.
    pub fn unknown(&self) -> Option<&Reason> {
        let is_open = |verdict: Verdict| !matches!(verdict, Verdict::Pass | Verdict::Deny);
        self.reasons.iter().find(|reason| is_open(reason.state.verdict()))
    }
}

/// What the gate found out of one group.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Its labels.
    pub labels: BTreeMap<String, String>,
    /// The period; none if it is not known.
    pub period: Option<Level>,
    /// The share of the budget that is gone; may be above 1.
    pub consumed: Option<f64>,
    /// The burn rates.
    pub burns: Vec<Burn>,
}

impl Group {
    /// Returns the share of the budget that is left; negative if more is gone than there was.
    pub fn remaining(&self) -> Option<f64> {
        self.consumed.map(|consumed| 1.0 - consumed)
    }
}

/// The burn rate over one window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Burn {
    /// The window.
    pub window: Duration,
    /// How many times faster than allowed the budget burns; none if nothing happened or nothing is known.
    pub rate: Option<f64>,
    /// What was counted.
    pub level: Option<Level>,
    /// The rate it is compared with, where it is.
    pub limit: Option<f64>,
}
