//! Counters as programs show them: they start at zero with each process, and some are only there once something happened.

use std::collections::BTreeMap;

use super::data::{Data, STALE};
use super::flow::Flow;
use super::scrapes::{START, Window};

/// A counter of the events of a flow.
#[derive(Clone)]
pub struct Counter {
    pub(super) name: String,
    pub(super) labels: BTreeMap<String, String>,
    pub(super) flow: Flow,
    pub(super) from: i64,
    pub(super) until: i64,
    /// When processes started, and how many events there had been.
    resets: Vec<(i64, u64)>,
    once: Option<Flow>,
    unit: f64,
}

impl Counter {
    /// Returns a counter that is there from the beginning of the month, always.
    pub fn new(name: &str, labels: &[(&str, &str)], flow: &Flow) -> Counter {
        let labels = labels.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
        Counter {
            name: name.to_owned(),
            labels,
            flow: flow.clone(),
            from: START,
            until: i64::MAX,
            resets: vec![(START, 0)],
            once: None,
            unit: 1.0,
        }
    }

    /// Starts the process anew at some moments: the counter goes back to zero.
    #[must_use]
    pub fn reset(mut self, times: &[i64]) -> Counter {
        self.resets.extend(times.iter().map(|&time| (time, self.flow.count(time))));
        self.resets.sort_unstable();
        self
    }

    /// Starts the process at a moment.
    #[must_use]
    pub fn from(mut self, time: i64) -> Counter {
        self.from = time;
        self.reset(&[time])
    }

    /// Ends it at a moment: the next scrape finds nothing any more.
    #[must_use]
    pub fn until(mut self, time: i64) -> Counter {
        self.until = time;
        self
    }

    /// Shows it only once a flow has had an event, as counters with labels are that nobody initialised.
    #[must_use]
    pub fn once(mut self, flow: &Flow) -> Counter {
        self.once = Some(flow.clone());
        self
    }

    /// Shows thousandths of what is counted.
    #[must_use]
    pub fn thousandths(mut self) -> Counter {
        self.unit = 1000.0;
        self
    }

    /// Returns how many events it was to count in a window.
    pub(super) fn events(&self, window: Window) -> u64 {
        let (start, end) = (window.start().max(self.from), window.end.min(self.until));
        if start < end { self.flow.count(end) - self.flow.count(start) } else { 0 }
    }

    /// Tells whether a scrape at a moment finds it.
    pub(super) fn is_there(&self, time: i64) -> bool {
        self.from <= time && time < self.until && self.once.as_ref().is_none_or(|flow| flow.count(time) > 0)
    }

    /// Returns what is stored of a scrape, when scrapes are so many seconds apart.
    pub(super) fn sample(&self, time: i64, step: i64) -> Option<f64> {
        if !self.is_there(time) {
            // Prometheus marks the end with the first scrape that does not find it.
            return (self.until <= time && time - step < self.until).then_some(STALE);
        }
        let started = self.resets.iter().rfind(|(reset, _)| *reset <= time);
        let counted = self.flow.count(time) - started.map_or(0, |(_, before)| *before);
        Some(counted as f64 / self.unit)
    }

    /// Adds it to the data of a store.
    pub(super) fn add(&self, data: Data, step: i64) -> Data {
        let labels: Vec<(&str, &str)> =
            self.labels.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let counter = self.clone();
        data.series(&self.name, &labels, move |time| counter.sample(time, step))
    }
}
