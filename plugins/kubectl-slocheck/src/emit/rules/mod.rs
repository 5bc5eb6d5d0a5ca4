//! Rules for Prometheus: what is recorded of an SLO, and when somebody is told, in sloth's names.
//!
//! `names` are those of records and their labels, `shares` the expressions that are recorded, `records` the rules of it; `alarms`
//! decides which burn rates are worth an alert, `alerts` writes those; [`document`] puts a file or an object around all.

mod alarms;
mod alerts;
pub mod document;
mod names;
mod records;
mod shares;
#[cfg(test)]
mod tests;
mod wording;

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use self::alarms::Alarms;
use self::names::Names;
use super::Refusal;
use crate::measure::ask;
use crate::slo::{Method, Slo, Window};

/// How rules are made.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How the budget of the period is counted, instead of what the SLO says.
    pub method: Option<String>,
    /// Whether alerts that could never fire are left out; without it they are refused.
    pub skip_unfireable: bool,
}

/// Rules, and what is to be said of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rules {
    /// Groups, as a file of rules has them.
    pub groups: Vec<Value>,
    /// What a reader of the rules should know.
    pub comments: Vec<String>,
    /// What whoever writes them should know at once.
    pub warnings: Vec<String>,
}

/// How often the rules of a period are evaluated. They are the expensive ones; no more than the look-back of Prometheus, five
/// minutes, or there would be holes between them.
const SELDOM: &str = "2m";

/// An SLO, with what all of its rules are made of.
struct Subject<'s> {
    slo: &'s Slo,
    period: Duration,
    method: Method,
    names: Names,
}

/// Makes rules of SLOs: for each a group of what changes by the minute with its alerts, and one of its period.
///
/// # Errors
/// All that stands in the way: periods that do not roll, alerts that could never fire, SLOs that are the same to sloth's names.
pub fn rules(slos: &[Slo], options: &Options) -> Result<Rules, Vec<Refusal>> {
    let mut refused = twins(slos);
    let mut rules = Rules { comments: head(), ..Rules::default() };
    for slo in slos {
        match Subject::new(slo, options).map_err(|refusal| vec![refusal]) {
            Ok(subject) => match subject.alarms(options) {
                Ok(alarms) => subject.add(&alarms, &mut rules),
                Err(unfireable) => refused.extend(unfireable),
            },
            Err(refusals) => refused.extend(refusals),
        }
    }
    if refused.is_empty() { Ok(rules) } else { Err(refused) }
}

impl<'s> Subject<'s> {
    fn new(slo: &'s Slo, options: &Options) -> Result<Subject<'s>, Refusal> {
        let about = about(slo);
        let period = match &slo.window {
            Window::Rolling(period) if *period < ask::SLICE => {
                return Err(Refusal::new(format!(
                    "{about}: a period of {} is too short for rules",
                    slo.window
                )));
            }
            Window::Rolling(period) => *period,
            Window::Calendar(_) => {
                return Err(Refusal::new(format!(
                    "{about}: its period is {}, which begins anew, and a rule always looks back over the same time",
                    slo.window
                ))
                .hint("say a period that rolls, as in --budget-days 30; kubectl slocheck gate judges by the calendar"));
            }
        };
        let method = match options.method.as_deref() {
            Some(wanted) if wanted != slo.usual_method().name() => slo
                .counted_by(wanted)
                .map_err(|why| Refusal::new(format!("{about}: --method {wanted}: {why}")))?,
            _ => slo.usual_method(),
        };
        Ok(Subject { slo, period, method, names: Names::of(slo) })
    }

    fn alarms(&self, options: &Options) -> Result<Alarms, Vec<Refusal>> {
        let alarms = Alarms::of(self.slo, self.period);
        if alarms.unfireable.is_empty() || options.skip_unfireable {
            return Ok(alarms);
        }
        let refuse = |why: &String| {
            Refusal::new(format!("{}: {why}", about(self.slo)))
                .hint("--skip-unfireable leaves such alerts out, and says so in the rules")
        };
        Err(alarms.unfireable.iter().map(refuse).collect())
    }

    fn add(&self, alarms: &Alarms, rules: &mut Rules) {
        let Names { id, .. } = &self.names;
        let own = [self.shares(alarms), self.facts(), self.alerts(alarms)].concat();
        rules.groups.push(json!({"name": format!("slocheck-{id}"), "rules": own}));
        let period = self.of_period();
        rules
            .groups
            .push(json!({"name": format!("slocheck-{id}-period"), "interval": SELDOM, "rules": period}));
        rules.comments.push(String::new());
        rules.comments.push(format!(
            "{}: {} over {}, counted by {}",
            about(self.slo),
            self.slo.target,
            self.slo.window,
            self.method.name()
        ));
        rules.comments.extend(self.of_cost().map(|cost| format!("  {cost}")));
        rules.comments.extend(alarms.too_long.iter().map(|why| format!("  left out: {why}")));
        rules.comments.extend(alarms.unfireable.iter().map(|why| format!("  LEFT OUT: {why}")));
        let mut warn = |why: &str| rules.warnings.push(format!("{}: left out: {why}", self.slo.title()));
        alarms.unfireable.iter().for_each(|why| warn(why));
        if alarms.alarms.is_empty() {
            rules.comments.push("  NO ALERT ON ITS BURN RATE IS LEFT".to_owned());
            rules.warnings.push(format!("{}: no alert on its burn rate is left", self.slo.title()));
        }
    }
}

/// Says what holds for all rules.
fn head() -> Vec<String> {
    let head = [
        "Written by kubectl slocheck emit rules, in sloth's names. Change the SLO and write them again, rather than these lines.",
        "",
        "slo:sli_error:ratio_rateW is the share of what happened in W that was bad. It is 0 where nothing bad was ever counted, and",
        "absent where nothing happened.",
    ];
    head.map(str::to_owned).to_vec()
}

/// Names an SLO and its place.
fn about(slo: &Slo) -> String {
    format!("{} ({})", slo.title(), slo.place)
}

/// Finds SLOs that sloth's names cannot tell apart.
fn twins(slos: &[Slo]) -> Vec<Refusal> {
    let mut seen: BTreeMap<String, &Slo> = BTreeMap::new();
    let mut refused = Vec::new();
    for slo in slos {
        let id = Names::of(slo).id;
        match seen.get(&id) {
            Some(first) => refused.push(
                Refusal::new(format!("{} and {} both have the sloth_id {id}", about(first), about(slo)))
                    .hint("rename one of them: the id is the service and the name, joined by a hyphen"),
            ),
            None => drop(seen.insert(id, slo)),
        }
    }
    refused
}
