//! What of an SLO is measured at one instant.
//!
//! [`ask`] says which questions that takes, [`read`] makes numbers of the answers, [`doubt`] asks again where an answer is empty, [`burnt`] asks since when it burns, [`curve`]
//! how the budget was eaten over the period, and [`exact`] compares without rounding. None of them decides anything.

pub mod ask;
pub mod burnt;
pub mod curve;
pub mod doubt;
pub mod exact;
pub mod read;

use std::collections::BTreeMap;
use std::time::Duration;

use kubecheck_core::kube::Fault;
use kubecheck_prometheus::answer::Answer;
use kubecheck_prometheus::query::{Millis, Query};

use crate::slo::window::Passed;
use crate::slo::{Method, Slo};

/// What answers questions, in their order.
pub type Asker<'a> = dyn Fn(&[Query]) -> Vec<Result<Answer, Fault>> + Sync + 'a;

/// What is measured beside the period.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The instant of everything.
    pub at: Millis,
    /// The windows of burn rates, in the order in which they are shown.
    pub windows: Vec<Duration>,
    /// The share of the period that must have data.
    pub min_coverage: f64,
    /// How old the newest sample may be.
    pub max_age: Duration,
    /// Whether errors that no series ever counted are none.
    pub absent_is_zero: bool,
}

/// What was measured.
#[derive(Clone, Debug)]
pub struct Measured {
    /// The period as far as it has passed.
    pub passed: Passed,
    /// How the budget is counted.
    pub method: Method,
    /// One for each group of labels; a single one without labels where the SLO is not grouped.
    pub groups: Vec<Group>,
    /// How much of the period has data.
    pub coverage: Coverage,
    /// When the newest sample is, if that is known; of the group whose newest is the oldest.
    pub newest: Option<Millis>,
    /// The same of the metric that counts the part, where that is another one.
    pub part_newest: Option<Option<Millis>>,
    /// The questions whose answers cannot be used.
    pub unanswered: Vec<ask::What>,
    /// What stands in the way of a verdict.
    pub troubles: Vec<Trouble>,
    /// What was asked.
    pub queries: Vec<Query>,
}

/// What was measured of one group.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    /// Its labels.
    pub labels: BTreeMap<String, String>,
    /// The whole period; none if nothing is known of it.
    pub period: Option<Level>,
    /// Its windows, in the order of [`Scope::windows`]; none where nothing is known.
    pub windows: Vec<Option<Level>>,
}

/// How much of what was counted is bad.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    /// What is bad: events, slices, or a mean ratio.
    pub bad: f64,
    /// All of it; 1 for a mean ratio.
    pub total: f64,
}

impl Level {
    /// Returns the share that is bad; not a number where nothing happened.
    pub fn ratio(self) -> f64 {
        self.bad / self.total
    }

    /// Tells whether nothing happened.
    pub fn is_idle(self) -> bool {
        self.total == 0.0
    }
}

/// How much of the period has data: slices of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Slices with data; none if that is not known.
    pub covered: Option<u64>,
    /// All slices.
    pub expected: u64,
    /// When the first slice with data ends, where that was asked.
    pub oldest: Option<Millis>,
}

impl Coverage {
    /// Returns the share with data.
    pub fn ratio(self) -> Option<f64> {
        let covered = self.covered.filter(|_| self.expected > 0)?;
        Some(covered as f64 / self.expected as f64)
    }
}

/// What stands in the way of a verdict.
#[derive(Clone, Debug)]
pub enum Trouble {
    /// The server gave no answer to a question.
    Fault {
        /// What was asked.
        promql: String,
        /// Why there is none.
        fault: Fault,
    },
    /// An answer is only a part of the truth.
    Partial {
        /// What was asked.
        promql: String,
        /// What the server says.
        warning: String,
    },
    /// An answer has several series where one is meant.
    Several {
        /// What was asked.
        promql: String,
        /// How many.
        count: usize,
        /// The labels in which they differ.
        labels: Vec<String>,
    },
    /// An answer is no number that can be compared.
    NotANumber {
        /// What was asked.
        promql: String,
        /// The value.
        value: f64,
    },
    /// More is bad, or good, than there is.
    MoreThanAll {
        /// What was counted.
        part: f64,
        /// All of it.
        total: f64,
        /// Over which window.
        window: Duration,
    },
    /// Nothing matches a selector, so that zero may be a slip of the pen.
    NeverMatched {
        /// The selector.
        selector: String,
        /// Why it matters, and what there is instead.
        why: String,
    },
    /// A bucket that the histogram does not have.
    NoBucket {
        /// The selector.
        selector: String,
        /// The bounds that there are, those around it first.
        bounds: Vec<String>,
    },
}

/// Measures an SLO: one round of questions, and a second one where answers are empty.
///
/// # Errors
/// A period that no calendar has.
pub fn measure(slo: &Slo, method: Method, scope: &Scope, asker: &Asker<'_>) -> Result<Measured, String> {
    let passed = slo.window.passed(scope.at)?;
    let asked = ask::questions(slo, method, passed, scope);
    let queries: Vec<Query> = asked.iter().map(|asked| asked.query(scope.at)).collect();
    let answers = asker(&queries);
    let mut measured = read::read(slo, method, passed, scope, &asked, answers);
    measured.queries = queries;
    doubt::doubt(slo, scope, &mut measured, asker);
    Ok(measured)
}
