//! Forecasts, against a simulation that counts every slice at every step.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::measure::Level;
use crate::slo::window::{Calendar, Unit};

const HOUR: Millis = 3_600_000;

fn at(text: &str) -> Millis {
    text.parse::<Timestamp>().expect("it is a time").as_millisecond()
}

fn target(text: &str) -> Target {
    Target::of_percent(text).expect("it is a target")
}

/// Makes slices of so many milliseconds that end at an instant.
fn slices(levels: &[Level], length: Millis, end: Millis) -> Vec<Slice> {
    let start = end - length * levels.len() as i64;
    let slice = |(at, level): (usize, &Level)| {
        let start = start + at as i64 * length;
        Slice { start, end: start + length, level: Some(*level) }
    };
    levels.iter().enumerate().map(slice).collect()
}

fn level(bad: f64, total: f64) -> Level {
    Level { bad, total }
}

/// Counts how many times as fast as it may a budget of 99.9 % burns, at 1000 events an hour.
fn pace(burn: f64) -> Option<Pace> {
    Some(Pace::counted(level(burn, 1000.0), Duration::from_secs(3600)))
}

/// Asks of hours in which so many of 1000 events were bad, the last of which ends now.
fn ask(bad: &[f64], burn: f64) -> (Vec<Slice>, Window, Option<Pace>) {
    let levels: Vec<Level> = bad.iter().map(|bad| level(*bad, 1000.0)).collect();
    let length = Duration::from_secs(3600 * bad.len() as u64);
    (slices(&levels, HOUR, 0), Window::Rolling(length), pace(burn))
}

fn answer((slices, window, pace): &(Vec<Slice>, Window, Option<Pace>)) -> Forecast {
    forecast(&Question { now: 0, window, target: target("99.9"), slices, pace: *pace, min_coverage: 0.9 })
}

fn why(forecast: Forecast) -> String {
    match forecast {
        Forecast::Unknown { why } => why,
        other => panic!("{other:?} is known"),
    }
}

#[test]
fn what_burns_slowly_never_exhausts() {
    // A month at 0.403033 times what may be, as the last three days of it, is no matter of 44 days.
    let question = ask(&[0.406_819; 720], 0.403_033);
    let Forecast::DoesNotExhaust { steady, lowest, .. } = answer(&question) else { panic!("it lasts") };
    assert!((steady - 0.597).abs() < 1e-4, "{steady}");
    assert!((lowest - 0.593_181).abs() < 1e-6, "{lowest}");
}

#[test]
fn what_burns_exactly_as_it_may_lasts() {
    for bad in [0.0, 1.0] {
        let Forecast::DoesNotExhaust { steady, .. } = answer(&ask(&[bad; 720], 1.0)) else {
            panic!("it lasts")
        };
        assert!(steady.abs() < 1e-9);
    }
}

#[test]
fn what_burns_fast_exhausts_when_the_sum_says_so() {
    // Nothing lost so far; at twice the rate, half of a period's budget is gone for every half a period.
    let forecast = answer(&ask(&[0.0; 100], 2.0));
    assert_eq!(forecast, Forecast::Exhausts { at: 50 * HOUR, recovers: None });
    // In the middle of a slice.
    assert_eq!(answer(&ask(&[0.0; 100], 16.0)), Forecast::Exhausts { at: 25 * HOUR / 4, recovers: None });
}

#[test]
fn an_old_outage_takes_it_down_before_it_rolls_off() {
    // Of 100 hours, 80 are bad beyond measure in the sixth; now it burns at half of what may be.
    let mut bad = [0.0; 100];
    bad[50] = 80.0;
    let Forecast::Exhausts { at, recovers } = answer(&ask(&bad, 0.5)) else { panic!("it dips") };
    // After 40 hours, 20 have been added to the 80; the outage drops out from the fiftieth on.
    assert_eq!(at, 40 * HOUR);
    let recovers = recovers.expect("it comes back");
    // 80 · (1 - h) + 25 + h / 2 = 100
    assert_eq!(recovers, 50 * HOUR + (HOUR as f64 * 5.0 / 79.5).round() as i64);
    bad[50] = 74.0;
    let Forecast::DoesNotExhaust { steady, lowest, lowest_at } = answer(&ask(&bad, 0.5)) else {
        panic!("it lasts")
    };
    assert_eq!(lowest_at, 50 * HOUR);
    assert!((steady - 0.5).abs() < 1e-12 && (lowest - 0.01).abs() < 1e-9);
}

