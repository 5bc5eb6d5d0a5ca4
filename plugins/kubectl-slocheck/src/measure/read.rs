//! Makes numbers of answers. What is no number, or more than one, is a trouble and never a number.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use kubecheck_core::kube::Fault;
use kubecheck_prometheus::answer::{Answer, Data, Labels};

use super::ask::{self, Asked, Span, What};
use super::{Coverage, Group, Level, Measured, Scope, Trouble};
use crate::slo::window::Passed;
use crate::slo::{Method, Side, Sli, Slo};

/// How much more than all may be bad or good: what Prometheus extrapolates at the ends of a window differs between series.
const TOLERANCE: f64 = 0.01;

/// The values of an answer, by group.
type Values = BTreeMap<Labels, f64>;

/// Reads the answers to the questions of an SLO.
pub fn read(
    slo: &Slo,
    method: Method,
    passed: Passed,
    scope: &Scope,
    asked: &[Asked],
    answers: Vec<Result<Answer, Fault>>,
) -> Measured {
    let mut reader = Reader { slo, troubles: Vec::new(), unanswered: Vec::new() };
    let (mut parts, mut totals) = (BTreeMap::new(), BTreeMap::new());
    let (mut covered, mut newest, mut part_newest) = (None, Vec::new(), Vec::new());
    for (asked, answer) in asked.iter().zip(answers) {
        match asked.what {
            What::Part(span) => drop(parts.insert(key(span), reader.values(asked, answer))),
            What::Total(span) => drop(totals.insert(key(span), reader.values(asked, answer))),
            What::Covered => covered = reader.values(asked, answer),
            What::Newest => newest.push(reader.values(asked, answer)),
            What::PartNewest => part_newest.push(reader.number(asked, answer)),
        }
    }
    let levels = Levels { slo, method, parts: &parts, totals: &totals };
    let lengths: Vec<Duration> =
        std::iter::once(passed.length()).chain(scope.windows.iter().copied()).collect();
    let groups = levels.groups(&lengths, &mut reader.troubles);
    let least = |values: Option<Values>| least(values?, &groups);
    let coverage = Coverage {
        covered: least(covered).map(|slices| slices as u64),
        expected: ask::slices(passed.start, passed.at),
        oldest: None,
    };
    let millis = |seconds: f64| (seconds * 1000.0) as i64;
    let oldest = |times: Vec<Option<f64>>| {
        times.into_iter().min_by(|a, b| a.partial_cmp(b).unwrap_or(Ordering::Equal)).flatten()
    };
    let newest = oldest(newest.into_iter().map(least).collect());
    let is_other = !part_newest.is_empty();
    Measured {
        passed,
        method,
        coverage,
        newest: newest.map(millis),
        part_newest: is_other.then(|| oldest(part_newest).map(millis)),
        groups,
        troubles: reader.troubles,
        unanswered: reader.unanswered,
        queries: Vec::new(),
    }
}

/// Returns the least value of all groups; none if one of them has none.
fn least(values: Values, groups: &[Group]) -> Option<f64> {
    let known: Option<Vec<f64>> = groups.iter().map(|group| values.get(&group.labels).copied()).collect();
    known?.into_iter().min_by(f64::total_cmp)
}

/// Returns the number of a span: the period is 0, windows follow.
fn key(span: Span) -> usize {
    match span {
        Span::Period => 0,
        Span::Window(number) => number + 1,
    }
}

struct Reader<'a> {
    slo: &'a Slo,
    troubles: Vec<Trouble>,
    unanswered: Vec<What>,
}

