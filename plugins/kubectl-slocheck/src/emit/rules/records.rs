//! The recording rules of one SLO.

use std::time::Duration;

use kubecheck_prometheus::template::duration;
use serde_json::{Map, Value, json};

use super::Subject;
use super::alarms::Alarms;
use super::names::{WINDOW, family, ratio};
use crate::measure::ask;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// The windows that sloth records (its `default_windows`, after the SRE workbook).
const WINDOWS: [u64; 7] = [5 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 6 * HOUR, DAY, 3 * DAY];

impl Subject<'_> {
    /// Returns the shares of all windows that are shorter than the period.
    pub(super) fn shares(&self, alarms: &Alarms) -> Vec<Value> {
        let usual = WINDOWS.map(Duration::from_secs);
        let mut windows: Vec<Duration> = usual.into_iter().chain(alarms.windows()).collect();
        windows.retain(|window| *window < self.period);
        windows.sort();
        windows.dedup();
        windows.into_iter().map(|window| self.record_share(window, self.share(window))).collect()
    }

    /// Returns what the SLO promises, and how its budget burns right now.
    pub(super) fn facts(&self) -> Vec<Value> {
        let now = self.names.select(&ratio(ask::SLICE));
        let target = self.slo.target.to_string();
        let about = [
            ("sloth_mode", "kubectl-slocheck"),
            ("sloth_objective", target.trim_end_matches('%')),
            ("sloth_spec", family(self.slo.family)),
            ("sloth_version", env!("CARGO_PKG_VERSION")),
        ];
        let about = about.map(|(name, value)| (name.to_owned(), json!(value)));
        let info = self.names.labels().into_iter().chain(about).collect();
        vec![
            self.record("slo:objective:ratio", &format!("vector({})", self.slo.target.ratio())),
            self.record("slo:error_budget:ratio", &format!("vector({})", self.slo.target.budget_text())),
            self.record("slo:time_period:days", &format!("vector({})", days(self.period))),
            self.record("slo:current_burn_rate:ratio", &format!("{now} / {}", self.slo.target.budget_text())),
            rule("sloth_slo_info", "vector(1)", info),
        ]
    }

    /// Returns what is recorded of the whole period.
    pub(super) fn of_period(&self) -> Vec<Value> {
        let share = self.names.select(&ratio(self.period));
        let rate = self.names.select("slo:period_burn_rate:ratio");
        vec![
            self.record_share(self.period, self.share_of_period()),
            self.record(
                "slo:period_burn_rate:ratio",
                &format!("{share} / {}", self.slo.target.budget_text()),
            ),
            self.record("slo:period_error_budget_remaining:ratio", &format!("1 - {rate}")),
        ]
    }

    fn record_share(&self, window: Duration, expression: String) -> Value {
        let mut labels = self.names.labels();
        labels.insert(WINDOW.to_owned(), json!(duration(window)));
        rule(&ratio(window), &expression, labels)
    }

    fn record(&self, record: &str, expression: &str) -> Value {
        rule(record, expression, self.names.labels())
    }
}

fn rule(record: &str, expression: &str, labels: Map<String, Value>) -> Value {
    json!({"record": record, "expr": expression, "labels": labels})
}

/// Writes how many days a period has, as a number of PromQL.
fn days(period: Duration) -> String {
    let seconds = period.as_secs();
    match seconds.is_multiple_of(DAY) {
        true => (seconds / DAY).to_string(),
        // A third of a day is no decimal.
        false => format!("{seconds} / {DAY}"),
    }
}
