//! Errors that nobody counts any more: their metric is gone, or was renamed, or is a term of a sum that has no series.

use std::io::Read;
use std::net::TcpListener;
use std::thread;

use kubecheck_test_support::Prometheus;
use kubecheck_test_support::prometheus::{DAY, Data, END, HOUR, Scrapes};
use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use super::{shell, states};
use crate::expect::{contains, equal};
use crate::process;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("slocheck/gone errors are not none", gone),
        Trial::test("slocheck/gone credentials are not: a document gets none", documented),
    ]
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

/// Who writes the address into a document gets no token of the environment, and none that a flag names.
fn documented() -> Result<(), Failed> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}", listener.local_addr()?);
    let seen = thread::spawn(move || {
        let mut seen = String::new();
        if let Ok((mut connection, _)) = listener.accept() {
            let mut part = [0; 4096];
            let length = connection.read(&mut part).unwrap_or_default();
            seen = String::from_utf8_lossy(&part[..length]).into_owned();
        }
        seen
    });
    let query = |query: &str| {
        format!("{{metricSource: {{type: Prometheus, metricSourceRef: p, spec: {{query: {query}}}}}}}")
    };
    let text = format!(
        "apiVersion: openslo/v1\nkind: DataSource\nmetadata: {{name: p}}\nspec: {{type: Prometheus, connectionDetails: {{url: '{url}'}}}}\n\
         ---\napiVersion: openslo/v1\nkind: SLO\nmetadata: {{name: x}}\nspec:\n  service: x\n  timeWindow: [{{duration: 30d, isRolling: true}}]\n  \
         budgetingMethod: Occurrences\n  objectives: [{{target: 0.99}}]\n  indicator: {{metadata: {{name: i}}, spec: {{ratioMetric: {{counter: true, \
         bad: {}, total: {}}}}}}}\n",
        query("b_total"),
        query("a_total"),
    );
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("slo.yaml"), text)?;
    std::fs::write(folder.path().join("token"), "SECRET")?;
    let gate = "kubectl slocheck gate -f slo.yaml --timeout 2s";
    let refused = process::shell(&format!("{gate} --prometheus-token-file token"), folder.path());
    contains(&refused.stderr, "which only a document names")?;
    equal("exit code", refused.code, 2)?;
    let asked = process::shell(&format!("PROMETHEUS_TOKEN=SECRET {gate}"), folder.path());
    equal(&format!("exit code: {}{}", asked.stdout, asked.stderr), asked.code, 4)?;
    let seen = seen.join().map_err(|_| "nobody asked")?;
    contains(&seen, "GET /api/v1/query")?;
    equal("no secret is sent", seen.contains("SECRET"), false)
}
