//! How long events took: a few values in fixed proportions, so that histograms of any kind count the same.

use super::flow::Flow;

/// How long the events of a flow took, by the time in which they happened.
pub struct Latency {
    of: Flow,
    values: Vec<u64>,
    phases: Vec<(u64, Mixture)>,
}

/// Events come in rounds of so many.
const ROUND: usize = 1000;

/// In which order the places of a round are taken: it has no common divisor with the round, so each is taken once.
const STRIDE: usize = 387;

/// How many events of a round have each value.
struct Mixture {
    /// How many of the first events of a round are at most as long as a value, by the events and the value.
    first: Vec<Vec<u64>>,
}

impl Latency {
    /// Returns how long the events of a flow took: values in milliseconds, rising, and by the moments from which it is so, in
    /// their order, how many of a thousand events have each.
    ///
    /// # Panics
    /// If there is no moment at or before the first event, or the numbers do not add up to a thousand.
    pub fn new(of: &Flow, values: &[u64], phases: &[(i64, &[usize])]) -> Latency {
        assert!(
            phases.first().is_some_and(|&(from, _)| of.count(from) == 0),
            "events before the first phase"
        );
        let phases = phases.iter().map(|&(from, shares)| {
            assert_eq!((shares.len(), shares.iter().sum::<usize>()), (values.len(), ROUND), "a round");
            (of.count(from), Mixture::new(shares))
        });
        Latency { of: of.clone(), values: values.to_vec(), phases: phases.collect() }
    }

    /// Returns the index of the greatest value that is not above a bound.
    ///
    /// # Panics
    /// If all are above it.
    pub(super) fn index(&self, bound: u64) -> usize {
        let below = self.values.partition_point(|value| *value <= bound);
        below.checked_sub(1).unwrap_or_else(|| panic!("nothing is as short as {bound} ms"))
    }

    /// Returns the values in milliseconds.
    pub(super) fn values(&self) -> &[u64] {
        &self.values
    }

    /// Returns how many events there have been at a moment that took at most as long as a value.
    pub(super) fn below(&self, time: i64, index: usize) -> u64 {
        self.parts(time).map(|(events, mixture)| mixture.below(events, index)).sum()
    }

    /// Returns how many events there have been at a moment with each value.
    pub(super) fn counts(&self, time: i64) -> Vec<u64> {
        let mut counts = vec![0; self.values.len()];
        for (events, mixture) in self.parts(time) {
            let mut shorter = 0;
            for (index, count) in counts.iter_mut().enumerate() {
                let below = mixture.below(events, index);
                *count += below - shorter;
                shorter = below;
            }
        }
        counts
    }

    /// Returns how many milliseconds all events together took.
    pub(super) fn milliseconds(&self, time: i64) -> u64 {
        self.counts(time).iter().zip(&self.values).map(|(count, value)| count * value).sum()
    }

    /// Returns how many events each phase has had at a moment.
    fn parts(&self, time: i64) -> impl Iterator<Item = (u64, &Mixture)> {
        let all = self.of.count(time);
        let ends = self.phases.iter().skip(1).map(move |(events, _)| all.min(*events)).chain([all]);
        // A phase that has not begun yet has had none.
        let parts = self.phases.iter().zip(ends);
        parts.map(|((before, mixture), end)| (end.saturating_sub(*before), mixture))
    }
}

impl Mixture {
    fn new(shares: &[usize]) -> Mixture {
        let mut counts = vec![0; shares.len()];
        let mut first = vec![counts.clone()];
        for event in 0..ROUND {
            let place = event * STRIDE % ROUND;
            let mut end = 0;
            for (count, share) in counts.iter_mut().zip(shares) {
                end += share;
                *count += u64::from(place < end);
            }
            first.push(counts.clone());
        }
        Mixture { first }
    }

    fn below(&self, events: u64, index: usize) -> u64 {
        let round = ROUND as u64;
        // What is left of a round is less than one.
        let rest = usize::try_from(events % round).unwrap_or(0);
        events / round * self.first[ROUND][index] + self.first[rest][index]
    }
}

#[cfg(test)]
mod tests {
    use super::super::flow::Flow;
    use super::super::scrapes::{HOUR, START, at};
    use super::Latency;

    #[test]
    fn each_value_has_its_share_and_never_falls() {
        let flow = Flow::steady(10_000);
        let phases: [(i64, &[usize]); 2] = [(START, &[900, 90, 10]), (at(0, 1, 0), &[0, 0, 1000])];
        let latency = Latency::new(&flow, &[20, 100, 3000], &phases);
        let below = |time: i64| [0, 1, 2].map(|index| latency.below(time, index));
        assert_eq!(below(START + HOUR), [9000, 9900, 10_000]);
        assert_eq!(below(START + 2 * HOUR), [9000, 9900, 20_000]);
        assert_eq!(latency.milliseconds(START + HOUR), 9000 * 20 + 900 * 100 + 100 * 3000);
        let mut last = [0; 3];
        for time in START..START + 2 * HOUR {
            let now = below(time);
            let parts = [now[0] - last[0], now[1] - last[1], now[2] - last[2]];
            assert!(parts.is_sorted(), "{parts:?} at {}", time - START);
            last = now;
        }
    }

    #[test]
    #[should_panic(expected = "nothing is as short as 10 ms")]
    fn a_bound_below_all_values_is_a_mistake() {
        Latency::new(&Flow::steady(1), &[20], &[(START, &[1000])]).index(10);
    }
}
