//! How the budget of a period was eaten: slice after slice, for pictures. No verdict is made of it.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use kubecheck_core::kube::Fault;
use kubecheck_prometheus::answer::{Answer, Data, Labels};
use kubecheck_prometheus::query::{Millis, Query};

use super::{Asker, Level, Measured, ask};
use crate::forecast::Slice;
use crate::slo::window::{Passed, millis};
use crate::slo::{Method, Side, Sli, Slo};

/// How the budget of a period was eaten.
///
/// The period as far as it has passed is cut into slices of one length that end with it, and what is bad in each is counted by the
/// method of the SLO. A value is the share of the budget that was left when its slice ended: 1 less what all slices up to there
/// ate of the budget *of this period*, which is that of all its events. So the line begins at 1 and never rises: what was bad
/// before a rolling period is no part of it. It ends where the remaining budget is, but for what `increase` finds over the whole
/// period and not in slices, such as what happened while nothing was scraped.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// When the first slice begins: the beginning of the period, or less than a slice later.
    pub start: Millis,
    /// How long a slice is.
    pub step: Millis,
    /// One for each group of labels.
    pub lines: Vec<Line>,
    /// What was asked.
    pub queries: Vec<Query>,
}

/// How the budget of one group was eaten.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its labels.
    pub labels: Labels,
    /// What was counted in each slice. None where nothing was: no data, or by slices no traffic.
    pub levels: Vec<Option<Level>>,
    /// The share of the budget that was left when each slice ended; negative if more is gone than there was. None where nothing
    /// was counted: no data, or by slices no traffic.
    pub left: Vec<Option<f64>>,
}

impl Curve {
    /// Returns when a slice ends, by its number.
    pub fn ends(&self, slice: usize) -> Millis {
        self.start + self.step * (Millis::try_from(slice).unwrap_or(Millis::MAX / self.step) + 1)
    }

    /// Returns how long a slice is.
    pub fn slice(&self) -> Duration {
        Duration::from_millis(self.step.unsigned_abs())
    }

    /// Returns what was counted of a group, slice by slice; nothing if there is no such group.
    pub fn slices(&self, labels: &Labels) -> Vec<Slice> {
        let levels = self.line(labels).map(|line| line.levels.as_slice()).unwrap_or_default();
        let slice = |(number, level): (usize, &Option<Level>)| {
            let end = self.ends(number);
            Slice { start: end - self.step, end, level: *level }
        };
        levels.iter().enumerate().map(slice).collect()
    }

    /// Returns the line of a group.
    pub fn line(&self, labels: &Labels) -> Option<&Line> {
        self.lines.iter().find(|line| line.labels == *labels)
    }
}

/// Asks how the budget was eaten, in at most so many slices, none of them shorter than five minutes: two questions over a range.
///
/// # Errors
/// Why that is not known: what was measured already has a trouble, the period has only just begun, or an answer is missing, not
/// whole or no number. A fragment.
pub fn curve(slo: &Slo, measured: &Measured, most: u32, asker: &Asker<'_>) -> Result<Curve, String> {
    if !measured.troubles.is_empty() {
        return Err("what was measured cannot be trusted".to_owned());
    }
    let (passed, method) = (measured.passed, measured.method);
    let (start, step) = slices(passed, most).ok_or("the period has only just begun")?;
    let (part, total) = ask::both(slo, method, Duration::from_millis(step.unsigned_abs()));
    let range = |promql| Query::Range { promql, start: start + step, end: passed.at, step };
    let queries = vec![range(part), range(total)];
    let mut answers = asker(&queries).into_iter();
    let mut read = || read(answers.next(), &slo.group_by, start, step);
    let (parts, totals) = (read()?, read()?);
    let count = usize::try_from((passed.at - start) / step).unwrap_or_default();
    let groups: BTreeSet<&Labels> = totals.keys().map(|(labels, _)| labels).collect();
    if groups.is_empty() {
        return Err(format!("there are no data over {}", crate::slo::window::spell(passed.length())));
    }
    let line = |labels: &Labels| {
        let level = |slice| {
            let key = (labels.clone(), slice);
            let total = *totals.get(&key)?;
            Some(Level { bad: bad(slo, method, parts.get(&key).copied(), total)?, total })
        };
        let levels: Vec<Option<Level>> = (0..count).map(level).collect();
        Line { labels: labels.clone(), left: left(&levels, slo.target.budget()), levels }
    };
    let lines = groups.into_iter().map(line).collect();
    Ok(Curve { start, step, lines, queries })
}

/// Cuts a period into slices of whole milliseconds that end with it, and returns when the first begins and how long each is.
/// None if not even one fits.
fn slices(passed: Passed, most: u32) -> Option<(Millis, Millis)> {
    let length = passed.at - passed.start;
    let least = millis(ask::SLICE);
    let step = (length / Millis::from(most.max(1))).max(least);
    let count = length / step;
    (count > 0).then(|| (passed.at - count * step, step))
}

