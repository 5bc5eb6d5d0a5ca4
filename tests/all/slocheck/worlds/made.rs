//! Random worlds: what happened, what of it was scraped, and what is asked about it.

use kubecheck_test_support::dice::Dice;
use kubecheck_test_support::prometheus::{DAY, Data, Flow, HOUR, MINUTE, STALE, START, Scrapes};

/// How long each world lasts.
const LENGTH: i64 = 3 * DAY;
/// How far apart scrapes are.
const STEP: i64 = MINUTE;

/// When everything is scraped.
pub(super) fn scrapes() -> Scrapes {
    Scrapes::new(START + 17, START + LENGTH, STEP)
}

/// A counter, and what of it was scraped.
#[derive(Clone)]
pub(super) struct Counter {
    pub(super) flow: Flow,
    pub(super) resets: Vec<i64>,
    gap: (i64, i64),
    until: i64,
    /// Whether it is only there once something was counted.
    is_late: bool,
}

impl Counter {
    /// Tells whether a scrape finds it.
    pub(super) fn is_there(&self, time: i64) -> bool {
        let is_missed = self.gap.0 <= time && time < self.gap.1;
        !is_missed && time < self.until && !(self.is_late && self.flow.count(time) == 0)
    }

    /// Tells whether it has come to an end.
    pub(super) fn has_ended(&self, time: i64) -> bool {
        self.until <= time
    }

    fn sample(&self, time: i64) -> Option<f64> {
        if !self.is_there(time) {
            // Prometheus marks the end with the first scrape that does not find it.
            return (self.has_ended(time) && !self.has_ended(time - STEP)).then_some(STALE);
        }
        let reset = self.resets.iter().filter(|reset| **reset <= time).max();
        Some((self.flow.count(time) - reset.map_or(0, |reset| self.flow.count(*reset))) as f64)
    }
}

/// A world, and a question about it.
pub(super) struct World {
    pub(super) number: u64,
    pub(super) good: Counter,
    pub(super) bad: Counter,
    pub(super) at: i64,
    pub(super) days: i64,
    /// The target in thousandths of a percent.
    pub(super) target: u64,
    /// The share of the budget that must be left, in hundredths of a percent.
    pub(super) floor: u64,
    /// The burn rate, in hundredths.
    pub(super) limit: u64,
    /// Long and short windows.
    pub(super) windows: &'static [(i64, Option<i64>)],
    counts_good: bool,
}

const WINDOWS: [&[(i64, Option<i64>)]; 4] = [
    &[(HOUR, Some(5 * MINUTE)), (6 * HOUR, Some(30 * MINUTE))],
    &[(HOUR, Some(5 * MINUTE))],
    &[(30 * MINUTE, None)],
    &[(2 * HOUR, Some(10 * MINUTE)), (DAY, Some(HOUR))],
];

impl World {
    pub(super) fn new(number: u64) -> World {
        let dice = &mut Dice::new(number);
        let days = dice.one_of(&[1, 2]);
        let at = START + days * DAY + dice.below(LENGTH - days * DAY);
        let all = traffic(dice);
        let bad = all.share(&shares(dice, at));
        let resets: Vec<i64> = (0..dice.below(4)).map(|_| START + dice.below(LENGTH)).collect();
        let gap = match dice.one_of(&[0, 0, 0, 10 * MINUTE, HOUR, 4 * HOUR]) {
            0 => (0, 0),
            length => {
                let from = START + dice.below(LENGTH);
                (from, from + length)
            }
        };
        let until = if dice.once_in(10) { at - dice.below(2 * HOUR) } else { i64::MAX };
        let counter = |flow, is_late| Counter { flow, resets: resets.clone(), gap, until, is_late };
        let world = World {
            number,
            good: counter(all.without(&bad), false),
            bad: counter(bad.clone(), dice.once_in(3)),
            at,
            days,
            target: dice.one_of(&[90_000, 99_000, 99_500, 99_900, 99_950]),
            floor: dice.one_of(&[0, 0, 1500, 5000]),
            limit: dice.one_of(&[100, 250, 600, 900]),
            windows: dice.one_of(&WINDOWS),
            counts_good: dice.once_in(2),
        };
        if dice.once_in(2) { world.narrow(dice) } else { world }
    }