#[test]
fn what_is_gone_comes_back_when_the_old_part_drops_out() {
    let mut bad = [0.0; 100];
    bad[10] = 150.0;
    let Forecast::Exhausted { recovers: Some(recovers) } = answer(&ask(&bad, 0.5)) else {
        panic!("it is gone")
    };
    // 150 · (1 - h) + 5 + h / 2 = 100
    assert_eq!(recovers, 10 * HOUR + (HOUR as f64 * 55.0 / 149.5).round() as i64);
    // At twice the rate it comes back as well, though not for long; where all of it burns, it does not.
    assert!(matches!(answer(&ask(&bad, 2.0)), Forecast::Exhausted { recovers: Some(_) }));
    assert_eq!(answer(&ask(&[3.0; 100], 2.0)), Forecast::Exhausted { recovers: None });
}

#[test]
fn a_calendar_ends() {
    let (begin, end) = (at("2026-10-01T00:00:00Z"), at("2026-11-01T00:00:00Z"));
    let window = Window::Calendar(Calendar::usual(Unit::Month, TimeZone::UTC));
    let hours =
        |count: usize, bad: f64| slices(&vec![level(bad, 1000.0); count], HOUR, begin + count as i64 * HOUR);
    let ask = |slices: &[Slice], burn: f64| {
        let now = slices.last().map_or(begin, |slice| slice.end);
        let target = target("99.9");
        forecast(&Question { now, window: &window, target, slices, pace: pace(burn), min_coverage: 0.9 })
    };
    // 744 may be bad. 100 are after 100 hours, and 322 more until the end.
    let Forecast::DoesNotExhaust { steady, lowest_at, .. } = ask(&hours(100, 1.0), 0.5) else {
        panic!("it lasts")
    };
    assert!((steady - (1.0 - 422.0 / 744.0)).abs() < 1e-12);
    assert_eq!(lowest_at, end);
    // 644 that are left, times the period, divided by the burn rate: 322 hours.
    let gone = Forecast::Exhausts { at: begin + 422 * HOUR, recovers: Some(end) };
    assert_eq!(ask(&hours(100, 1.0), 2.0), gone);
    // As much as may be, to the end.
    assert!(matches!(ask(&hours(100, 1.0), 1.0), Forecast::DoesNotExhaust { .. }));
    assert_eq!(ask(&hours(100, 8.0), 1.0), Forecast::Exhausted { recovers: Some(end) });
    // At its first instant there is only what happens now.
    let gone = Forecast::Exhausts { at: begin + 372 * HOUR, recovers: Some(end) };
    assert_eq!(ask(&[], 2.0), gone);
}

#[test]
fn what_is_not_known_is_not_forecast() {
    let (slices, window, pace) = ask(&[0.0; 100], 0.5);
    let with = |slices: &[Slice], pace: Option<Pace>| {
        why(forecast(&Question {
            now: 0,
            window: &window,
            target: target("99.9"),
            slices,
            pace,
            min_coverage: 0.9,
        }))
    };
    assert_eq!(with(&slices, None), "what is counted now is not known");
    let idle = Some(Pace { bad: 0.0, total: 0.0 });
    assert_eq!(with(&slices, idle), "nothing happens now, and so nothing burns or heals");
    for wrong in [f64::NAN, f64::INFINITY, -1.0] {
        assert!(with(&slices, Some(Pace { bad: wrong, total: 1.0 })).ends_with("is no pace"));
        let mut slices = slices.clone();
        slices[3].level = Some(level(wrong, 1.0));
        assert!(with(&slices, pace).ends_with("is no count"));
    }
    assert_eq!(with(&slices[20..], pace), "there are data of 80% of the period, and of 90% there must be");
    assert_eq!(with(&[], pace), "there are data of 0% of the period, and of 90% there must be");
    let mut turned = slices.clone();
    turned.swap(3, 4);
    assert_eq!(with(&turned, pace), "the slices of the period do not follow each other");
    let nothing: Vec<Slice> =
        slices.iter().map(|slice| Slice { level: Some(level(0.0, 0.0)), ..*slice }).collect();
    assert_eq!(with(&nothing, pace), "nothing happened in the period");
}

