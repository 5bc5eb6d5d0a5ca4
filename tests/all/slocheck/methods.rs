//! Budgets by each method and over each period are those that the generator of the data knows.

use kubecheck_test_support::Prometheus;
use kubecheck_test_support::prometheus::{
    DAY, Data, END, HOUR, MINUTE, START, Scrapes, Sli, Window, World, at,
};
use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use super::{document_of, near, openslo, states};
use crate::expect::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    let name = |what| format!("slocheck/methods {what}");
    vec![
        Trial::test(name("timeslices are the slices that were bad"), timeslices),
        Trial::test(name("timeslices too short for two scrapes are no data"), short),
        Trial::test(name("ratio-timeslices are the mean of what was bad"), ratio_timeslices),
        Trial::test(name("ratio-timeslices are what sloth's rules say"), sloth),
        Trial::test(name("a series of ratios is judged as sloth judges it"), recorded),
        Trial::test(name("a month of the calendar counts what has happened of it"), month),
        Trial::test(name("the first instant of a period has no data"), first_instant),
        Trial::test(name("other days than the SLO says are its days"), days),
    ]
}

/// A month up to now.
const ROLLING: &str = "{duration: 30d, isRolling: true}";
/// The requests of the checkout.
const RATIO: &str = "{ratioMetric: {counter: true, \
    bad: {metricSource: {type: Prometheus, spec: {query: 'http_requests_total{job=\"checkout\",code=~\"5..\"}'}}}, \
    total: {metricSource: {type: Prometheus, spec: {query: 'http_requests_total{job=\"checkout\"}'}}}}}";

/// An SLO of the checkout, counted by a method.
fn spec(method: &str, objective: &str) -> String {
    openslo(method, &format!("target: 0.999, {objective}"), ROLLING, RATIO)
}

fn judged(spec: &str, arguments: &str) -> Result<Value, Failed> {
    let (gate, code) = document_of(spec, &Prometheus::shared().url(), arguments)?;
    equal(&format!("exit code: {}", gate["sentence"]), code, 0)?;
    Ok(gate)
}

/// The slices of a window that scrapes told something of.
fn seen(sli: &Sli, window: Window, length: i64) -> Vec<f64> {
    let seen = window.slices(length).filter(|slice| sli.covered(*slice, slice.length) == 1);
    seen.filter_map(|slice| sli.events(slice).ratio()).collect()
}

fn timeslices() -> Result<(), Failed> {
    let sli = World::new().requests("checkout");
    for (minutes, slice_target, bound) in [(5, "0.95", 0.05), (30, "0.999", 0.001), (60, "0.99", 0.01)] {
        let spec =
            spec("Timeslices", &format!("timeSliceTarget: {slice_target}, timeSliceWindow: {minutes}"));
        let ratios = seen(&sli, Window::new(END, 30 * DAY), minutes * MINUTE);
        let bad = ratios.iter().filter(|ratio| **ratio > bound).count();
        let (gate, code) = document_of(&spec, &Prometheus::shared().url(), &format!("--at {END}"))?;
        let what = format!("slices of {minutes} minutes");
        equal(&what, code, i32::from(bad as f64 > 0.001 * ratios.len() as f64))?;
        equal(&what, gate["method"].as_str(), Some("timeslices"))?;
        let events = &gate["events"];
        equal(&what, (events["bad"].as_f64(), events["total"].as_f64()), whole(bad, ratios.len()))?;
        near(&what, &gate["remaining"], 1.0 - bad as f64 / ratios.len() as f64 / 0.001, 1e-9)?;
    }
    Ok(())
}

fn whole(bad: usize, total: usize) -> (Option<f64>, Option<f64>) {
    (Some(bad as f64), Some(total as f64))
}

