//! What is true of a service's events, counted where they were made and not where they were scraped.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::counter::Counter;
use super::scrapes::{Scrapes, Window};
use super::selector::Selector;

/// Events and those of them that went wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Events {
    /// How many went wrong.
    pub bad: u64,
    /// How many there were.
    pub total: u64,
}

impl Events {
    /// Returns the share of those that went wrong; none if there were none at all.
    pub fn ratio(self) -> Option<f64> {
        (self.total > 0).then(|| self.bad as f64 / self.total as f64)
    }

    /// Returns the share of the error budget that is left with a target, 0.999; none without events.
    pub fn remaining(self, target: f64) -> Option<f64> {
        self.ratio().map(|ratio| 1.0 - ratio / (1.0 - target))
    }
}

/// A service-level indicator: which series count, and what they truly count.
#[derive(Clone)]
pub struct Sli {
    /// The series of all events.
    pub total: Selector,
    /// The series of one side of them.
    pub part: Part,
    pub(super) counters: Arc<Vec<Counter>>,
    pub(super) scrapes: Arc<Scrapes>,
}

/// Which side of the events has series of its own.
#[derive(Clone, Debug)]
pub enum Part {
    /// Those that went wrong.
    Bad(Selector),
    /// Those that did not.
    Good(Selector),
}

impl Sli {
    /// Returns the events of a window: those that happened, whether or not a scrape ever saw them.
    ///
    /// # Panics
    /// If more went well than there were.
    pub fn events(&self, window: Window) -> Events {
        self.counted(window, |_| true)
    }

    /// Returns the events of a window by the values of a label; what does not have it is under the empty text.
    pub fn by(&self, label: &str, window: Window) -> BTreeMap<String, Events> {
        let value = |counter: &Counter| counter.labels.get(label).cloned().unwrap_or_default();
        let values = self.counters.iter().filter(|counter| self.takes(counter)).map(value);
        let values: std::collections::BTreeSet<String> = values.collect();
        values
            .into_iter()
            .map(|of| {
                let events = self.counted(window, |counter| value(counter) == of);
                (of, events)
            })
            .collect()
    }

    /// Returns the events of each whole slice of so many seconds of a window, from the first.
    pub fn slices(&self, window: Window, length: i64) -> Vec<Events> {
        window.slices(length).map(|slice| self.events(slice)).collect()
    }

    /// Returns how many slices of a window have two scrapes of one of the series of all events, so that PromQL knows of an
    /// increase in them.
    pub fn covered(&self, window: Window, length: i64) -> usize {
        window
            .slices(length)
            .filter(|slice| self.total().any(|counter| self.seen(counter, *slice).count() > 1))
            .count()
    }

    /// Returns when the last scrape up to a moment was that found one of the series of all events.
    pub fn newest(&self, time: i64) -> Option<i64> {
        let ever = Window::new(time, time);
        self.total().filter_map(|counter| self.seen(counter, ever).last()).max()
    }

    fn counted(&self, window: Window, of: impl Fn(&Counter) -> bool) -> Events {
        let sum = |selector: &Selector| -> u64 {
            let meant = |counter: &&Counter| selector.takes(&counter.name, &counter.labels) && of(counter);
            self.counters.iter().filter(meant).map(|counter| counter.events(window)).sum()
        };
        let total = sum(&self.total);
        match &self.part {
            Part::Bad(selector) => Events { bad: sum(selector), total },
            Part::Good(selector) => {
                let good = sum(selector);
                let bad = total.checked_sub(good);
                Events { bad: bad.unwrap_or_else(|| panic!("{good} of {total} went well")), total }
            }
        }
    }

    fn takes(&self, counter: &Counter) -> bool {
        let (Part::Bad(part) | Part::Good(part)) = &self.part;
        [&self.total, part].iter().any(|selector| selector.takes(&counter.name, &counter.labels))
    }

    fn total(&self) -> impl Iterator<Item = &Counter> {
        self.counters.iter().filter(|counter| self.total.takes(&counter.name, &counter.labels))
    }

    fn seen<'s>(&'s self, counter: &'s Counter, window: Window) -> impl Iterator<Item = i64> + 's {
        self.scrapes.within(window).filter(|time| counter.is_there(*time))
    }
}