impl Reader<'_> {
    /// Returns the values of an answer by the labels of the SLO's groups. None if it cannot be used.
    fn values(&mut self, asked: &Asked, answer: Result<Answer, Fault>) -> Option<Values> {
        self.read(asked, answer, &self.slo.group_by.clone())
    }

    /// Returns the one number of an answer. None if there is none.
    fn number(&mut self, asked: &Asked, answer: Result<Answer, Fault>) -> Option<f64> {
        self.read(asked, answer, &[])?.into_values().next()
    }

    fn read(&mut self, asked: &Asked, answer: Result<Answer, Fault>, by: &[String]) -> Option<Values> {
        let values = self.usable(asked, answer, by);
        if values.is_none() {
            self.unanswered.push(asked.what);
        }
        values
    }

    fn usable(&mut self, asked: &Asked, answer: Result<Answer, Fault>, by: &[String]) -> Option<Values> {
        let promql = || asked.promql.clone();
        let answer = match answer {
            Ok(answer) => answer,
            Err(fault) => {
                self.troubles.push(Trouble::Fault { promql: promql(), fault });
                return None;
            }
        };
        let partial = answer.warnings.into_iter();
        self.troubles.extend(partial.map(|warning| Trouble::Partial { promql: promql(), warning }));
        let samples = match answer.data {
            Data::Vector(samples) => {
                samples.into_iter().map(|sample| (sample.labels, sample.value)).collect()
            }
            Data::Scalar(_, value) => vec![(Labels::new(), Some(value))],
            Data::Matrix(_) | Data::Labels(_) | Data::Text(..) => Vec::new(),
        };
        let is_of_group = |name: &String| by.contains(name);
        let others: BTreeSet<String> = samples
            .iter()
            .flat_map(|(labels, _)| labels.keys())
            .filter(|name| !is_of_group(name))
            .cloned()
            .collect();
        let count = samples.len();
        let mut values = Values::new();
        for (mut labels, value) in samples {
            let value = value.unwrap_or(f64::NAN);
            // Idle windows give 0/0 only where somebody else divides: here it is no number.
            if !value.is_finite() || value < 0.0 {
                self.troubles.push(Trouble::NotANumber { promql: promql(), value });
                return None;
            }
            labels.retain(|name, _| is_of_group(name));
            if values.insert(labels, value).is_some() {
                let labels = others.into_iter().collect();
                self.troubles.push(Trouble::Several { promql: promql(), count, labels });
                return None;
            }
        }
        Some(values)
    }
}

/// Bad and total of each span, by group.
struct Levels<'a> {
    slo: &'a Slo,
    method: Method,
    parts: &'a BTreeMap<usize, Option<Values>>,
    totals: &'a BTreeMap<usize, Option<Values>>,
}

impl Levels<'_> {
    fn groups(&self, lengths: &[Duration], troubles: &mut Vec<Trouble>) -> Vec<Group> {
        let known = self.totals.values().chain(self.parts.values()).flatten();
        let mut labels: BTreeSet<Labels> = known.flat_map(|values| values.keys().cloned()).collect();
        if self.slo.group_by.is_empty() {
            labels.insert(Labels::new());
        }
        let mut groups = Vec::new();
        for labels in labels {
            let mut levels: Vec<Option<Level>> = Vec::new();
            for (number, length) in lengths.iter().enumerate() {
                levels.push(self.level(number, *length, &labels, troubles));
            }
            let period = levels.remove(0);
            groups.push(Group { labels, period, windows: levels });
        }
        groups
    }

    fn level(
        &self,
        number: usize,
        window: Duration,
        labels: &Labels,
        troubles: &mut Vec<Trouble>,
    ) -> Option<Level> {
        let part = self.parts.get(&number)?.as_ref()?;
        let Sli::Events { part: of, .. } = &self.slo.sli else {
            return self.of_ratio(*part.get(labels)?, window, troubles);
        };
        let total = *self.totals.get(&number)?.as_ref()?.get(labels)?;
        // No series of the part is none of it: whether there could be one is asked later.
        let part = part.get(labels).copied().unwrap_or_default();
        let is_sliced = number == 0 && self.method != Method::Occurrences;
        if is_sliced {
            // A mean ratio has its own whole; of slices all are counted.
            let is_mean = matches!(self.method, Method::RatioTimeslices { .. });
            let whole = if is_mean && total > 0.0 { 1.0 } else { total };
            return Some(Level { bad: part, total: whole });
        }
        if part > total * (1.0 + TOLERANCE) {
            troubles.push(Trouble::MoreThanAll { part, total, window });
            return None;
        }
        let bad = match of.side {
            Side::Bad => part.min(total),
            Side::Good => (total - part).max(0.0),
        };
        Some(Level { bad, total })
    }

    fn of_ratio(&self, ratio: f64, window: Duration, troubles: &mut Vec<Trouble>) -> Option<Level> {
        if ratio > 1.0 + TOLERANCE {
            troubles.push(Trouble::MoreThanAll { part: ratio, total: 1.0, window });
            return None;
        }
        let ratio = ratio.min(1.0);
        let is_good = matches!(self.slo.sli, Sli::Ratio { of: Side::Good, .. });
        Some(Level { bad: if is_good { 1.0 - ratio } else { ratio }, total: 1.0 })
    }
}