#[test]
fn it_is_told_in_words() {
    let told = |question: &(Vec<Slice>, Window, Option<Pace>)| {
        let (slices, window, pace) = question;
        let question =
            Question { now: 0, window, target: target("99.9"), slices, pace: *pace, min_coverage: 0.9 };
        let forecast = forecast(&question);
        (told::sentence("shop", &question, &forecast), told::document(&question, &forecast))
    };
    let (sentence, document) = told(&ask(&[0.0; 100], 2.0));
    let until =
        "in 2 days 2 hours, at 1970-01-03T02:00:00Z, and does not come back as long as it burns as now";
    assert_eq!(sentence, format!("the budget of shop is gone {until}"));
    assert_eq!((&document["state"], &document["inSeconds"]), (&"exhausts".into(), &180_000.0.into()));
    assert_eq!(document["burn"], 2.0);
    let (sentence, document) = told(&ask(&[0.5; 100], 0.25));
    assert_eq!(sentence, "the budget of shop lasts: if it burns on as now, 75% is left in the long run");
    assert_eq!(document["lowest"]["remaining"], 0.5);
    let mut bad = [0.0; 100];
    bad[99] = 90.0;
    // 90, and 0.099 for each of 99 hours.
    let dip = "and on the way at least 0.199% at 1970-01-05T03:00:00Z";
    let lasts = "the budget of shop lasts: if it burns on as now, 90.1% is left in the long run";
    assert_eq!(told(&ask(&bad, 0.099)).0, format!("{lasts}, {dip}"));
    bad[0] = 11.0;
    // 11 · (1 - h) + 90 + h / 2 = 100
    let back = "some of it is there again in 5 minutes 42 seconds, at 1970-01-01T00:05:42.857Z";
    assert_eq!(told(&ask(&bad, 0.5)).0, format!("the budget of shop is gone; {back}"));
    let (sentence, document) = told(&(Vec::new(), Window::days(30), None));
    assert_eq!(sentence, "nobody can say when the budget of shop is gone: what is counted now is not known");
    assert_eq!((&document["state"], &document["burn"]), (&"unknown".into(), &serde_json::Value::Null));
}

/// A simulation: what the period that ends so many steps from now will hold, slice by slice, each of so many steps.
fn simulated(levels: &[Level], pace: Level, steps: usize, ahead: usize) -> Level {
    let (mut bad, mut total) = (0.0, 0.0);
    for step in ahead..ahead + levels.len() * steps {
        let level = levels.get(step / steps).copied().unwrap_or(pace);
        bad += level.bad / steps as f64;
        total += level.total / steps as f64;
    }
    Level { bad, total }
}

fn levels() -> impl Strategy<Value = Vec<Level>> {
    let bad = prop_oneof![3 => 0.0..2.0f64, 1 => Just(0.0), 1 => 0.0..40.0f64];
    let one = (bad, prop_oneof![4 => 100.0..2000.0f64, 1 => Just(0.0)]);
    prop::collection::vec(one.prop_map(|(bad, total)| level(bad.min(total), total)), 2..24)
}

