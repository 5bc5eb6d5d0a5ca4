//! Service level objectives, whatever family of specs says them.

pub mod target;
pub mod window;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use kubecheck_prometheus::template::Template;

pub use target::Target;
pub use window::Window;

/// A service level objective.
#[derive(Clone, Debug)]
pub struct Slo {
    /// Its name, unique in its service.
    pub name: String,
    /// The service it is of; empty if nothing says so.
    pub service: String,
    /// What it promises, in somebody's words; may be empty.
    pub description: String,
    /// The share of what is good that is promised.
    pub target: Target,
    /// The period that the budget is for.
    pub window: Window,
    /// How the budget is counted, as the spec says; none where it does not say.
    pub method: Option<Method>,
    /// What is measured.
    pub sli: Sli,
    /// The labels by which the SLO is one for each group; empty for a single one.
    pub group_by: Vec<String>,
    /// The burn rates that the spec itself alerts on.
    pub alerts: Vec<Alert>,
    /// Where the spec says the data are; only an address of a Prometheus.
    pub address: Option<String>,
    /// What said it.
    pub family: Family,
    /// Where it stands.
    pub place: Place,
}

impl Slo {
    /// Returns its name as it is shown: with its service, unless that is the same.
    pub fn title(&self) -> String {
        match self.service.as_str() {
            "" => self.name.clone(),
            service if service == self.name => self.name.clone(),
            service => format!("{service}/{}", self.name),
        }
    }

    /// Tells whether it goes by a name: its own, or that with its service.
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.full_name() == name
    }

    /// Returns its name with its service, which names it among all.
    pub fn full_name(&self) -> String {
        if self.service.is_empty() { self.name.clone() } else { format!("{}/{}", self.service, self.name) }
    }

    /// Returns how its budget is counted by another method, with the slices that it says itself.
    ///
    /// # Errors
    /// What it does not say and the method needs.
    pub fn counted_by(&self, method: &str) -> Result<Method, String> {
        let is_counted = matches!(self.sli, Sli::Events { .. });
        let slice = match self.method {
            Some(Method::Timeslices { slice, .. } | Method::RatioTimeslices { slice }) => slice,
            _ => crate::measure::ask::SLICE,
        };
        match (method, self.method) {
            ("ratio-timeslices", _) => Ok(Method::RatioTimeslices { slice }),
            _ if !is_counted => {
                Err("somebody else computes the ratio, so that its events are not known".to_owned())
            }
            ("timeslices", Some(own @ Method::Timeslices { .. })) => Ok(own),
            ("timeslices", _) => Err("the SLO does not say how good a slice must be".to_owned()),
            _ => Ok(Method::Occurrences),
        }
    }

    /// Returns how its budget is counted where nobody says otherwise.
    pub fn usual_method(&self) -> Method {
        match (self.method, &self.sli) {
            // The events of a ratio that somebody else computes are not known.
            (Some(method @ Method::RatioTimeslices { .. }), Sli::Ratio { .. }) => method,
            (_, Sli::Ratio { .. }) => Method::RatioTimeslices { slice: crate::measure::ask::SLICE },
            (method, Sli::Events { .. }) => method.unwrap_or(Method::Occurrences),
        }
    }
}

/// What is measured.
#[derive(Clone, Debug)]
pub enum Sli {
    /// Events, counted: of the good or the bad, and of all.
    Events {
        /// The events that are good, or those that are bad.
        part: Part,
        /// All events.
        total: Template,
    },
    /// A ratio that somebody else computes, of each slice of time: its events are not known.
    Ratio {
        /// The series of ratios, with no window in it.
        promql: String,
        /// What the ratio is of.
        of: Side,
    },
}

/// The events that are counted beside all of them.
#[derive(Clone, Debug)]
pub struct Part {
    /// Which these are.
    pub side: Side,
    /// How they are counted.
    pub count: Template,
}

/// Good or bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What was promised.
    Good,
    /// What was not.
    Bad,
}

/// How the budget is counted (OpenSLO v1, `budgetingMethod`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Method {
    /// Bad events of all events.
    Occurrences,
    /// Bad slices of all slices with traffic.
    Timeslices {
        /// How long a slice is.
        slice: Duration,
        /// The share of good events that makes a slice good.
        target: Target,
    },
    /// The mean of the ratios of all slices with traffic.
    RatioTimeslices {
        /// How long a slice is.
        slice: Duration,
    },
}

impl Method {
    /// Returns its name in flags and documents.
    pub fn name(self) -> &'static str {
        match self {
            Method::Occurrences => "occurrences",
            Method::Timeslices { .. } => "timeslices",
            Method::RatioTimeslices { .. } => "ratio-timeslices",
        }
    }
}

/// A burn rate that a spec alerts on.
#[derive(Clone, Debug, PartialEq)]
pub struct Alert {
    /// Its name, in the spec.
    pub name: String,
    /// The burn rate it fires above.
    pub burn_rate: f64,
    /// The window it looks at.
    pub lookback: Duration,
    /// How long it must stay so.
    pub lasting: Duration,
}

/// What said it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// `openslo/v1`
    OpenSlo,
    /// `openslo/v1alpha`
    OpenSloV1Alpha,
    /// `openslo.com/v2alpha`
    OpenSloV2Alpha,
    /// `prometheus/v1`, sloth's own file
    Sloth,
    /// `sloth.slok.dev/v1`, PrometheusServiceLevel
    PrometheusServiceLevel,
    /// `pyrra.dev/v1alpha1`, ServiceLevelObjective
    Pyrra,
    /// `kubecheck/v1`, a gauge in a Journey
    Journey,
    /// Flags of the command line.
    Flags,
}

/// Where something stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The file, or the object of a cluster; empty for flags.
    pub origin: Arc<str>,
    /// The line, from 1; 0 where there are none.
    pub line: u32,
    /// The column, from 1; 0 where there are none.
    pub column: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.origin.is_empty(), self.line) {
            (true, _) => f.write_str("the command line"),
            (false, 0) => f.write_str(&self.origin),
            (false, line) => write!(f, "{}:{line}:{}", self.origin, self.column),
        }
    }
}
