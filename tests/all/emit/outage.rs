//! Alerts: that they fire when they should, and only then.

use kubecheck_test_support::Prometheus;
use kubecheck_test_support::prometheus::{HOUR, MINUTE, OUTAGE, World, promtool};
use kubectl_slocheck::emit::rules::Options;
use kubectl_slocheck::slo::Side;
use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};

use super::{each, events, file, made, of_month, promised, written_out};
use crate::expect::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("prometheus/alerts fire in an outage and not before", fire_in_an_outage),
        Trial::test("prometheus/alerts say what is so", say_what_is_so),
        Trial::test("prometheus/alerts tell that nothing is known", tell_that_nothing_is_known),
        Trial::test("prometheus/alerts are silent where there is nothing to tell", are_silent),
    ]
}

/// Forty minutes in which 30 % fail.
fn fire_in_an_outage() -> Result<(), Failed> {
    let groups =
        made(&[promised("requests", of_month(&World::new().requests("checkout"))?)], &Options::default())?;
    let page = written_out(&groups, "ErrorBudgetBurnsFast")?;
    for (time, fires) in [
        (OUTAGE.0 - HOUR, false),
        (OUTAGE.0, false),
        (OUTAGE.0 + 10 * MINUTE, true),
        (OUTAGE.1, true),
        // The long windows have not forgotten it, the short ones have.
        (OUTAGE.1 + HOUR, false),
    ] {
        equal(&format!("at {time}"), Prometheus::shared().number(&page, time).is_some(), fires)?;
    }
    Ok(())
}

/// Ten events a second for five hours, of which half are bad for forty minutes after the second hour; then nothing at all.
const SERIES: [(&str, &str); 2] = [
    ("http_requests_total{job=\"shop\", code=\"200\"}", "0+600x120 72300+300x39 84600+600x139 stale"),
    ("http_requests_total{job=\"shop\", code=\"500\"}", "_x120 0+300x40 12000x139 stale"),
];

/// Lets promtool play these series to the rules of an SLO.
fn play(expected: &Value) -> Result<(), Failed> {
    let (total, bad) =
        ("http_requests_total{job=\"shop\"}", "http_requests_total{job=\"shop\",code=~\"5..\"}");
    let groups = made(&[promised("requests", events(Side::Bad, bad, total)?)], &Options::default())?;
    let folder = tempfile::tempdir()?;
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text);
    write("rules.yml", &file(&groups)?)?;
    let series: Vec<Value> =
        SERIES.iter().map(|(series, values)| json!({"series": series, "values": values})).collect();
    let mut test = json!({"interval": "1m", "input_series": series});
    test.as_object_mut().ok_or("an object")?.extend(expected.as_object().cloned().unwrap_or_default());
    write(
        "test.yml",
        &json!({"rule_files": ["rules.yml"], "evaluation_interval": "1m", "tests": [test]}).to_string(),
    )?;
    let path = folder.path().join("test.yml");
    let played = promtool(&["test".as_ref(), "rules".as_ref(), path.as_os_str()]);
    match played.code {
        0 => contains(&played.stdout, "SUCCESS"),
        _ => Err(format!("{}{}", played.stdout, played.stderr).into()),
    }
}

fn labels(severity: &str) -> Value {
    json!({
        "severity": severity, "sloth_severity": severity,
        "sloth_id": "shop-requests", "sloth_service": "shop", "sloth_slo": "requests",
    })
}

fn alert(time: &str, name: &str, alerts: &Value) -> Value {
    json!({"eval_time": time, "alertname": name, "exp_alerts": alerts})
}

const COMMAND: &str = "kubectl slocheck gate -f slo.yaml --slo-name shop/requests";

fn say_what_is_so() -> Result<(), Failed> {
    // 3000 of 36000, of which Prometheus extrapolates 35949.
    let page = json!([{"exp_labels": labels("page"), "exp_annotations": {
        "summary": "shop/requests burns its error budget too fast",
        "description": "shop/requests promises 99.9% over 30 days, and burns the budget for that more than 14.4 times as fast as it \
            may over 1 hour and 5 minutes, at which rate it lasts 50 hours, or more than 6 times as fast as it may over 6 hours and \
            30 minutes, at which rate it lasts 5 days. Of all that happened, 8.345% was bad.",
        "command": COMMAND,
    }}]);
    let sample = |record: &str, window: &str, value: f64| {
        let window = if window.is_empty() { String::new() } else { format!(", sloth_window=\"{window}\"") };
        let labels =
            format!("sloth_id=\"shop-requests\", sloth_service=\"shop\", sloth_slo=\"requests\"{window}");
        json!([{"labels": format!("{record}{{{labels}}}"), "value": value}])
    };
    let number = |time: &str, record: &str, window: &str, value: f64| json!({"expr": record, "eval_time": time, "exp_samples": sample(record, window, value)});
    play(&json!({
        "alert_rule_test": [
            alert("120m", "ErrorBudgetBurnsFast", &json!([])),
            alert("130m", "ErrorBudgetBurnsFast", &page),
            alert("4h", "ErrorBudgetBurnsFast", &json!([])),
        ],
        "promql_expr_test": [
            number("60m", "slo:sli_error:ratio_rate5m", "5m", 0.0),
            number("140m", "slo:sli_error:ratio_rate5m", "5m", 0.5),
            number("140m", "slo:current_burn_rate:ratio", "5m", 500.0),
            {"expr": "count({__name__=~\"slo:.*\"} != on (__name__, sloth_window) {__name__=~\"slo:.*\"})", "eval_time": "4h", "exp_samples": []},
        ],
    }))
}

fn tell_that_nothing_is_known() -> Result<(), Failed> {
    let mut labels = labels("ticket");
    // What is absent has the labels of its selector, by which alerts may be routed.
    labels["job"] = json!("shop");
    let ticket = json!([{"exp_labels": labels, "exp_annotations": {
        "summary": "nothing is known of shop/requests",
        "description": "There have been no data of shop/requests for 15 minutes: http_requests_total{job=\"shop\"} is absent. No alert \
            would tell if its error budget burnt.",
        "command": COMMAND,
    }}]);
    play(&json!({"alert_rule_test": [
        alert("4h", "ErrorBudgetUnknown", &json!([])),
        alert("5h10m", "ErrorBudgetUnknown", &json!([])),
        alert("5h20m", "ErrorBudgetUnknown", &ticket),
    ]}))
}

/// Where there is traffic and nothing is bad, and where there is no traffic, nobody is told.
fn are_silent() -> Result<(), Failed> {
    let groups = made(&[promised("x", of_month(&World::new().requests("catalog"))?)], &Options::default())?;
    for name in each(&groups).filter_map(|rule| rule["alert"].as_str()) {
        for day in [6, 13, 27] {
            let time = kubecheck_test_support::prometheus::at(day, 12, 0);
            equal(name, Prometheus::shared().numbers(&written_out(&groups, name)?, time).len(), 0)?;
        }
    }
    Ok(())
}
