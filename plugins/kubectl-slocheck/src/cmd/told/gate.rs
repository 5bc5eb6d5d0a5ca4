//! What the gate says.

use kubecheck_core::report::render::{self, Style};
use serde_json::{Value, json};

use super::Attributed;
use crate::cmd::way::Way;
use crate::gate::policy::{Policy, Settled};
use crate::gate::sentence::sentence;
use crate::gate::{Burn, Group, Judged, Limits, Reason};
use crate::measure::{Level, Measured};
use crate::slo::window::spell;
use crate::slo::{Method, Slo};
use crate::text::{number, percent, time};

/// A verdict, with all that led to it.
pub(in crate::cmd) struct Gate<'a> {
    pub(in crate::cmd) slo: &'a Slo,
    pub(in crate::cmd) limits: &'a Limits,
    pub(in crate::cmd) measured: &'a Measured,
    pub(in crate::cmd) judged: &'a Judged,
    pub(in crate::cmd) settled: &'a Settled,
    pub(in crate::cmd) policy: &'a Policy,
    pub(in crate::cmd) way: &'a Way,
    /// Who did it, if it is denied.
    pub(in crate::cmd) who: Option<Attributed<'a>>,
}

const COLUMNS: [&str; 5] = ["WINDOW", "BAD", "ALL", "BURN RATE", "LIMIT"];

impl Gate<'_> {
    /// Returns the verdict in one sentence, the table, and the reasons.
    pub(in crate::cmd) fn text(&self, queries: bool, style: &Style) -> String {
        let verdict = self.settled.verdict.name();
        let sentence = sentence(self.slo, self.limits, self.judged, self.settled);
        let mut text = format!("{verdict}: {}\n", render::escape(&sentence));
        text += &format!("{}\n", render::escape(&self.about()));
        for group in &self.judged.groups {
            text +=
                &format!("\n{}{}", self.heading(group), render::table(&COLUMNS, &self.rows(group), style));
        }
        // The first reason stands in the sentence.
        for (number, reason) in self.judged.reasons.iter().enumerate() {
            text += &self.reason(number, reason);
        }
        if let (Some(reason), false) = (&self.policy.reason, self.settled.overridden.is_empty()) {
            text += &format!("overridden: {}\n", render::escape(reason));
        }
        text += &self.who.as_ref().map(Attributed::brief).unwrap_or_default();
        if queries {
            text += "\n";
            for query in &self.measured.queries {
                for line in self.way.show(query).lines() {
                    text += &format!("{}\n", render::escape(line));
                }
            }
        }
        text
    }

    /// Says what was judged, how, when and where.
    fn about(&self) -> String {
        let Measured { passed, method, coverage, .. } = self.measured;
        let covered =
            coverage.ratio().map(|ratio| format!(", data of {}", percent(ratio))).unwrap_or_default();
        let elapsed = match passed.end - passed.at {
            0 => String::new(),
            _ => format!(
                " ({} of it has passed)",
                percent(passed.length().as_secs_f64() / passed.whole().as_secs_f64())
            ),
        };
        format!(
            "{} over {}{elapsed}, by {}, at {}{covered}; {}; {}",
            self.slo.target,
            self.slo.window,
            method.name(),
            time(passed.at),
            self.slo.place,
            self.way.name(),
        )
    }

    fn heading(&self, group: &Group) -> String {
        if group.labels.is_empty() {
            return String::new();
        }
        let labels = group.labels.iter().map(|(name, value)| format!("{name}={value}"));
        let left = group.remaining().map(|left| format!(": {} left", percent(left))).unwrap_or_default();
        format!("{}{left}\n", render::escape(&labels.collect::<Vec<_>>().join(", ")))
    }

    fn rows(&self, group: &Group) -> Vec<Vec<String>> {
        let consumed = group.consumed;
        let period =
            Burn { window: self.measured.passed.length(), rate: consumed, level: group.period, limit: None };
        let unit = match self.measured.method {
            Method::Occurrences => "",
            Method::Timeslices { .. } => " slices",
            Method::RatioTimeslices { .. } => " (mean of slices)",
        };
        let row = |(number_of, burn): (usize, &Burn)| {
            let count =
                |pick: fn(Level) -> f64| burn.level.map_or("-".to_owned(), |level| number(pick(level)));
            let unit = if number_of == 0 { unit } else { "" };
            vec![
                spell(burn.window),
                count(|level| level.bad),
                format!("{}{unit}", count(|level| level.total)),
                burn.rate.map_or("-".to_owned(), number),
                burn.limit.map_or(String::new(), number),
            ]
        };
        std::iter::once(&period).chain(&group.burns).enumerate().map(row).collect()
    }

    fn reason(&self, at: usize, reason: &Reason) -> String {
        let message = match at {
            0 => String::new(),
            _ => format!("{}: {}\n", reason.state.name(), render::escape(&reason.message)),
        };
        let help = reason.help.as_ref().map(|help| format!("  help: {}\n", render::escape(help)));
        message + &help.unwrap_or_default()
    }

    /// Returns the document; its numbers are not rounded.
    pub(in crate::cmd) fn document(&self) -> Value {
        let worst = self.judged.groups.first();
        let period = worst.and_then(|group| group.period);
        let groups = self.judged.groups.iter().filter(|group| !group.labels.is_empty()).map(document);
        let reason = |reason: &Reason| json!({"state": reason.state.name(), "message": reason.message, "help": reason.help});
        let overridden = (!self.settled.overridden.is_empty()).then(|| {
            let states: Vec<&str> = self.settled.overridden.iter().map(|state| state.name()).collect();
            json!({"reason": self.policy.reason, "states": states})
        });
        json!({
            "apiVersion": "kubecheck/v1", "kind": "Gate",
            "slo": {"name": self.slo.name, "service": self.slo.service, "place": self.slo.place.to_string()},
            "verdict": self.settled.verdict.name(),
            "sentence": sentence(self.slo, self.limits, self.judged, self.settled),
            "method": self.measured.method.name(),
            "target": self.slo.target.ratio(),
            "window": {"name": self.slo.window.to_string(), "start": time(self.measured.passed.start),
                       "at": time(self.measured.passed.at), "end": time(self.measured.passed.end)},
            "remaining": worst.and_then(Group::remaining),
            "consumed": worst.and_then(|group| group.consumed),
            "floor": self.limits.floor.number(),
            "coverage": self.measured.coverage.ratio(),
            "newest": self.measured.newest.map(time),
            "events": period.map(|level| json!({"bad": level.bad, "total": level.total})),
            "burn": worst.map(burns).unwrap_or_default(),
            "groups": groups.collect::<Vec<_>>(),
            "reasons": self.judged.reasons.iter().map(reason).collect::<Vec<_>>(),
            "overridden": overridden,
            "attribution": self.who.as_ref().map(Attributed::document),
            "queries": self.way.documents(&self.measured.queries),
        })
    }
}

fn document(group: &Group) -> Value {
    json!({"labels": group.labels, "remaining": group.remaining(), "consumed": group.consumed, "burn": burns(group)})
}

fn burns(group: &Group) -> Vec<Value> {
    let burn = |burn: &Burn| {
        json!({
            "window": format!("{}s", burn.window.as_secs()), "rate": burn.rate, "limit": burn.limit,
            "events": burn.level.map(|level| json!({"bad": level.bad, "total": level.total})),
        })
    };
    group.burns.iter().map(burn).collect()
}
