//! The alerts of one SLO: multiwindow, multi-burn-rate, as the SRE workbook has them (chapter 5), and one where nothing is known.

use std::time::Duration;

use kubecheck_prometheus::template::duration;
use serde_json::{Map, Value, json};

use super::alarms::{Alarm, Alarms, Severity};
use super::names::{WINDOW, ratio};
use super::{Subject, wording};
use crate::gate::Pair;
use crate::measure::exact::Decimal;
use crate::slo::Sli;
use crate::slo::window::spell;

/// How long there must be no data before somebody is told.
const SILENCE: Duration = Duration::from_secs(15 * 60);

impl Subject<'_> {
    /// Returns the alerts.
    pub(super) fn alerts(&self, alarms: &Alarms) -> Vec<Value> {
        alarms.alarms.iter().map(|alarm| self.burns(alarm)).chain([self.is_silent()]).collect()
    }

    fn burns(&self, alarm: &Alarm) -> Value {
        let pairs: Vec<String> = alarm.pairs.iter().map(|pair| self.exceeds(pair)).collect();
        let title = wording::literal(&self.slo.title());
        let too_fast: Vec<String> =
            alarm.pairs.iter().map(|pair| wording::burns(pair, self.period)).collect();
        let summary = format!("{title} burns its error budget too fast");
        let description = format!(
            "{title} promises {} over {}, and burns the budget for that {}. Of all that happened, {{{{ $value | humanizePercentage \
             }}}} was bad.",
            self.slo.target,
            self.slo.window,
            too_fast.join(", or ")
        );
        self.alert(
            &alarm.name,
            alarm.severity,
            alarm.lasting,
            &pairs.join("\nor\n"),
            [&summary, &description],
        )
    }

    /// Returns whether the budget burns faster than a limit over both windows. The value is the share that was bad in the long one.
    fn exceeds(&self, pair: &Pair) -> String {
        let limit = format!("({} * {})", text(pair.limit), self.slo.target.budget_text());
        let over = |window| {
            // The records differ in this label, and would not meet.
            format!("max without ({WINDOW}) ({} > {limit})", self.names.select(&ratio(window)))
        };
        match pair.short {
            Some(short) => format!("(\n  {}\n  and\n  {}\n)", over(pair.long), over(short)),
            None => over(pair.long),
        }
    }

    /// Returns the alert on missing data: without them no other alert would ever fire, which looks as if all were well.
    fn is_silent(&self) -> Value {
        let series: Vec<String> = match &self.slo.sli {
            Sli::Events { total, .. } => total.selectors().iter().map(ToString::to_string).collect(),
            Sli::Ratio { promql, .. } => vec![promql.clone()],
        };
        let absent: Vec<String> = series.iter().map(|series| format!("absent({series})")).collect();
        let title = wording::literal(&self.slo.title());
        let summary = format!("nothing is known of {title}");
        let description = format!(
            "There have been no data of {title} for {}: {} is absent. No alert would tell if its error budget burnt.",
            spell(SILENCE),
            wording::literal(&series.join(" and "))
        );
        let expression = absent.join(" and on () ");
        self.alert("ErrorBudgetUnknown", Severity::Ticket, SILENCE, &expression, [&summary, &description])
    }

    fn alert(
        &self,
        name: &str,
        severity: Severity,
        lasting: Duration,
        expression: &str,
        words: [&str; 2],
    ) -> Value {
        let [summary, description] = words;
        // Of an alert, labels are templates as well.
        let literal = |(name, value): (String, Value)| {
            (name, json!(wording::literal(value.as_str().unwrap_or_default())))
        };
        let mut labels: Map<String, Value> = self.names.labels().into_iter().map(literal).collect();
        labels.insert("severity".to_owned(), json!(severity.name()));
        labels.insert("sloth_severity".to_owned(), json!(severity.name()));
        let mut annotations = Map::new();
        annotations.insert("summary".to_owned(), json!(summary));
        annotations.insert("description".to_owned(), json!(description));
        if let Some(command) = wording::command(self.slo) {
            annotations.insert("command".to_owned(), json!(wording::literal(&command)));
        }
        let mut alert = Map::new();
        alert.insert("alert".to_owned(), json!(name));
        alert.insert("expr".to_owned(), json!(expression));
        if !lasting.is_zero() {
            alert.insert("for".to_owned(), json!(duration(lasting)));
        }
        alert.insert("labels".to_owned(), json!(labels));
        alert.insert("annotations".to_owned(), json!(annotations));
        Value::Object(alert)
    }
}

/// Writes a decimal as it is: `14.4`.
pub(super) fn text(decimal: Decimal) -> String {
    let digits = decimal.digits as usize;
    let units = format!("{:0>width$}", decimal.units, width = digits + 1);
    let (whole, behind) = units.split_at(units.len() - digits);
    match behind.trim_end_matches('0') {
        "" => whole.to_owned(),
        behind => format!("{whole}.{behind}"),
    }
}
