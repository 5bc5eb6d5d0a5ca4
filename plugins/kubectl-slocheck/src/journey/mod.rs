//! Journeys: what a user needs several services for. Their SLOs composed, and what that says of the journey.
//!
//! [`read`] is the file; [`mod@plan`] puts journeys, SLOs and leaves together; [`share`], [`compose`] and [`bounds`] are the arithmetic,
//! with independence and without; [`links`] tells which leaf costs most, [`promise`] whether the target can be kept at all;
//! [`measured`] is how a leaf becomes known, [`mod@judge`] says it all of one journey, and [`told`] tells it.

pub mod bounds;
pub mod compose;
pub mod judge;
pub mod links;
pub mod measured;
mod percent;
pub mod plan;
pub mod promise;
pub mod read;
pub mod share;
pub mod told;

use std::time::Duration;

pub use judge::{Outcome, Verdict, judge};
pub use plan::{Plan, plan};
pub use share::Share;

use kubecheck_prometheus::template::TemplateError;
use kubecheck_prometheus::template::forms::{Comparison, Pair, threshold};

use crate::measure::ask::SLICE;
use crate::slo::{Part, Place, Side, Sli, Target};

/// A journey, as its document says it.
#[derive(Clone, Debug)]
pub struct Journey {
    /// Its name.
    pub name: String,
    /// The share of what is good that is promised.
    pub target: Target,
    /// The period that everything is measured over, if it says one.
    pub window: Option<Duration>,
    /// What it needs: never a leaf.
    pub root: Node,
    /// Where it stands.
    pub place: Place,
}

impl Journey {
    /// Tells whether it needs another journey itself.
    fn needs(&self, name: &str) -> bool {
        self.root.names(name)
    }
}

/// Something that a journey needs.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is called, if somebody says so.
    pub name: Option<String>,
    /// What it is.
    pub what: What,
    /// Where it stands.
    pub place: Place,
}

impl Node {
    fn names(&self, name: &str) -> bool {
        match &self.what {
            What::Journey(own) => own == name,
            What::Of(_, nodes) => nodes.iter().any(|node| node.names(name)),
            _ => false,
        }
    }
}

/// What a journey may need.
#[derive(Clone, Debug)]
pub enum What {
    /// An SLO, by `service/name` or by its name alone.
    Slo(String),
    /// What somebody else promises.
    Fixed(Target),
    /// A value that is within a bound, most of the time.
    Gauge(Gauge),
    /// Another journey, by its name.
    Journey(String),
    /// Several of these; at least one.
    Of(Operator, Vec<Node>),
}

/// How many of several are needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// All of them.
    Serial,
    /// One of them.
    Parallel,
    /// So many of them; from 1 to their number.
    AtLeast(usize),
}

impl Operator {
    /// Returns how many of a number are needed.
    pub fn least(self, of: usize) -> usize {
        match self {
            Operator::Serial => of,
            Operator::Parallel => 1,
            Operator::AtLeast(least) => least,
        }
    }

    /// Returns how it is said of a number: `all of 3`, `one of 3`, `2 of 3`.
    pub fn spelled(self, of: usize) -> String {
        match self {
            Operator::Serial => format!("all of {of}"),
            Operator::Parallel => format!("one of {of}"),
            Operator::AtLeast(least) => format!("{least} of {of}"),
        }
    }
}

/// A value that is good as long as it is within a bound.
#[derive(Clone, Debug, PartialEq)]
pub struct Gauge {
    /// The value, as somebody wrote it.
    pub promql: String,
    /// The bound.
    pub bound: Bound,
    /// What the value is counted in; may be empty.
    pub unit: String,
    /// The share of the time that is promised, if it is.
    pub target: Option<Target>,
    /// The moments at which it is within its bound, and all at which it has a value.
    pub moments: Pair,
}

/// A bound; what equals it is within.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// No more than this.
    AtMost(f64),
    /// No less than this.
    AtLeast(f64),
}

impl Gauge {
    /// Makes it of an expression.
    ///
    /// # Errors
    /// What is no PromQL, or has no value at each moment.
    pub fn new(promql: &str, bound: Bound) -> Result<Gauge, TemplateError> {
        let (comparison, limit) = match bound {
            Bound::AtMost(most) => (Comparison::LessOrEqual, most),
            Bound::AtLeast(least) => (Comparison::GreaterOrEqual, least),
        };
        let moments = threshold(promql, comparison, limit, SLICE, &[])?;
        Ok(Gauge { promql: promql.to_owned(), bound, unit: String::new(), target: None, moments })
    }

    /// Returns it as what an SLO measures: moments are its events.
    pub fn sli(&self) -> Sli {
        let Pair { good, total } = self.moments.clone();
        Sli::Events { part: Part { side: Side::Good, count: good }, total }
    }

    /// Returns the bound as people say it: `at most 50 ms`.
    pub fn spelled(&self) -> String {
        let (word, bound) = match self.bound {
            Bound::AtMost(bound) => ("at most", bound),
            Bound::AtLeast(bound) => ("at least", bound),
        };
        format!("{word} {bound} {}", self.unit).trim_end().to_owned()
    }
}
