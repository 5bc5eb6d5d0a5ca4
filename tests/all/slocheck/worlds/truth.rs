//! What is true of a world, as far as scrapes can tell.
//!
//! What was counted between two scrapes is seen, but for what came between a scrape and a restart. To what is seen in a window
//! Prometheus adds what may have been before the first scrape and behind the last one: no more than the whole window, and no more
//! than 1.1 times the distance of scrapes on each side (`promql/functions.go` there, `extrapolatedRate`). So of each count the least and the most are
//! known, and where even these say the same there is no excuse.

use super::made::{Counter, World, scrapes};
use kubecheck_test_support::prometheus::{DAY, MINUTE, Window};

/// What is true of a world.
pub(super) struct Truth {
    /// A release would be denied by any count that is possible.
    pub(super) is_bad: bool,
    /// None would deny it.
    pub(super) is_fine: bool,
    /// There are data enough, and new ones.
    pub(super) is_known: bool,
}

/// The least and the most that may be counted.
#[derive(Clone, Copy, Default)]
struct Count {
    least: f64,
    most: f64,
}

/// What may be counted in a window.
#[derive(Clone, Copy)]
struct Level {
    bad: Count,
    total: Count,
}

/// Returns what is true of a world.
pub(super) fn truth(world: &World) -> Truth {
    let budget = (100_000 - world.target) as f64 / 100_000.0;
    let rate = budget * world.limit as f64 / 100.0;
    let level = |length| level(world, Window::new(world.at, length));
    let period = level(world.days * DAY);
    let floor = budget * (10_000 - world.floor) as f64 / 10_000.0;
    let mut truth = Truth {
        is_bad: period.is_some_and(|period| period.is_above(floor)),
        is_fine: period.is_some_and(|period| period.is_within(floor)),
        is_known: is_covered(world)
            && is_fresh(world)
            && period.is_some_and(|period| period.total.least > 0.0),
    };
    // One bad event in fewer exceeds the limit.
    let least = (1.0 / rate - 1e-9).ceil();
    let (mut few, mut maybe_few) = (true, true);
    for (long, short) in world.windows {
        let Some(long) = level(*long) else {
            (truth.is_known, few) = (false, false);
            continue;
        };
        few &= long.total.most < least;
        maybe_few &= long.total.least < least;
        if long.total.most < least {
            continue;
        }
        let short = short.map(level);
        // Where nothing is known of the short window, or nothing happened, the long one decides.
        let goes_on = short.is_none_or(|short| short.is_some_and(|short| short.is_above(rate)));
        let is_over = short.flatten().is_some_and(|short| short.total.least > 0.0 && short.is_within(rate));
        truth.is_bad |= long.total.least >= least && long.is_above(rate) && goes_on;
        truth.is_fine &= long.is_within(rate) || is_over;
    }
    if let (Some(period), true) = (period, maybe_few) {
        truth.is_bad |= few && period.total.least >= least && period.is_above(rate);
        truth.is_fine &= period.is_within(rate);
        truth.is_known &= period.total.least >= least;
    }
    truth
}

impl Level {
    /// Tells whether even the least that may be bad is more than a share of the most that there may be.
    fn is_above(self, share: f64) -> bool {
        self.bad.least > self.total.most * share * (1.0 + 1e-9)
    }

    fn is_within(self, share: f64) -> bool {
        self.bad.most <= self.total.least * share * (1.0 - 1e-9)
    }
}

/// Returns what may be counted in a window; none if no counter has two samples in it.
fn level(world: &World, window: Window) -> Option<Level> {
    let (good, bad) = (count(&world.good, window), count(&world.bad, window));
    let (of_good, of_bad) = (good.unwrap_or_default(), bad.unwrap_or_default());
    good.or(bad)?;
    let total = Count { least: of_good.least + of_bad.least, most: of_good.most + of_bad.most };
    Some(Level { bad: of_bad, total })
}

fn count(counter: &Counter, window: Window) -> Option<Count> {
    let times: Vec<i64> = scrapes().within(window).filter(|time| counter.is_there(*time)).collect();
    let (first, last) = (*times.first()?, *times.last()?);
    if first == last {
        return None;
    }
    let steps = times.windows(2).map(|pair| (pair[0], pair[1]));
    let seen: u64 = steps.map(|(from, to)| seen(counter, from, to)).sum();
    let (sampled, samples) = ((last - first) as f64, times.len() as f64);
    let most = (window.length as f64 / sampled).min(1.0 + 2.2 / (samples - 1.0));
    Some(Count { least: seen as f64, most: seen as f64 * most })
}

/// Returns what two scrapes tell of the time between them: after a restart, what was counted since the last one. If that is no
/// less than what was before, nobody can tell that there was a restart.
fn seen(counter: &Counter, from: i64, to: i64) -> u64 {
    let all = counter.flow.count(to);
    let started = |time: i64| counter.resets.iter().filter(|reset| **reset <= time).max().copied();
    let value =
        |time: i64| counter.flow.count(time) - started(time).map_or(0, |reset| counter.flow.count(reset));
    match started(to) {
        Some(reset) if reset > from && value(to) < value(from) => all - counter.flow.count(reset),
        _ => value(to) - value(from),
    }
}

/// Tells whether nine tenths of all slices of five minutes have two samples of a counter.
fn is_covered(world: &World) -> bool {
    let slice = 5 * MINUTE;
    let (start, end) = ((world.at - world.days * DAY).div_euclid(slice), world.at.div_euclid(slice));
    let has_data = |number: &i64| {
        let window = Window::new(number * slice, slice);
        [&world.good, &world.bad]
            .iter()
            .any(|counter| scrapes().within(window).filter(|time| counter.is_there(*time)).count() > 1)
    };
    let covered = (start + 1..=end).filter(has_data).count();
    covered as f64 >= 0.9 * (end - start) as f64
}

/// Tells whether there is a sample of the last five minutes, and no scrape since has found the end.
fn is_fresh(world: &World) -> bool {
    let scrapes: Vec<i64> = scrapes().within(Window::new(world.at, 5 * MINUTE)).collect();
    let has_ended = scrapes.iter().any(|time| world.good.has_ended(*time));
    scrapes.iter().any(|time| world.good.is_there(*time)) && !has_ended
}
