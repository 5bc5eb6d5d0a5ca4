//! The judge against whole numbers: in ten thousand random worlds it passes where a release may go out, and nowhere else.

use std::collections::BTreeMap;
use std::time::Duration;

use kubecheck_core::kube::{Fault, FaultKind};
use kubecheck_prometheus::query::Millis;
use kubecheck_prometheus::template::Template;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::policy::Policy;
use super::{Limits, Pair, Verdict, judge};
use crate::measure::exact::Decimal;
use crate::measure::{Coverage, Group, Level, Measured, Scope, Trouble};
use crate::slo::window::Passed;
use crate::slo::{Family, Method, Part, Place, Side, Sli, Slo, Target, Window};

/// When everything is judged, in seconds.
const AT: i64 = 1_793_404_800;
const HOUR: u64 = 3600;
/// Long and short windows of the pairs.
const PAIRS: [(u64, Option<u64>); 2] = [(HOUR, Some(HOUR / 12)), (6 * HOUR, Some(HOUR / 2))];

/// What happened in a window: nothing known, or bad events and all.
type Counted = Option<(u32, u32)>;

/// A decimal as it is written: so many units of 10^-digits.
type Written = (u64, u32);

#[derive(Clone, Debug)]
struct World {
    /// What may be bad of a million.
    budget: u64,
    floor: Written,
    limits: [Written; 2],
    min_events: Option<u32>,
    /// Each group: the period, and both windows of both pairs.
    groups: Vec<(Counted, [Counted; 4])>,
    /// Slices with data, of a hundred.
    covered: Option<u64>,
    /// How old the newest sample is, in seconds.
    age: Option<i64>,
}

/// What is true of a world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Truth {
    Pass,
    Unknown,
    Deny,
}

impl World {
    fn slo(&self) -> Slo {
        let count = |text: &str| Template::of_counter(text).expect("it is a counter");
        let part = Part { side: Side::Bad, count: count("x_total{code=\"500\"}") };
        let ratio = format!("0.{:06}", 1_000_000 - self.budget);
        Slo {
            name: "x".to_owned(),
            service: String::new(),
            description: String::new(),
            target: Target::of_ratio(&ratio).expect("it is a target"),
            window: Window::days(30),
            method: None,
            sli: Sli::Events { part, total: count("x_total") },
            group_by: if self.groups.len() == 1 { Vec::new() } else { vec!["group".to_owned()] },
            alerts: Vec::new(),
            address: None,
            family: Family::Flags,
            place: Place::default(),
        }
    }

    fn limits(&self) -> Limits {
        let decimal = |(units, digits): Written| Decimal { units, digits };
        let pair = |((long, short), limit): ((u64, Option<u64>), Written)| Pair {
            long: Duration::from_secs(long),
            short: short.map(Duration::from_secs),
            limit: decimal(limit),
        };
        Limits {
            floor: decimal(self.floor),
            pairs: PAIRS.into_iter().zip(self.limits).map(pair).collect(),
            min_events: self.min_events.map(f64::from),
        }
    }

    fn scope(&self) -> Scope {
        // The longest first, as the limits have them.
        Scope {
            at: AT * 1000,
            windows: self.limits().windows(),
            min_coverage: 0.9,
            max_age: Duration::from_secs(300),
            absent_is_zero: false,
        }
    }

    fn measured(&self, troubles: Vec<Trouble>) -> Measured {
        let level = |(bad, total): (u32, u32)| Level { bad: f64::from(bad), total: f64::from(total) };
        let group = |(number, (period, windows)): (usize, &(Counted, [Counted; 4]))| Group {
            labels: match self.groups.len() {
                1 => BTreeMap::new(),
                _ => BTreeMap::from([("group".to_owned(), number.to_string())]),
            },
            period: period.map(level),
            // Windows are sorted: six hours, one hour, half an hour, five minutes.
            windows: [2, 0, 3, 1].map(|at| windows[at].map(level)).to_vec(),
        };
        let at: Millis = AT * 1000;
        Measured {
            part_newest: None,
            unanswered: Vec::new(),
            passed: Passed { start: at - 30 * 86_400_000, at, end: at },
            method: Method::Occurrences,
            groups: self.groups.iter().enumerate().map(group).collect(),
            coverage: Coverage { covered: self.covered, expected: 100, oldest: None },
            newest: self.age.map(|age| at - age * 1000),
            troubles,
            queries: Vec::new(),
        }
    }