    /// Asks for about what there is: limits that are missed or kept by little.
    fn narrow(self, dice: &mut Dice) -> World {
        let budget = (100_000 - self.target) as f64 / 100_000.0;
        let burnt = |length: i64| {
            let count = |flow: &Flow| (flow.count(self.at) - flow.count(self.at - length)) as f64;
            let (good, bad) = (count(&self.good.flow), count(&self.bad.flow));
            bad / (good + bad).max(1.0) / budget
        };
        let mut about = |number: f64| number * (0.9 + dice.below(200) as f64 / 1000.0);
        let limit = (about(burnt(self.windows[0].0)) * 100.0).round() as u64;
        let left = 1.0 - about(burnt(self.days * DAY));
        // What no burn rate could exceed is refused, and nothing is left where more is gone than there was.
        let most = (99.0 / budget) as u64;
        let floor = if left > 0.0 { (left * 10_000.0).round() as u64 } else { self.floor };
        World {
            limit: if limit == 0 { self.limit } else { limit.min(most) },
            floor: floor.min(10_000),
            ..self
        }
    }

    /// Adds its series to those of others.
    pub(super) fn add(&self, data: Data) -> Data {
        let number = self.number.to_string();
        [("200", &self.good), ("500", &self.bad)].into_iter().fold(data, |data, (code, counter)| {
            let counter = counter.clone();
            data.series("world_total", &[("world", &number), ("code", code)], move |time| {
                counter.sample(time)
            })
        })
    }

    /// Returns the question, as flags of the gate.
    pub(super) fn flags(&self) -> String {
        let World { number, at, days, target, floor, limit, .. } = self;
        let spelled = |(long, short): &(i64, Option<i64>)| match short {
            Some(short) => format!("{long}s/{short}s"),
            None => format!("{long}s"),
        };
        let windows: Vec<String> = self.windows.iter().map(spelled).collect();
        let (side, code) = if self.counts_good { ("good", "200") } else { ("bad", "500") };
        format!(
            "--total 'world_total{{world=\"{number}\"}}' --{side} 'world_total{{world=\"{number}\",code=\"{code}\"}}' \
             --target {}.{:03} --budget-days={days} --remaining-burn={}.{:02}% --max-burn-rate={}.{:02} --burn-windows={} --at {at}",
            target / 1000,
            target % 1000,
            floor / 100,
            floor % 100,
            limit / 100,
            limit % 100,
            windows.join(","),
        )
    }
}

/// Events by the hour of the day; where there are few, in some hours none.
fn traffic(dice: &mut Dice) -> Flow {
    let base = dice.one_of(&[0, 12, 300, 300, 5000, 5000, 100_000]);
    let rests = base < 1000 && dice.once_in(2);
    Flow::daily(std::array::from_fn(|_| {
        let share = if rests && dice.once_in(3) { 0 } else { 50 + dice.below(100) };
        (base * share / 100).unsigned_abs()
    }))
}

/// The share of errors in millionths: little, and much in an outage, which is often just now.
fn shares(dice: &mut Dice, at: i64) -> Vec<(i64, u64)> {
    let calm = dice.one_of(&[0, 50, 500, 2000]);
    let mut shares = vec![(START, calm)];
    let mut from = START;
    for _ in 0..dice.below(3) {
        let begin = if dice.once_in(2) { at - dice.below(HOUR) } else { START + dice.below(LENGTH) };
        let length = dice.one_of(&[5, 20, 60, 120]) * MINUTE;
        let share = dice.one_of(&[5000, 50_000, 400_000, 1_000_000]);
        // One after the other.
        if begin > from {
            shares.extend([(begin, share), (begin + length, calm)]);
            from = begin + length;
        }
    }
    shares
}
