//! Periods that roll: at the front, it goes on as it does now; at the back, what was counted a period ago drops out.
//!
//! The next period is gone through slice by slice. Within one, both what is bad and all there is change evenly, so that the instant at
//! which the budget is used up is the root of a line. After a whole period, only what goes on now is left, and nothing changes any more.

use kubecheck_prometheus::query::Millis;

use super::slices::{self, Pace, Slice};
use super::{Forecast, ROUNDING};
use crate::measure::Level;
use crate::slo::window::Passed;

/// Goes through the next period.
pub(super) fn forecast(
    slices: &[Slice],
    passed: Passed,
    pace: Pace,
    budget: f64,
) -> Result<Forecast, String> {
    let points = points(slices, passed, pace, budget);
    let last = points.len() - 1;
    let Some(first) = points[0].left() else { return Err("nothing happened in the period".to_owned()) };
    if points[0].is_gone() {
        return Ok(Forecast::Exhausted { recovers: recovery(&points) });
    }
    if let Some(at) = (1..=last).find(|at| points[*at].is_gone()) {
        let crossed = crossing(&points[at - 1], &points[at]);
        return Ok(Forecast::Exhausts { at: crossed, recovers: recovery(&points[at..]) });
    }
    let (mut lowest, mut lowest_at) = (first, points[0].at);
    for point in &points {
        if let Some(left) = point.left().filter(|left| *left < lowest) {
            (lowest, lowest_at) = (left, point.at);
        }
    }
    let steady = 1.0 - pace.bad / (pace.total * budget);
    Ok(Forecast::DoesNotExhaust { steady, lowest, lowest_at })
}

/// What the period that ends at an instant will hold.
struct Point {
    at: Millis,
    level: Level,
    budget: f64,
}

impl Point {
    /// Returns by how much more is bad than may be.
    fn excess(&self) -> f64 {
        self.level.bad - self.budget * self.level.total
    }

    fn is_gone(&self) -> bool {
        self.excess() > ROUNDING * self.budget * self.level.total
    }

    /// Returns the share of the budget that is left; none if nothing happened.
    fn left(&self) -> Option<f64> {
        (self.level.total > 0.0).then(|| 1.0 - self.level.bad / (self.budget * self.level.total))
    }
}

/// Returns all instants at which something changes its pace: whenever another slice begins to drop out.
fn points(slices: &[Slice], passed: Passed, pace: Pace, budget: f64) -> Vec<Point> {
    let length = passed.at - passed.start;
    let mut edges: Vec<Millis> = slices.iter().flat_map(|slice| [slice.start, slice.end]).collect();
    edges.extend([passed.start, passed.at]);
    edges.sort_unstable();
    edges.dedup();
    // What is still in the period is summed up from the newest slice on: taking away from the whole would leave dust.
    let mut points = Vec::with_capacity(edges.len());
    let (mut rest, mut slices) = (slices::sum(&[]), slices.iter().rev().peekable());
    for edge in edges.into_iter().rev() {
        while let Some(slice) = slices.next_if(|slice| slice.start >= edge) {
            let level = slice.level.unwrap_or(Level { bad: 0.0, total: 0.0 });
            rest = Level { bad: rest.bad + level.bad, total: rest.total + level.total };
        }
        let ahead = (edge - passed.start) as f64;
        let level = Level { bad: rest.bad + pace.bad * ahead, total: rest.total + pace.total * ahead };
        points.push(Point { at: edge + length, level, budget });
    }
    points.reverse();
    points
}

/// Returns when the budget is used up, between an instant at which it is not and one at which it is; or the other way round.
fn crossing(from: &Point, to: &Point) -> Millis {
    let (before, after) = (from.excess(), to.excess());
    let share = (before / (before - after)).clamp(0.0, 1.0);
    from.at + ((to.at - from.at) as f64 * share).round() as i64
}

/// Returns when there is some of the budget again, from a point at which it is gone.
fn recovery(points: &[Point]) -> Option<Millis> {
    let back = points.iter().position(|point| !point.is_gone())?;
    Some(crossing(&points[back - 1], &points[back]))
}
