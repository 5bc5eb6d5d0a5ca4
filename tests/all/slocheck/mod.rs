//! `kubectl slocheck` beside a real Prometheus, whose data the truth is known of.

mod bounded;
mod cluster;
mod gate;
mod gone;
mod kinds;
mod methods;
mod page;
mod states;
mod verbs;
mod worlds;

use kubecheck_test_support::Prometheus;
use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use crate::process::{self, Ended};

/// Every trial of the plugin on a Prometheus.
pub(crate) fn trials() -> Vec<Trial> {
    let parts = [
        gate::trials(),
        gone::trials(),
        states::trials(),
        methods::trials(),
        kinds::trials(),
        cluster::trials(),
        bounded::trials(),
        worlds::trials(),
        verbs::trials(),
        page::trials(),
    ];
    parts.into_iter().flatten().collect()
}

/// All requests of the checkout, and those that failed.
const ALL: &str = "--total 'http_requests_total{job=\"checkout\"}'";
const BAD: &str = "--bad 'http_requests_total{job=\"checkout\",code=~\"5..\"}' --target 99.9";

/// Runs a line in a folder of its own, with the shared Prometheus in the environment.
fn shell(line: &str) -> Ended {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    process::shell(&format!("export PROMETHEUS_URL={}\n{line}", Prometheus::shared().url()), folder.path())
}

/// Returns shell that names the shared Prometheus, under whose usual address its answers are then shown.
pub(crate) fn at_home() -> String {
    let url = Prometheus::shared().url();
    process::show_as(&url, "http://127.0.0.1:9090");
    format!("export PROMETHEUS_URL={url}\n")
}

/// Runs `kubectl slocheck` and reads its document.
fn document(arguments: &str) -> Result<(Value, i32), Failed> {
    read(&shell(&format!("kubectl slocheck {arguments} -o json")))
}

/// Judges the SLO of a spec on a server, and reads the document.
fn document_of(spec: &str, server: &str, arguments: &str) -> Result<(Value, i32), Failed> {
    let line =
        format!("kubectl slocheck gate -f - --prometheus {server} {arguments} -o json <<'END'\n{spec}\nEND");
    read(&shell(&line))
}

fn read(ended: &Ended) -> Result<(Value, i32), Failed> {
    let document = serde_json::from_str(&ended.stdout)
        .map_err(|_| format!("no document: {}{}", ended.stdout, ended.stderr))?;
    Ok((document, ended.code))
}

/// Returns an SLO of OpenSLO: its method, its only objective, its window and its indicator.
fn openslo(method: &str, objective: &str, window: &str, indicator: &str) -> String {
    format!(
        "apiVersion: openslo/v1\nkind: SLO\nmetadata: {{name: checkout}}\nspec:\n  service: shop\n  budgetingMethod: {method}\n\
         \x20 timeWindow: [{window}]\n  objectives: [{{{objective}}}]\n\
         \x20 indicator: {{metadata: {{name: sli}}, spec: {indicator}}}\n"
    )
}

/// Returns the states that stand in the way of a verdict.
fn states(gate: &Value) -> Vec<String> {
    let reasons = gate["reasons"].as_array().into_iter().flatten();
    reasons.filter_map(|reason| reason["state"].as_str().map(str::to_owned)).collect()
}

/// Fails unless two numbers are as near to each other as is said.
fn near(what: &str, found: &Value, expected: f64, within: f64) -> Result<(), Failed> {
    let number = found.as_f64().ok_or_else(|| format!("{what}: {found} is no number"))?;
    if (number - expected).abs() <= within {
        return Ok(());
    }
    Err(format!("{what}\n   found: {number}\nexpected: {expected} ± {within}").into())
}
