//! What was counted, slice by slice, and what is counted now.

use std::time::Duration;

use kubecheck_prometheus::query::Millis;

use crate::measure::Level;

/// What was counted between two instants.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slice {
    /// Where it begins; not part of it.
    pub start: Millis,
    /// Where it ends.
    pub end: Millis,
    /// What was counted; none where nothing is known.
    pub level: Option<Level>,
}

impl Slice {
    /// Returns how long it is, in milliseconds.
    pub fn length(&self) -> f64 {
        (self.end - self.start) as f64
    }

    /// Returns the part of it between two instants, as if everything in it had been spread evenly; none if nothing is.
    fn part(&self, from: Millis, to: Millis) -> Option<Slice> {
        let (start, end) = (self.start.max(from), self.end.min(to));
        if start >= end {
            return None;
        }
        let share = (end - start) as f64 / self.length();
        let level = self.level.map(|level| Level { bad: level.bad * share, total: level.total * share });
        Some(Slice { start, end, level })
    }
}

/// What is counted in a millisecond.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// What is bad.
    pub bad: f64,
    /// All of it.
    pub total: f64,
}

impl Pace {
    /// Makes it of what was counted over a window: events, or slices.
    pub fn counted(level: Level, over: Duration) -> Pace {
        let millis = over.as_millis() as f64;
        Pace { bad: level.bad / millis, total: level.total / millis }
    }

    /// Makes it of a mean ratio, of which each slice of that length counts as one.
    pub fn of_ratio(ratio: f64, slice: Duration) -> Pace {
        Pace::counted(Level { bad: ratio, total: 1.0 }, slice)
    }

    /// Tells whether it is made of numbers that can be reckoned with.
    pub(super) fn is_sound(self) -> bool {
        is_count(self.bad) && is_count(self.total)
    }
}

fn is_count(number: f64) -> bool {
    number.is_finite() && number >= 0.0
}

/// Returns the slices between two instants, those at the edges cut; what no slice is of, nothing is known of.
pub(super) fn within(slices: &[Slice], from: Millis, to: Millis) -> Result<Vec<Slice>, String> {
    let mut before = Millis::MIN;
    for slice in slices {
        if slice.start < before || slice.end <= slice.start {
            return Err("the slices of the period do not follow each other".to_owned());
        }
        before = slice.end;
        if let Some(level) = slice.level.filter(|level| !is_count(level.bad) || !is_count(level.total)) {
            let at = crate::text::time(slice.start);
            return Err(format!("{} of {} at {at} is no count", level.bad, level.total));
        }
    }
    Ok(slices.iter().filter_map(|slice| slice.part(from, to)).collect())
}

/// Returns of how many milliseconds something is known.
pub(super) fn covered(slices: &[Slice]) -> f64 {
    slices.iter().filter(|slice| slice.level.is_some()).map(Slice::length).sum()
}

/// Returns the sum of some slices; of what nothing is known, nothing was counted.
pub(super) fn sum(slices: &[Slice]) -> Level {
    let levels = slices.iter().filter_map(|slice| slice.level);
    let none = Level { bad: 0.0, total: 0.0 };
    levels.fold(none, |sum, level| Level { bad: sum.bad + level.bad, total: sum.total + level.total })
}
