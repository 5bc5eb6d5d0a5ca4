//! The leaves of a journey, each once, in however many places it is needed.

use std::collections::BTreeMap;

use super::{Leaf, Source};
use crate::journey::{Bound, Gauge};

/// The leaves of a journey.
#[derive(Default)]
pub(super) struct Leaves {
    /// The leaves, in the order in which they stand.
    pub(super) all: Vec<Leaf>,
    /// Their numbers, by what makes two of them the same.
    known: BTreeMap<(&'static str, String), usize>,
}

impl Leaves {
    /// Adds a leaf, unless it is there already; returns its number.
    ///
    /// # Errors
    /// A leaf that promises something else than it does elsewhere.
    pub(super) fn add(&mut self, leaf: Leaf) -> Result<usize, String> {
        let at = *self.known.entry(key(&leaf)).or_insert(self.all.len());
        let Some(known) = self.all.get(at) else {
            self.all.push(leaf);
            return Ok(at);
        };
        if known.promised == leaf.promised {
            return Ok(at);
        }
        let says = |leaf: &Leaf| leaf.promised.map_or("nothing".to_owned(), |target| target.to_string());
        Err(format!(
            "{} promises {} here, and {} at {}; give two things two names",
            leaf.name,
            says(&leaf),
            says(known),
            known.place
        ))
    }
}

/// Returns what makes two leaves the same: of an SLO itself, of somebody else's promise its name, of a value the value and its bound.
fn key(leaf: &Leaf) -> (&'static str, String) {
    let key = match &leaf.what {
        Source::Slo(at) => at.to_string(),
        Source::Fixed => leaf.name.clone(),
        Source::Gauge(Gauge { promql, bound: Bound::AtMost(most), .. }) => format!("<= {most}: {promql}"),
        Source::Gauge(Gauge { promql, bound: Bound::AtLeast(least), .. }) => format!(">= {least}: {promql}"),
    };
    (leaf.what.name(), key)
}
