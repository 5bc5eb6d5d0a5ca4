//! The month of the shared server: what PromQL finds is what was so, through everything that happens in it.

use kubecheck_test_support::Prometheus;
use kubecheck_test_support::prometheus::{
    DAY, END, GAP, HOUR, MINUTE, OUTAGE, RESTART, ROLLED, SMS, START, Window,
};
use libtest_mimic::{Failed, Trial};

use super::{agree, increases, near, number, world};
use crate::expect::equal;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("prometheus/month has the events that were", has_the_events_that_were),
        Trial::test("prometheus/month leaves the budget that was left", leaves_the_budget_that_was_left),
        Trial::test("prometheus/month goes on after a restart", goes_on_after_a_restart),
        Trial::test("prometheus/month has a gap", has_a_gap),
        Trial::test("prometheus/month has errors that come late", has_errors_that_come_late),
        Trial::test("prometheus/month has an outage", has_an_outage),
        Trial::test("prometheus/month has reasons for errors", has_reasons_for_errors),
        Trial::test("prometheus/month has pods that come and go", has_pods_that_come_and_go),
    ]
}

const MONTH: Window = Window::new(END, 30 * DAY);

fn has_the_events_that_were() -> Result<(), Failed> {
    let checkout = agree(&world().requests("checkout"), MONTH, 1e-4)?;
    // So that nobody takes a quiet month for a good harness.
    equal("events", (checkout.total, checkout.bad), (154_462_500, 51_384))?;
    agree(&world().requests("catalog"), MONTH, 3e-4)?;
    agree(&world().requests("checkout"), Window::new(SMS, DAY), 1e-2)?;
    Ok(())
}

fn leaves_the_budget_that_was_left() -> Result<(), Failed> {
    let sli = world().requests("checkout");
    let (bad, total) = increases(&sli, MONTH)?;
    let truth = sli.events(MONTH).remaining(0.999).ok_or("there were events")?;
    near("budget", 1.0 - bad / total / 0.001, truth, 1e-5)?;
    near("budget", truth, 0.667_337, 1e-6)
}

fn goes_on_after_a_restart() -> Result<(), Failed> {
    let server = Prometheus::shared();
    let counter = "http_requests_total{service=\"auth\",code=\"200\"}";
    equal("resets", server.number(&format!("resets({counter}[1h])"), RESTART + 30 * MINUTE), Some(1.0))?;
    let (before, after) = (number(counter, RESTART)?, number(counter, RESTART + MINUTE)?);
    equal("it falls", (before > 4e7, after < 1e3), (true, true))?;
    agree(&world().requests("checkout"), Window::new(RESTART + DAY, 2 * DAY), 1e-3)?;
    Ok(())
}

fn has_a_gap() -> Result<(), Failed> {
    let server = Prometheus::shared();
    let sli = world().requests("checkout");
    let samples = |window: Window| {
        server.number(&format!("sum(count_over_time({}[{}s]))", sli.total, window.length), window.end)
    };
    equal("samples in it", samples(Window::new(GAP.1, GAP.1 - GAP.0)), None)?;
    // Four series, a minute before it and one after it.
    equal("samples around it", samples(Window::new(GAP.1 + MINUTE, GAP.1 - GAP.0 + 2 * MINUTE)), Some(8.0))?;
    equal("newest in it", sli.newest(GAP.1), Some(GAP.0 - 43))?;
    agree(&sli, Window::new(GAP.1 + HOUR, 8 * HOUR), 2e-2)?;
    let slices = "count_over_time((sum(increase(http_requests_total{job=\"checkout\"}[5m])))[30d:5m])";
    equal("covered slices", number(slices, END)?, 8640.0 - 72.0)?;
    equal("covered slices", sli.covered(MONTH, 5 * MINUTE), 8640 - 72)
}

fn has_errors_that_come_late() -> Result<(), Failed> {
    let server = Prometheus::shared();
    let series = "http_requests_total{error_type=\"sms_timeout\"}";
    equal("before", server.number(series, SMS), None)?;
    let first = server.number(&format!("min_over_time({series}[1h])"), SMS + HOUR);
    equal("the first", first, Some(1.0))
}

fn has_an_outage() -> Result<(), Failed> {
    let sli = world().requests("checkout");
    for minutes in [5, 30, 60] {
        let (bad, total) = increases(&sli, Window::new(OUTAGE.1, minutes * MINUTE))?;
        let burn = bad / total / 0.001;
        equal(&format!("burn of {minutes} minutes above 100: {burn}"), burn > 100.0, true)?;
    }
    let during = sli.events(Window::new(OUTAGE.1, OUTAGE.1 - OUTAGE.0));
    near("share of bad events", during.ratio().ok_or("there were events")?, 0.3, 1e-3)?;
    let (bad, total) = increases(&sli, Window::new(OUTAGE.1 + HOUR, 30 * MINUTE))?;
    equal(&format!("burn afterwards: {bad} of {total}"), bad / total < 0.001, true)
}

fn has_reasons_for_errors() -> Result<(), Failed> {
    let truth = world().requests("checkout").by("error_type", MONTH);
    let reasons: Vec<(&str, bool)> =
        truth.iter().map(|(reason, events)| (reason.as_str(), events.bad > 0)).collect();
    equal("reasons", reasons, vec![("", false), ("redis_pool", true), ("sms_timeout", true)])?;
    for (reason, events) in truth {
        let selector = format!("http_requests_total{{job=\"checkout\",error_type=\"{reason}\"}}");
        let found = number(&format!("sum(increase({selector}[30d]))"), END)?;
        near(&reason, found, events.total as f64, 1e-4 * events.total as f64)?;
    }
    let services = world().requests("checkout").by("service", MONTH);
    equal("services", services.into_keys().collect::<Vec<_>>(), vec!["auth".to_owned(), "sms".to_owned()])
}

fn has_pods_that_come_and_go() -> Result<(), Failed> {
    let server = Prometheus::shared();
    let pods = |time| {
        let pods = server.numbers("sum by (pod) (http_requests_total{job=\"catalog\"})", time);
        pods.into_iter().map(|(labels, _)| labels).collect::<String>()
    };
    let named = |names: [&str; 3]| names.map(|name| format!("{{\"pod\":\"catalog-{name}\"}}")).concat();
    equal("before", pods(ROLLED), named(["a", "b", "c"]))?;
    // Not five minutes later, as if it had only not been scraped.
    equal("after", pods(ROLLED + MINUTE), named(["a", "b", "d"]))?;
    let truth = world().requests("catalog").by("pod", Window::new(END, END - START));
    equal("pods", truth.len(), 4)?;
    let resets = "sum(resets(http_requests_total{job=\"catalog\",code=\"200\"}[30d]))";
    equal("restarts", number(resets, END)?, 3.0)
}
