//! When the budget is gone, if everything goes on as it does now.
//!
//! [`slices`] is what was counted, slice by slice; `rolling` and `calendar` go on from there, for the two kinds of periods;
//! [`told`] has the words.

mod calendar;
mod rolling;
pub mod slices;
#[cfg(test)]
mod tests;
pub mod told;

use kubecheck_prometheus::query::Millis;

pub use slices::{Pace, Slice};

use crate::slo::{Target, Window};
use crate::text::percent;

/// How far beyond the budget is still rounding: nothing that is told of it has so many digits.
const ROUNDING: f64 = 1e-9;

/// What a forecast is made of.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    /// The instant that everything was measured at.
    pub now: Millis,
    /// The period of the budget.
    pub window: &'a Window,
    /// The share that is promised.
    pub target: Target,
    /// What was counted in the period, in slices that follow each other. What is before the period does not count.
    pub slices: &'a [Slice],
    /// What is counted now; none if that is not known.
    pub pace: Option<Pace>,
    /// The share of the period that must have data.
    pub min_coverage: f64,
}

/// When the budget is gone.
#[derive(Clone, Debug, PartialEq)]
pub enum Forecast {
    /// At that instant.
    Exhausts {
        /// The instant.
        at: Millis,
        /// When some of it is there again; none if it stays so.
        recovers: Option<Millis>,
    },
    /// Not at all; of the calendar, not in this period.
    DoesNotExhaust {
        /// The share that is left in the long run; of the calendar, at the end of the period.
        steady: f64,
        /// The least that is left on the way there.
        lowest: f64,
        /// When that is.
        lowest_at: Millis,
    },
    /// It is gone.
    Exhausted {
        /// When some of it is there again; none if it stays so.
        recovers: Option<Millis>,
    },
    /// Nobody can say.
    Unknown {
        /// Why not: a fragment.
        why: String,
    },
}

/// Tells when the budget is gone if traffic and errors go on as they do now.
///
/// Of a period that rolls, what is left is what the gate says: of the events in the period. Of the calendar, the budget is that of the
/// whole period, with the traffic that is still to come: the same number at its end, and less nervous at its beginning.
pub fn forecast(question: &Question<'_>) -> Forecast {
    known(question).unwrap_or_else(|why| Forecast::Unknown { why })
}

fn known(question: &Question<'_>) -> Result<Forecast, String> {
    let passed = question.window.passed(question.now)?;
    let pace = question.pace.ok_or("what is counted now is not known")?;
    if !pace.is_sound() {
        return Err(format!("{} of {} is no pace", pace.bad, pace.total));
    }
    if pace.total == 0.0 {
        return Err("nothing happens now, and so nothing burns or heals".to_owned());
    }
    let slices = slices::within(question.slices, passed.start, question.now)?;
    let covered = slices::covered(&slices) / (passed.length().as_millis() as f64).max(1.0);
    // At its first instant, a period of the calendar has had no time for data.
    if !passed.length().is_zero() && covered < question.min_coverage {
        let (covered, least) = (percent(covered), percent(question.min_coverage));
        return Err(format!("there are data of {covered} of the period, and of {least} there must be"));
    }
    let budget = question.target.budget();
    match question.window {
        Window::Rolling(_) => rolling::forecast(&slices, passed, pace, budget),
        Window::Calendar(_) => Ok(calendar::forecast(&slices, passed, pace, budget)),
    }
}
