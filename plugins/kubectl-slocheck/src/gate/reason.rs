//! Why the gate says what it says.

use super::Verdict;

/// One reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What is the case.
    pub state: State,
    /// What it is with the values: a fragment.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// What may be the case. Each has its own name in documents, and leads to one verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Less of the budget is left than asked for.
    BudgetSpent,
    /// It burns faster than allowed.
    Burning,
    /// There are no data.
    NoData,
    /// There are data, and nothing happened.
    NoTraffic,
    /// Too much of the period has no data.
    Coverage,
    /// The newest sample is too old.
    Stale,
    /// Too little happened for a burn rate.
    TooFewEvents,
    /// A value is not a number, infinite or negative.
    NotANumber,
    /// The server says that its answer is not whole.
    Partial,
    /// A selector never matched anything.
    NeverMatched,
    /// The user may not ask.
    Forbidden,
    /// There are several series where one is meant.
    SeveralSeries,
    /// More is bad than there is.
    MoreThanAll,
    /// The histogram has no such bucket.
    NoBucket,
    /// The server refuses the expression, or the credentials.
    Refused,
    /// The server cannot be reached, or does not answer in time.
    Unreachable,
}

impl State {
    /// Returns the name in documents.
    pub fn name(self) -> &'static str {
        match self {
            State::BudgetSpent => "budget-spent",
            State::Burning => "burning",
            State::NoData => "no-data",
            State::NoTraffic => "no-traffic",
            State::Coverage => "coverage",
            State::Stale => "stale",
            State::TooFewEvents => "too-few-events",
            State::NotANumber => "not-a-number",
            State::Partial => "partial",
            State::NeverMatched => "never-matched",
            State::Forbidden => "forbidden",
            State::SeveralSeries => "several-series",
            State::MoreThanAll => "more-than-all",
            State::NoBucket => "no-bucket",
            State::Refused => "refused",
            State::Unreachable => "unreachable",
        }
    }

    /// Returns the verdict that it leads to by itself.
    pub fn verdict(self) -> Verdict {
        match self {
            State::BudgetSpent | State::Burning => Verdict::Deny,
            State::SeveralSeries | State::MoreThanAll | State::NoBucket | State::Refused => Verdict::Invalid,
            State::Unreachable => Verdict::Unreachable,
            _ => Verdict::Insufficient,
        }
    }
}

impl Reason {
    /// Makes a reason.
    pub fn new(state: State, message: impl Into<String>) -> Reason {
        Reason { state, message: message.into(), help: None }
    }

    /// Adds what to do about it.
    pub fn help(self, help: impl Into<String>) -> Reason {
        Reason { help: Some(help.into()), ..self }
    }
}
