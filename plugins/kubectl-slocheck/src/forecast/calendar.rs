//! Periods of the calendar: the budget is that of the whole period, and begins anew with the next one.

use super::slices::{self, Pace, Slice};
use super::{Forecast, ROUNDING};
use crate::slo::window::Passed;

/// Goes on to the end of the period.
pub(super) fn forecast(slices: &[Slice], passed: Passed, pace: Pace, budget: f64) -> Forecast {
    let so_far = slices::sum(slices);
    let rest = (passed.end - passed.at) as f64;
    // All that may be bad in the whole period, with the traffic that is still to come.
    let allowed = budget * (so_far.total + pace.total * rest);
    let left = allowed - so_far.bad;
    if left < -ROUNDING * allowed {
        return Forecast::Exhausted { recovers: Some(passed.end) };
    }
    let at_the_end = left - pace.bad * rest;
    if at_the_end < -ROUNDING * allowed {
        let at = passed.at + (left.max(0.0) / pace.bad) as i64;
        return Forecast::Exhausts { at, recovers: Some(passed.end) };
    }
    let steady = at_the_end / allowed;
    Forecast::DoesNotExhaust { steady, lowest: steady, lowest_at: passed.end }
}