/// How many steps a slice is simulated in.
const STEPS: usize = 8;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    /// Against the simulation, at every step of a period and some more.
    #[test]
    fn it_is_what_comes(levels in levels(), burn in prop_oneof![0.0..1.0f64, 0.9..3.0f64, 0.0..30.0f64], traffic in 100.0..2000.0f64) {
        prop_assume!(levels.iter().any(|level| level.total > 0.0));
        let pace = level(burn * traffic / 1000.0, traffic);
        let window = Window::Rolling(Duration::from_secs(3600 * levels.len() as u64));
        let of = slices(&levels, HOUR, 0);
        let question = Question {
            now: 0, window: &window, target: target("99.9"), slices: &of,
            pace: Some(Pace::counted(pace, Duration::from_secs(3600))), min_coverage: 0.9,
        };
        let excess: Vec<(Millis, f64, f64)> = (0..=levels.len() * STEPS + 9)
            .map(|ahead| (ahead as Millis * HOUR / STEPS as Millis, simulated(&levels, pace, STEPS, ahead)))
            .map(|(at, of)| (at, of.bad - of.total * 0.001, of.total))
            .collect();
        let is_gone = |excess: f64| excess > 1e-6;
        let is_left = |excess: f64| excess < -1e-6;
        match forecast(&question) {
            Forecast::DoesNotExhaust { steady, lowest, lowest_at } => {
                prop_assert!(excess.iter().all(|(_, excess, _)| !is_gone(*excess)));
                prop_assert!((steady - (1.0 - burn)).abs() < 1e-9);
                let left = |(_, excess, total): &(Millis, f64, f64)| -excess / (total * 0.001);
                let least = excess.iter().filter(|(.., total)| *total > 0.0).map(left).fold(f64::MAX, f64::min);
                // Slices end with steps, so that the lowest is met exactly.
                prop_assert!((lowest - least).abs() < 1e-6, "{lowest} {least}");
                let there = excess.iter().find(|(at, ..)| *at == lowest_at).map(left);
                prop_assert!((there.expect("it is a step") - lowest).abs() < 1e-6);
            }
            Forecast::Exhausts { at, recovers } => {
                prop_assert!(excess.iter().filter(|(step, ..)| *step <= at).all(|(_, excess, _)| !is_gone(*excess)));
                let until = recovers.unwrap_or(Millis::MAX);
                let during = excess.iter().filter(|(step, ..)| at <= *step && *step <= until);
                prop_assert!(during.into_iter().all(|(_, excess, _)| !is_left(*excess)));
                prop_assert!(burn <= 1.0 || at <= HOUR * levels.len() as i64);
            }
            Forecast::Exhausted { recovers } => {
                prop_assert!(!is_left(excess[0].1));
                let until = recovers.unwrap_or(Millis::MAX);
                prop_assert!(excess.iter().filter(|(step, ..)| *step <= until).all(|(_, excess, _)| !is_left(*excess)));
            }
            Forecast::Unknown { why } => prop_assert!(false, "{why}"),
        }
    }

    /// Who burns faster is not done later, and has no more left.
    #[test]
    fn faster_is_not_later(levels in levels(), burn in 0.0..5.0f64, more in 0.0..5.0f64) {
        prop_assume!(levels.iter().any(|level| level.total > 0.0));
        let window = Window::Rolling(Duration::from_secs(3600 * levels.len() as u64));
        let of = slices(&levels, HOUR, 0);
        let with = |burn: f64| forecast(&Question {
            now: 0, window: &window, target: target("99.9"), slices: &of, pace: pace(burn), min_coverage: 0.9,
        });
        let order = |forecast: &Forecast| match forecast {
            Forecast::Exhausted { .. } => (Millis::MIN, 0.0),
            Forecast::Exhausts { at, .. } => (*at, 0.0),
            Forecast::DoesNotExhaust { lowest, .. } => (Millis::MAX, *lowest),
            Forecast::Unknown { why } => panic!("{why}"),
        };
        let (slow, fast) = (order(&with(burn)), order(&with(burn + more)));
        prop_assert!(fast.0 <= slow.0.saturating_add(1) && fast.1 <= slow.1 + 1e-9, "{slow:?} {fast:?}");
    }
}
