//! The services of the month whose numbers mislead: too few, none, not numbers, of something else.

use kubecheck_test_support::Prometheus;
use kubecheck_test_support::prometheus::{DAY, END, HOUR, LEGACY, MINUTE, Window, at};
use libtest_mimic::{Failed, Trial};

use super::{agree, increases, number, world};
use crate::expect::equal;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("prometheus/faults: jobs that rest by night", jobs_that_rest),
        Trial::test("prometheus/faults: a service with few requests", few_requests),
        Trial::test("prometheus/faults: a service that ended", one_that_ended),
        Trial::test("prometheus/faults: a ratio that is no number by night", no_number_by_night),
        Trial::test("prometheus/faults: more failures than requests", more_failures_than_requests),
    ]
}

const MONTH: Window = Window::new(END, 30 * DAY);

fn jobs_that_rest() -> Result<(), Failed> {
    let sli = world().invoices();
    let truth = agree(&sli, MONTH, 1e-4)?;
    equal("jobs", (truth.bad, truth.total), (36, 1800))?;
    let night = Window::new(at(10, 3, 0), HOUR);
    equal("by night", sli.events(night).ratio(), None)?;
    let (bad, total) = increases(&sli, night)?;
    equal("by night", (bad, total), (0.0, 0.0))
}

fn few_requests() -> Result<(), Failed> {
    let truth = agree(&world().requests("reports"), MONTH, 1e-4)?;
    equal("requests", (truth.bad, truth.total), (2, 1440))
}

fn one_that_ended() -> Result<(), Failed> {
    let sli = world().requests("legacy");
    agree(&sli, MONTH, 1e-3)?;
    equal("newest", sli.newest(END), Some(LEGACY - 43))?;
    let there = |time| Prometheus::shared().number("count(http_requests_total{job=\"legacy\"})", time);
    equal("before", there(LEGACY), Some(2.0))?;
    equal("a minute later", there(LEGACY + MINUTE), None)?;
    equal("covered slices", sli.covered(MONTH, 5 * MINUTE), 8640 - 72 - 576)
}

fn no_number_by_night() -> Result<(), Failed> {
    let series = "search_success_ratio{job=\"search\"}";
    equal("by day", number(series, at(10, 12, 0))?, 0.9995)?;
    equal("by night", number(series, at(10, 3, 0))?.is_nan(), true)?;
    equal("over the month", number(&format!("avg_over_time({series}[30d])"), END)?.is_nan(), true)
}

fn more_failures_than_requests() -> Result<(), Failed> {
    let truth = agree(&world().payments(), MONTH, 1e-4)?;
    equal("more", truth.bad > truth.total, true)
}