    fn truth(&self) -> Truth {
        let known =
            self.covered.is_some_and(|covered| covered >= 90) && self.age.is_some_and(|age| age <= 300);
        let known = if known && !self.groups.is_empty() { Truth::Pass } else { Truth::Unknown };
        self.groups.iter().map(|group| self.group(group)).max().unwrap_or(known).max(known)
    }

    fn group(&self, (period, windows): &(Counted, [Counted; 4])) -> Truth {
        let mut truth = match *period {
            None | Some((_, 0)) => Truth::Unknown,
            // bad / total > budget · (1 - floor)
            Some((bad, total)) => {
                let (floor, digits) = self.floor;
                let one = 10_i128.pow(digits);
                let spent = i128::from(bad) * 1_000_000 * one
                    > i128::from(total) * i128::from(self.budget) * (one - i128::from(floor));
                if spent { Truth::Deny } else { Truth::Pass }
            }
        };
        let mut too_few = 0;
        for (pair, limit) in windows.chunks(2).zip(self.limits) {
            truth = truth.max(match pair[0] {
                None => Truth::Unknown,
                Some((_, total)) if self.is_few(total, limit) => {
                    too_few += 1;
                    continue;
                }
                Some(long) => {
                    let short = pair[1].filter(|(_, total)| *total > 0);
                    let goes_on = short.is_none_or(|short| self.burns(short, limit));
                    if self.burns(long, limit) && goes_on { Truth::Deny } else { Truth::Pass }
                }
            });
        }
        match period.filter(|(_, total)| *total > 0) {
            Some(period) if too_few == self.limits.len() => {
                let limit = self.limits[1];
                truth.max(match self.is_few(period.1, limit) {
                    true => Truth::Unknown,
                    false if self.burns(period, limit) => Truth::Deny,
                    false => Truth::Pass,
                })
            }
            _ => truth,
        }
    }

    /// Tells whether a burn rate is above a limit: bad / total > budget · limit.
    fn burns(&self, (bad, total): (u32, u32), (units, digits): Written) -> bool {
        i128::from(bad) * 1_000_000 * 10_i128.pow(digits)
            > i128::from(total) * i128::from(self.budget) * i128::from(units)
    }

    /// Tells whether one bad event of so many would be above a limit.
    fn is_few(&self, total: u32, limit: Written) -> bool {
        match self.min_events {
            Some(least) => total < least,
            None => total == 0 || self.burns((1, total), limit),
        }
    }
}

fn counted() -> impl Strategy<Value = Counted> {
    let total = prop_oneof![1 => Just(0), 2 => 1_u32..50, 4 => 1_u32..5_000_000];
    // Few are bad, as a rule; sometimes exactly what is allowed.
    let share = prop_oneof![Just(0), 1_u64..2000, 1_u64..1_000_001, Just(100), Just(1000), Just(850)];
    let of = |(total, share): (u32, u64)| {
        let bad = (u64::from(total) * share / 1_000_000) as u32;
        Some((bad.min(total), total))
    };
    prop_oneof![1 => Just(None), 9 => (total, share).prop_map(of)]
}