/// What is scraped once a minute has at most one sample in a minute, and no increase.
fn short() -> Result<(), Failed> {
    let spec = spec("Timeslices", "timeSliceTarget: 0.95, timeSliceWindow: 1");
    let (gate, code) = document_of(&spec, &Prometheus::shared().url(), &format!("--at {END}"))?;
    equal("states and exit code", (states(&gate), code), (vec!["no-data".to_owned()], 3))?;
    contains(
        gate["reasons"][0]["help"].as_str().unwrap_or_default(),
        "no slice of 1 minute holds two scrapes",
    )
}

fn ratio_timeslices() -> Result<(), Failed> {
    let sli = World::new().requests("checkout");
    for minutes in [5, 60] {
        let spec = spec("RatioTimeslices", &format!("timeSliceWindow: {minutes}"));
        let ratios = seen(&sli, Window::new(END, 30 * DAY), minutes * MINUTE);
        let mean = ratios.iter().sum::<f64>() / ratios.len() as f64;
        let gate = judged(&spec, &format!("--at {END}"))?;
        // What happens between the last scrape of a slice and the first one of the next nobody sees.
        near(&format!("mean of {minutes} minutes"), &gate["events"]["bad"], mean, 0.01 * mean)?;
    }
    Ok(())
}

/// What sloth's rules record (`slo:sli_error:ratio_rate5m`, and its mean over the period), of the server's own values.
fn sloth() -> Result<(), Failed> {
    let recorded = ratios(Prometheus::shared());
    let scrapes = Scrapes::new(START + 5 * MINUTE, END + 1, 5 * MINUTE);
    let series = Data::scraped(scrapes).series("slo:sli_error:ratio_rate5m", &[], move |time| {
        recorded.iter().find(|(at, _)| *at == time).map(|(_, ratio)| *ratio)
    });
    let rules = Prometheus::start(&series);
    let mean =
        "sum_over_time(slo:sli_error:ratio_rate5m[30d]) / count_over_time(slo:sli_error:ratio_rate5m[30d])";
    let mean = rules.number(mean, END).ok_or("the rules have a mean")?;
    let gate = judged(&spec("RatioTimeslices", "timeSliceWindow: 5"), &format!("--at {END}"))?;
    near("as sloth", &gate["events"]["bad"], mean, 1e-6 * mean)?;
    near("remaining as sloth", &gate["remaining"], 1.0 - mean / 0.001, 1e-6)
}

/// Evaluates sloth's rule every five minutes.
fn ratios(server: &Prometheus) -> Vec<(i64, f64)> {
    let query = "(sum(rate(http_requests_total{job=\"checkout\",code=~\"5..\"}[5m])))/(sum(rate(http_requests_total{job=\"checkout\"}[5m])))";
    let escaped: String = query.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let range = format!("start={}&end={END}&step=300", START + 5 * MINUTE);
    let (_, answer) = server.get(&format!("/api/v1/query_range?query={escaped}&{range}"));
    let values = answer["data"]["result"][0]["values"].as_array().cloned().unwrap_or_default();
    let sample = |value: &Value| Some((value[0].as_i64()?, value[1].as_str()?.parse().ok()?));
    values.iter().filter_map(sample).collect()
}

/// A series that somebody's rules recorded, with what is true at each evaluation.
fn recorded() -> Result<(), Failed> {
    let sli = World::new().requests("checkout");
    let scrapes = Scrapes::default();
    let truth = move |time| sli.events(Window::new(time, 300)).ratio();
    let labels = [("sloth_id", "shop-checkout"), ("sloth_window", "5m")];
    let all: Vec<f64> = scrapes.times().filter_map(&truth).collect();
    let mean = all.iter().sum::<f64>() / all.len() as f64;
    let server = Prometheus::start(&Data::new().series("slo:sli_error:ratio_rate5m", &labels, truth));
    let series = "slo:sli_error:ratio_rate5m{sloth_id=\"shop-checkout\"}";
    let indicator = format!(
        "{{ratioMetric: {{rawType: failure, raw: {{metricSource: {{type: Prometheus, spec: {{query: '{series}'}}}}}}}}}}"
    );
    let spec = openslo("RatioTimeslices", "target: 0.999, timeSliceWindow: 5", ROLLING, &indicator);
    let (gate, code) = document_of(&spec, &server.url(), &format!("--at {END} --max-burn-rate=14"))?;
    equal(&format!("exit code: {}", gate["sentence"]), code, 0)?;
    near("as is true", &gate["remaining"], 1.0 - mean / 0.001, 1e-6)?;
    let formula = format!("sum_over_time({series}[30d])/count_over_time({series}[30d])");
    let rules = server.number(&formula, END).ok_or("the rules have a mean")?;
    near("as sloth", &gate["events"]["bad"], rules, 1e-6 * rules)?;
    let during = at(25, 0, 30);
    let (gate, code) = document_of(&spec, &server.url(), &format!("--at {during} --min-coverage=75%"))?;
    equal("during the outage", (gate["reasons"][0]["state"].as_str(), code), (Some("burning"), 1))
}

