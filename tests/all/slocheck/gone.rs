//! Errors that nobody counts any more: their metric is gone, or was renamed, or is a term of a sum that has no series.

use kubecheck_test_support::Prometheus;
use kubecheck_test_support::prometheus::{DAY, Data, END, HOUR, Scrapes};
use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use super::{shell, states};
use crate::expect::equal;

pub(super) fn trials() -> Vec<Trial> {
    vec![Trial::test("slocheck/gone errors are not none", gone)]
}

/// Three days of traffic, and of errors that were counted by several metrics.
fn data() -> Data {
    let begun = END - 3 * DAY;
    let counter = move |every: i64, until: i64| {
        move |time: i64| (time <= until).then(|| ((time - begun) / every) as f64)
    };
    Data::scraped(Scrapes::new(begun, END, 60))
        .series("all_total", &[("method", "GET")], counter(1, END))
        .series("all_total", &[("method", "POST")], counter(1, END))
        .series("lb_errors_total", &[], counter(900, END - 6 * HOUR))
        .series("old_errors_total", &[], counter(900, END - 2 * DAY))
        .series("sms_errors_total", &[], counter(900, END - 2 * DAY))
        .series("pool_errors_total", &[], counter(10, END))
        .series("few_errors_total", &[("method", "GET"), ("code", "200")], counter(900, END))
}

fn gone() -> Result<(), Failed> {
    let server = Prometheus::start(&data());
    for (bad, more, expected, code) in [
        // What exports the errors is not scraped any more; all that is known of them is fine.
        ("lb_errors_total", "", &["stale"][..], 3),
        ("lb_errors_total", "--absent-errors-are-zero", &[], 0),
        // It was renamed two days ago, and was counted before.
        ("old_errors_total", "", &["never-matched"], 3),
        // A term that has no series does not make the other one none.
        ("sum(pool_errors_total) + sum(sms_errors_total)", "--absent-errors-are-zero", &["budget-spent"], 1),
        ("sum(sms_errors_total) + sum(pool_errors_total)", "", &["budget-spent", "stale"], 1),
        ("few_errors_total", "", &[], 0),
        // A method that there is, and a code that there may be.
        ("all_total{method=\"POST\",code=\"500\"}", "", &["never-matched"], 3),
        ("few_errors_total{method=\"GET\",code=~\"5..\"}", "", &[], 0),
    ] {
        let ended = shell(&format!(
            "kubectl slocheck gate --total all_total --bad '{bad}' --target 99 --budget-days=1 --at {END} --prometheus {} {more} -o json",
            server.url()
        ));
        let gate: Value = serde_json::from_str(&ended.stdout)
            .map_err(|_| format!("no document: {}{}", ended.stdout, ended.stderr))?;
        let expected: Vec<String> = expected.iter().map(|&state| state.to_owned()).collect();
        equal(&format!("states of {bad} {more}: {}", gate["sentence"]), states(&gate), expected)?;
        equal(&format!("exit code of {bad} {more}"), ended.code, code)?;
    }
    Ok(())
}