fn world() -> impl Strategy<Value = World> {
    let budget = prop_oneof![Just(1000), Just(100), Just(10_000), 1_u64..1_000_000];
    let floor = prop_oneof![Just((0, 0)), Just((15, 2)), (0_u64..=10_000).prop_map(|units| (units, 4))];
    let limit = || prop_oneof![Just((25, 1)), Just((144, 1)), (1_u64..200_000).prop_map(|units| (units, 3))];
    let windows = || (counted(), counted(), counted(), counted()).prop_map(|(a, b, c, d)| [a, b, c, d]);
    let groups = prop_oneof![
        6 => proptest::collection::vec((counted(), windows()), 1),
        3 => proptest::collection::vec((counted(), windows()), 0..4),
    ];
    let events = prop_oneof![3 => Just(None), 1 => (0_u32..1000).prop_map(Some)];
    let covered = prop_oneof![1 => Just(None), 8 => (85_u64..=100).prop_map(Some)];
    let age = prop_oneof![1 => Just(None), 8 => (0_i64..330).prop_map(Some)];
    (budget, floor, [limit(), limit()], events, groups, covered, age).prop_map(
        |(budget, floor, limits, min_events, groups, covered, age)| World {
            budget,
            floor,
            limits,
            min_events,
            groups,
            covered,
            age,
        },
    )
}

/// One of each trouble.
fn troubles() -> Vec<Trouble> {
    let text = || "x".to_owned();
    let fault = |kind| Trouble::Fault { promql: text(), fault: Fault::new(kind, "it fails") };
    let kinds = [
        FaultKind::Configuration,
        FaultKind::Unauthorized,
        FaultKind::Forbidden,
        FaultKind::NotFound,
        FaultKind::Gone,
        FaultKind::Server,
        FaultKind::Timeout,
        FaultKind::Unreachable,
        FaultKind::Conflict,
        FaultKind::Invalid,
        FaultKind::NotAcceptable,
        FaultKind::Refused,
    ];
    let window = Duration::from_secs(HOUR);
    let others = [
        Trouble::Partial { promql: text(), warning: text() },
        Trouble::Several { promql: text(), count: 2, labels: vec![text()] },
        Trouble::NotANumber { promql: text(), value: f64::NAN },
        Trouble::MoreThanAll { part: 3.0, total: 2.0, window },
        Trouble::NeverMatched { selector: text(), why: text() },
        Trouble::NoBucket { selector: text(), bounds: vec![text()] },
    ];
    kinds.map(fault).into_iter().chain(others).collect()
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(7),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn verdict(world: &World, troubles: Vec<Trouble>) -> Verdict {
    let judged = judge(&world.slo(), &world.limits(), &world.scope(), &world.measured(troubles));
    let settled = Policy::default().settle(&judged);
    assert_eq!(settled.verdict, judged.verdict, "no flag changes anything");
    settled.verdict
}

proptest! {
    #![proptest_config(config(10_000))]

    #[test]
    fn it_passes_where_whole_numbers_do_and_nowhere_else(world in world()) {
        let expected = match world.truth() {
            Truth::Pass => Verdict::Pass,
            Truth::Unknown => Verdict::Insufficient,
            Truth::Deny => Verdict::Deny,
        };
        prop_assert_eq!(verdict(&world, Vec::new()), expected);
    }

}

proptest! {
    #![proptest_config(config(2000))]

    #[test]
    fn no_trouble_passes_or_hides_a_denial(world in world(), number in any::<prop::sample::Index>()) {
        let mut troubles = troubles();
        let trouble = troubles.swap_remove(number.index(troubles.len()));
        let told = verdict(&world, vec![trouble.clone()]);
        prop_assert_ne!(told, Verdict::Pass);
        // What is known to be too much is denied, whatever else is not known.
        if world.truth() == Truth::Deny {
            prop_assert!(told >= Verdict::Deny, "{trouble:?} hides a denial");
        }
    }
}

#[test]
fn worlds_are_of_all_kinds() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::new(config(1));
    let mut found = BTreeMap::new();
    for _ in 0..2000 {
        let world = world().new_tree(&mut runner).expect("there is a world").current();
        *found.entry(world.truth()).or_insert(0) += 1;
    }
    for truth in [Truth::Pass, Truth::Unknown, Truth::Deny] {
        assert!(found.get(&truth).is_some_and(|count| *count > 100), "{found:?}");
    }
}