/// An SLO of the checkout over periods of the calendar, in Berlin.
fn calendar(duration: &str, start: &str) -> String {
    let window = format!(
        "{{duration: {duration}, calendar: {{startTime: '{start} 00:00:00', timeZone: Europe/Berlin}}}}"
    );
    openslo("Occurrences", "target: 0.999", &window, RATIO)
}

fn month() -> Result<(), Failed> {
    let sli = World::new().requests("checkout");
    let spec = calendar("1M", "2026-01-01");
    // In Berlin it begins two hours before the data do.
    let begun = START - 2 * HOUR;
    for now in [END, at(12, 9, 0), at(3, 1, 30)] {
        let gate = judged(&spec, &format!("--at {now}"))?;
        equal("start", gate["window"]["start"].as_str(), Some("2026-09-30T22:00:00Z"))?;
        let truth = sli.events(Window::new(now, now - begun));
        let remaining = truth.remaining(0.999).ok_or("there is traffic")?;
        near(&format!("remaining at {now}"), &gate["remaining"], remaining, 1e-4)?;
        near("all events so far", &gate["events"]["total"], truth.total as f64, 2e-4 * truth.total as f64)?;
    }
    // With the change of clocks it has 745 hours.
    let end = judged(&spec, &format!("--at {END}"))?;
    equal("end", end["window"]["end"].as_str(), Some("2026-10-31T23:00:00Z"))
}

fn first_instant() -> Result<(), Failed> {
    // A week that begins in the middle of the data.
    let (spec, monday) = (calendar("1w", "2026-01-05"), at(10, 22, 0));
    let (gate, code) = document_of(&spec, &Prometheus::shared().url(), &format!("--at {monday}"))?;
    equal("start", gate["window"]["start"].as_str(), Some("2026-10-11T22:00:00Z"))?;
    equal("exit code", code, 3)?;
    equal("states", states(&gate).iter().all(|state| state == "no-data"), true)?;
    equal("of the period", gate["remaining"].is_null(), true)?;
    // A moment before, it was the week before.
    let gate = judged(&spec, &format!("--at {}", monday - 1))?;
    equal("start", gate["window"]["start"].as_str(), Some("2026-10-04T22:00:00Z"))?;
    let gate = judged(&spec, &format!("--at {}", monday + HOUR))?;
    let truth = World::new().requests("checkout").events(Window::new(monday + HOUR, HOUR));
    near("the first hour", &gate["remaining"], truth.remaining(0.999).ok_or("there is traffic")?, 0.02)
}

fn days() -> Result<(), Failed> {
    let sli = World::new().requests("checkout");
    let spec = openslo("Occurrences", "target: 0.999", ROLLING, RATIO);
    for days in [1, 7, 28] {
        let gate = judged(&spec, &format!("--at {END} --budget-days={days}"))?;
        let truth = sli.events(Window::new(END, days * DAY)).remaining(0.999).ok_or("there is traffic")?;
        near(&format!("{days} days"), &gate["remaining"], truth, 1e-3)?;
        equal("window", gate["window"]["name"].as_str(), Some(days_of(days).as_str()))?;
    }
    Ok(())
}

fn days_of(days: i64) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}