/// The values of an answer, by group and slice.
type Values = BTreeMap<(Labels, usize), f64>;

fn read(
    answer: Option<Result<Answer, Fault>>,
    by: &[String],
    start: Millis,
    step: Millis,
) -> Result<Values, String> {
    let answer = answer.ok_or("there is no answer")?.map_err(|fault| fault.message)?;
    if let Some(warning) = answer.warnings.into_iter().next() {
        return Err(format!("the answer is not whole: {warning}"));
    }
    let Data::Matrix(series) = answer.data else { return Ok(Values::new()) };
    let mut values = Values::new();
    for mut one in series {
        one.labels.retain(|name, _| by.contains(name));
        for (at, value) in one.values {
            // A ratio of somebody else's is no number where nothing happened.
            if !value.is_finite() {
                continue;
            }
            let slice =
                usize::try_from((at - start) / step - 1).map_err(|_| "a value is before the period")?;
            if values.insert((one.labels.clone(), slice), value).is_some() {
                return Err("there are several series where one is meant".to_owned());
            }
        }
    }
    Ok(values)
}

/// Returns how much of a slice is bad, in the unit of its total; none if that is not known. What Prometheus extrapolates at the
/// ends of slices differs between series, so that a part may be a little more than all.
fn bad(slo: &Slo, method: Method, part: Option<f64>, total: f64) -> Option<f64> {
    let bad = match (&slo.sli, method) {
        (Sli::Ratio { of: Side::Good, .. }, _) => total * (1.0 - part?),
        (Sli::Ratio { .. }, _) | (Sli::Events { .. }, Method::RatioTimeslices { .. }) => total * part?,
        (Sli::Events { .. }, Method::Timeslices { .. }) => part?,
        // No series of the part is none of it: whether there could be one was asked when it was measured.
        (Sli::Events { part: of, .. }, Method::Occurrences) => match of.side {
            Side::Bad => part.unwrap_or_default(),
            Side::Good => total - part.unwrap_or_default(),
        },
    };
    Some(bad.clamp(0.0, total.max(0.0)))
}

/// Returns the share of the budget that is left at the end of each slice, of what is bad and all in each.
fn left(levels: &[Option<Level>], budget: f64) -> Vec<Option<f64>> {
    let whole: f64 = levels.iter().flatten().map(|level| level.total).sum::<f64>() * budget;
    let mut gone = 0.0;
    let mut left = |level: &Level| {
        gone += level.bad;
        if whole > 0.0 { 1.0 - gone / whole } else { 1.0 }
    };
    levels.iter().map(|slice| slice.as_ref().map(&mut left)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HOUR: Millis = 3_600_000;

    fn passed(length: Millis) -> Passed {
        Passed { start: 0, at: length, end: length }
    }

    #[test]
    fn slices_end_with_the_period_and_are_not_too_short() {
        assert_eq!(slices(passed(30 * 24 * HOUR), 360), Some((0, 2 * HOUR)));
        assert_eq!(slices(passed(HOUR), 360), Some((0, HOUR / 12)));
        assert_eq!(slices(passed(HOUR / 12 * 2 + 7), 360), Some((7, HOUR / 12)));
        assert_eq!(slices(passed(HOUR / 12 - 1), 360), None);
        assert_eq!(slices(passed(361_000_000), 360), Some((280, 1_002_777)));
    }

    #[test]
    fn what_is_eaten_is_gone_and_what_is_not_known_is_not_told() {
        // 100 events of which 10 may be bad.
        let level = |bad, total| Some(Level { bad, total });
        let slices = [level(1.0, 50.0), None, level(0.0, 10.0), level(12.0, 40.0)];
        let left = left(&slices, 0.1);
        assert_eq!(left, [Some(0.9), None, Some(0.9), Some(1.0 - 13.0 / 10.0)]);
        assert_eq!(super::left(&[level(0.0, 0.0)], 0.1), [Some(1.0)]);
        assert_eq!(super::left(&[], 0.1), []);
    }

    proptest! {
        #[test]
        fn it_never_rises_and_ends_at_what_is_left(
            slices in proptest::collection::vec((0.0..1.0f64, 0.0..1e6f64), 1..50), budget in 0.0001..1.0f64,
        ) {
            let eaten: Vec<_> = slices.iter().map(|(ratio, total)| Some(Level { bad: ratio * total, total: *total })).collect();
            let left: Vec<f64> = left(&eaten, budget).into_iter().flatten().collect();
            prop_assert!(left.windows(2).all(|two| two[0] >= two[1]));
            let (bad, total) = eaten.iter().flatten().fold((0.0, 0.0), |sum, own| (sum.0 + own.bad, sum.1 + own.total));
            let end = if total > 0.0 { 1.0 - bad / total / budget } else { 1.0 };
            prop_assert!((left[left.len() - 1] - end).abs() <= 1e-9 * end.abs().max(1.0));
        }
    }
}
