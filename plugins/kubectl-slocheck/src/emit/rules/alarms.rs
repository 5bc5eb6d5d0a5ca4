//! Which burn rates are worth telling somebody.

use std::time::Duration;

use crate::gate::Pair;
use crate::gate::limits::rate;
use crate::measure::exact::Decimal;
use crate::slo::Slo;
use crate::slo::window::spell;

/// How soon somebody is to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Severity {
    /// At once.
    Page,
    /// In working hours.
    Ticket,
}

impl Severity {
    /// Returns its name, as sloth has it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Severity::Page => "page",
            Severity::Ticket => "ticket",
        }
    }
}

/// An alert: the budget burns faster than a limit over both windows of one of some pairs.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Alarm {
    /// Its name.
    pub(super) name: String,
    /// How soon somebody is to look.
    pub(super) severity: Severity,
    /// The pairs.
    pub(super) pairs: Vec<Pair>,
    /// How long it must stay so.
    pub(super) lasting: Duration,
}

/// The alerts of an SLO, and those that it has not.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Alarms {
    /// The alerts.
    pub(super) alarms: Vec<Alarm>,
    /// Why some windows are left out: they are longer than the period.
    pub(super) too_long: Vec<String>,
    /// Why some limits could never be exceeded.
    pub(super) unfireable: Vec<String>,
}

const HOUR: u64 = 3600;
const DAY: u64 = 24 * HOUR;

/// The windows that open a ticket, with the percentage of the budget that may be gone in the long one. 3 days and 6 hours are of the
/// SRE workbook (chapter 5, table 5-8), 1 day and 2 hours of sloth's `default_windows`.
const TICKETS: [(u64, u64, u64); 2] = [(DAY, 2 * HOUR, 10), (3 * DAY, 6 * HOUR, 10)];

impl Alarms {
    /// Returns the alerts of an SLO: those on burn rates that its spec asks for, or else the usual ones.
    pub(super) fn of(slo: &Slo, period: Duration) -> Alarms {
        let wanted = if slo.alerts.is_empty() { usual(period) } else { own(slo, period) };
        let mut alarms = Alarms::default();
        for mut alarm in wanted {
            alarm.pairs.retain(|pair| alarms.keeps(&alarm.name, *pair, slo, period));
            if !alarm.pairs.is_empty() {
                alarms.alarms.push(alarm);
            }
        }
        alarms
    }

    /// Tells whether a pair of windows can be used, and keeps why if not.
    fn keeps(&mut self, name: &str, pair: Pair, slo: &Slo, period: Duration) -> bool {
        if pair.long > period {
            let over = pair.spelled();
            self.too_long
                .push(format!("{name} over {over}, which is more than the period of {}", spell(period)));
            return false;
        }
        if let Some(why) = pair.cannot_fire(slo.target) {
            self.unfireable.push(format!("{name} over {} could never fire: {why}", pair.spelled()));
            return false;
        }
        true
    }

    /// Returns the windows that the alerts look at.
    pub(super) fn windows(&self) -> impl Iterator<Item = Duration> {
        self.alarms.iter().flat_map(|alarm| alarm.pairs.iter().flat_map(Pair::windows))
    }
}

fn usual(period: Duration) -> Vec<Alarm> {
    let ticket = |(long, short, percent): (u64, u64, u64)| Pair {
        long: Duration::from_secs(long),
        short: Some(Duration::from_secs(short)),
        limit: rate(percent, period, long),
    };
    let alarm = |name: &str, severity, pairs| Alarm {
        name: name.to_owned(),
        severity,
        pairs,
        lasting: Duration::ZERO,
    };
    vec![
        alarm("ErrorBudgetBurnsFast", Severity::Page, Pair::usual(period)),
        alarm("ErrorBudgetBurns", Severity::Ticket, TICKETS.map(ticket).to_vec()),
    ]
}

/// Returns the alerts of the spec. What burns as fast as the slower of the usual pages is a page.
fn own(slo: &Slo, period: Duration) -> Vec<Alarm> {
    let slowest = Pair::usual(period).iter().map(|pair| pair.limit.number()).fold(f64::INFINITY, f64::min);
    let alarm = |alert: &crate::slo::Alert| Alarm {
        name: alert.name.clone(),
        severity: if alert.burn_rate >= slowest { Severity::Page } else { Severity::Ticket },
        pairs: vec![Pair { long: alert.lookback, short: None, limit: decimal(alert.burn_rate) }],
        lasting: alert.lasting,
    };
    slo.alerts.iter().map(alarm).collect()
}

/// Returns a burn rate of a spec as a decimal. What is none, or too fine to be one, can never be exceeded.
fn decimal(rate: f64) -> Decimal {
    Decimal::parse(&rate.to_string()).unwrap_or(Decimal { units: u64::MAX, digits: 0 })
}
