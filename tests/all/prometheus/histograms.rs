//! The latencies of the month: a classic and a native histogram of the same requests.

use kubecheck_test_support::prometheus::{BOUNDS, DAY, END, HOUR, RESTART, SLOW, Window};
use libtest_mimic::{Failed, Trial};

use super::{agree, near, number, world};
use crate::expect::equal;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("prometheus/histograms count what was slow", count_what_was_slow),
        Trial::test("prometheus/histograms of both kinds agree", of_both_kinds_agree),
        Trial::test("prometheus/histograms count the same requests", count_the_same_requests),
        Trial::test("prometheus/histograms begin anew with their process", begin_anew),
    ]
}

const MONTH: Window = Window::new(END, 30 * DAY);
const NATIVE: &str = "http_request_duration_seconds{job=\"checkout\"}";

fn count_what_was_slow() -> Result<(), Failed> {
    for (_, le) in BOUNDS {
        agree(&world().slower(le), MONTH, 1e-4)?;
        agree(&world().failed_or_slower(le), MONTH, 1e-4)?;
    }
    let share = |window: Window| world().slower("0.3").events(window).ratio().ok_or("there were events");
    near("as a rule", share(Window::new(SLOW.0, HOUR))?, 0.030, 2e-3)?;
    near("when it was slow", share(Window::new(SLOW.1, SLOW.1 - SLOW.0))?, 0.200, 2e-3)?;
    // Who is turned away at once is quick, and failed.
    let (slow, both) = (world().slower("0.3").events(MONTH), world().failed_or_slower("0.3").events(MONTH));
    equal("failed and quick", both.bad > slow.bad, true)
}

fn of_both_kinds_agree() -> Result<(), Failed> {
    for (milliseconds, le) in BOUNDS {
        let seconds = milliseconds as f64 / 1000.0;
        let native = number(&format!("histogram_fraction(0, {seconds}, sum(increase({NATIVE}[30d])))"), END)?;
        let truth = world().slower(le).events(MONTH).ratio().ok_or("there were events")?;
        near(le, native, 1.0 - truth, 1e-6)?;
    }
    let sum = |series: &str| number(series, END);
    let classic = sum("sum(increase(http_request_duration_seconds_sum{job=\"checkout\"}[30d]))")?;
    let native = sum(&format!("histogram_sum(sum(increase({NATIVE}[30d])))"))?;
    near("seconds", native, classic, 1e-4 * classic)
}

fn count_the_same_requests() -> Result<(), Failed> {
    let requests = world().requests("checkout").events(MONTH);
    let timed = world().slower("0.3").events(MONTH);
    equal("requests", timed.total, requests.total)?;
    let codes = world().failed_or_slower("0.3").by("code", MONTH);
    let failed: u64 =
        ["500", "503"].iter().filter_map(|code| codes.get(*code)).map(|events| events.total).sum();
    equal("failures", failed, requests.bad)
}

fn begin_anew() -> Result<(), Failed> {
    let window = Window::new(RESTART + DAY, 2 * DAY);
    let count = number(&format!("histogram_count(sum(increase({NATIVE}[2d])))"), window.end)?;
    let truth = world().slower("0.3").events(window);
    near("requests", count, truth.total as f64, 1e-3 * truth.total as f64)?;
    let resets = number(&format!("sum(resets({NATIVE}[2d]))"), window.end)?;
    equal("restarts", resets, 3.0)
}
