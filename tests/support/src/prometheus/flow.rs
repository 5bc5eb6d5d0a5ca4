//! How many events there were: functions of time in whole numbers, the same on every machine.

use std::sync::Arc;

use super::latency::Latency;
use super::scrapes::{DAY, HOUR, START};

/// How many events there have been since the beginning of the month, at any moment. It never falls.
#[derive(Clone)]
pub struct Flow(Arc<Kind>);

enum Kind {
    Daily(Box<Daily>),
    Share { of: Flow, phases: Vec<Phase> },
    Rest { of: Flow, without: Flow },
    Sum(Vec<Flow>),
    Below(Arc<Latency>, usize),
    Milliseconds(Arc<Latency>),
}

/// Events by the hour of the day, and those of the hours before it.
struct Daily {
    hours: [u64; 24],
    before: [u64; 25],
}

/// A time in which a share of events counts, until the next such time.
struct Phase {
    from: i64,
    /// The share in millionths.
    share: u64,
    /// How many events there had been.
    events: u64,
    /// How many of those counted.
    counted: u64,
}

/// One million millionths are all of it.
const ALL: u64 = 1_000_000;

impl Flow {
    /// Returns a flow that repeats every day: so many events in each hour, evenly spread over it.
    pub fn daily(hours: [u64; 24]) -> Flow {
        let mut before = [0; 25];
        for (hour, events) in hours.iter().enumerate() {
            before[hour + 1] = before[hour] + events;
        }
        Flow(Arc::new(Kind::Daily(Box::new(Daily { hours, before }))))
    }

    /// Returns a flow of so many events in every hour.
    pub fn steady(hourly: u64) -> Flow {
        Flow::daily([hourly; 24])
    }

    /// Returns a share of this flow in millionths, by the moments from which it is so, in their order; none before the first.
    ///
    /// # Panics
    /// If a share is more than all.
    #[must_use]
    pub fn share(&self, shares: &[(i64, u64)]) -> Flow {
        let mut phases: Vec<Phase> = Vec::new();
        for &(from, share) in shares {
            assert!(share <= ALL, "a share of {share} millionths");
            let events = self.count(from);
            let counted = phases.last().map_or(0, |phase| phase.at(events));
            phases.push(Phase { from, share, events, counted });
        }
        Flow(Arc::new(Kind::Share { of: self.clone(), phases }))
    }

    /// Returns this flow without one share of it.
    #[must_use]
    pub fn without(&self, share: &Flow) -> Flow {
        Flow(Arc::new(Kind::Rest { of: self.clone(), without: share.clone() }))
    }

    /// Returns several flows as one.
    pub fn sum(flows: Vec<Flow>) -> Flow {
        Flow(Arc::new(Kind::Sum(flows)))
    }

    /// Returns those events that took no longer than so many milliseconds.
    ///
    /// # Panics
    /// If none ever does.
    pub fn below(latency: &Arc<Latency>, milliseconds: u64) -> Flow {
        Flow(Arc::new(Kind::Below(Arc::clone(latency), latency.index(milliseconds))))
    }

    /// Returns the milliseconds that all events took together.
    pub fn milliseconds(latency: &Arc<Latency>) -> Flow {
        Flow(Arc::new(Kind::Milliseconds(Arc::clone(latency))))
    }

    /// Returns how many events there have been at a moment.
    pub fn count(&self, time: i64) -> u64 {
        match &*self.0 {
            Kind::Daily(daily) => daily.count(time),
            Kind::Share { of, phases } => {
                let events = of.count(time);
                phases.iter().rfind(|phase| phase.from <= time).map_or(0, |phase| phase.at(events))
            }
            Kind::Rest { of, without } => of.count(time) - without.count(time),
            Kind::Sum(flows) => flows.iter().map(|flow| flow.count(time)).sum(),
            Kind::Below(latency, index) => latency.below(time, *index),
            Kind::Milliseconds(latency) => latency.milliseconds(time),
        }
    }
}

impl Phase {
    /// Returns how many events counted when there had been so many in all.
    fn at(&self, events: u64) -> u64 {
        self.counted + (events - self.events) * self.share / ALL
    }
}

impl Daily {
    fn count(&self, time: i64) -> u64 {
        let Ok(since) = u64::try_from(time - START) else { return 0 };
        let (day, hour) = (DAY.unsigned_abs(), HOUR.unsigned_abs());
        let (days, rest) = (since / day, since % day);
        // There are 24 hours in a day.
        let at = usize::try_from(rest / hour).unwrap_or(0);
        days * self.before[24] + self.before[at] + self.hours[at] * (rest % hour) / hour
    }
}

#[cfg(test)]
mod tests {
    use super::super::scrapes::{HOUR, START, at};
    use super::Flow;

    #[test]
    fn a_day_is_spread_over_its_hours() {
        let mut hours = [0; 24];
        hours[8] = 6;
        let flow = Flow::daily(hours);
        let counts = [(0, 0), (8, 0), (9, 6), (24, 6), (33, 12)].map(|(hour, _)| flow.count(at(0, hour, 0)));
        assert_eq!(counts, [0, 0, 6, 6, 12]);
        assert_eq!((flow.count(at(0, 8, 9)), flow.count(at(0, 8, 10))), (0, 1));
        assert_eq!(flow.count(START - HOUR), 0);
    }

    #[test]
    fn a_share_and_its_rest_are_all_and_neither_falls() {
        let all = Flow::daily([7, 0, 13, 900, 1, 2, 3, 4, 5, 6, 7, 8, 7, 0, 13, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
        let share = all.share(&[(at(0, 2, 30), 333_333), (at(0, 3, 5), 1_000_000), (at(0, 4, 0), 0)]);
        let rest = all.without(&share);
        let (mut last, mut last_rest) = (0, 0);
        for time in START..at(0, 6, 0) {
            let (now, now_rest) = (share.count(time), rest.count(time));
            assert_eq!(now + now_rest, all.count(time));
            assert!(now >= last && now_rest >= last_rest, "at {}", time - START);
            (last, last_rest) = (now, now_rest);
        }
        assert_eq!(share.count(at(0, 2, 30)), 0);
        // A third of 6.5 and of the 75 of five minutes, then all of 825.
        assert_eq!(last, (7 + 75) / 3 + 825);
    }
}
