//! Doubts what is empty. No series of errors may mean that there was no error, or that the selector has a slip of the pen, and a gate
//! that takes the second for the first lets everything pass.

use std::collections::{BTreeMap, BTreeSet};

use kubecheck_prometheus::answer::{Answer, Data};
use kubecheck_prometheus::query::Query;
use kubecheck_prometheus::template::{Matcher, Relation, Selector, Template, duration};
use regex::Regex;

use super::ask::What;
use super::{Asker, Measured, Scope, Trouble, ask};
use crate::slo::{Part, Side, Sli, Slo};

/// Asks again where an answer is empty.
pub fn doubt(slo: &Slo, scope: &Scope, measured: &mut Measured, asker: &Asker<'_>) {
    let Sli::Events { part, total } = &slo.sli else { return };
    // What was not answered is not doubted.
    if measured.unanswered.iter().any(|what| matches!(what, What::Part(_) | What::Total(_))) {
        return;
    }
    if measured.coverage.ratio().is_some_and(|ratio| ratio < scope.min_coverage) {
        measured.oldest(total, scope, asker);
    }
    if measured.is_silent(part.side) {
        let lookback = duration(measured.passed.length());
        Silence { part, total, scope, lookback, asker }.doubt(measured);
    }
}

impl Measured {
    /// Tells whether more is bad, or good, than there is, which leaves nothing to be known.
    pub fn has_more_than_all(&self) -> bool {
        self.troubles.iter().any(|trouble| matches!(trouble, Trouble::MoreThanAll { .. }))
    }

    /// Tells whether nothing of the part was counted, in whatever window, though there was traffic.
    fn is_silent(&self, side: Side) -> bool {
        let levels =
            || self.groups.iter().flat_map(|group| group.windows.iter().chain([&group.period])).flatten();
        let is_none = |level: &super::Level| match side {
            Side::Bad => level.bad == 0.0,
            Side::Good => level.bad >= level.total,
        };
        levels().any(|level| !level.is_idle()) && levels().all(is_none)
    }

    /// Finds out when the data begin: a retention that is shorter than the period is another thing than gaps.
    fn oldest(&mut self, total: &Template, scope: &Scope, asker: &Asker<'_>) {
        let (period, slice) = (duration(self.passed.length()), duration(ask::SLICE));
        let promql = format!("min_over_time(timestamp(sum({}))[{period}:{slice}])", total.over(ask::SLICE));
        let query = Query::Instant { promql, at: scope.at };
        let answer = asker(std::slice::from_ref(&query)).pop();
        self.queries.push(query);
        if let Some(Ok(Answer { data: Data::Vector(samples), .. })) = answer {
            let seconds = samples.first().and_then(|sample| sample.value);
            self.coverage.oldest = seconds.map(|seconds| (seconds * 1000.0) as i64);
        }
    }
}

/// Selectors of a part that gave nothing.
struct Silence<'a> {
    part: &'a Part,
    total: &'a Template,
    scope: &'a Scope,
    /// How far back series are looked for.
    lookback: String,
    asker: &'a Asker<'a>,
}

impl Silence<'_> {
    /// Finds out whether the selectors could match anything at all.
    fn doubt(&self, measured: &mut Measured) {
        let selectors = self.part.count.selectors();
        let ever = |selector: &Selector| Query::Series {
            selector: selector.to_string(),
            start: 0,
            end: self.scope.at,
            limit: 1,
        };
        let queries: Vec<Query> = selectors.iter().map(ever).collect();
        for (selector, answer) in selectors.iter().zip((self.asker)(&queries)) {
            match answer {
                Ok(Answer { data: Data::Labels(found), .. }) => {
                    measured.troubles.extend(self.never(selector, !found.is_empty()));
                }
                Ok(_) => measured.troubles.extend(self.never(selector, false)),
                Err(fault) => measured.troubles.push(Trouble::Fault { promql: selector.to_string(), fault }),
            }
        }
        measured.queries.extend(queries);
    }

    /// Judges a selector that matched nothing in the period, by the series of its metric that there are. One that matched before is no
    /// slip of the pen, but its metric may have been renamed since.
    fn never(&self, selector: &Selector, has_matched: bool) -> Option<Trouble> {
        let trouble = |why: String| Some(Trouble::NeverMatched { selector: selector.to_string(), why });
        let may_be_absent = self.part.side == Side::Bad && self.scope.absent_is_zero;
        let (wide, own) = ask::widened(selector, self.total);
        let labels: BTreeSet<&str> = own.iter().map(|matcher| matcher.label.as_str()).collect();
        let labels: Vec<&str> = labels.into_iter().collect();
        let promql = format!("group by ({}) (last_over_time({wide}[{}]))", labels.join(", "), self.lookback);
        let answer = (self.asker)(&[Query::Instant { promql: promql.clone(), at: self.scope.at }]).pop();
        let samples = match answer {
            Some(Ok(Answer { data: Data::Vector(samples), .. })) => samples,
            Some(Err(fault)) => return Some(Trouble::Fault { promql, fault }),
            _ => return None,
        };
        if samples.is_empty() {
            let why = format!("there is no series {wide} in the last {}", self.lookback);
            return if may_be_absent { None } else { trouble(why) };
        }
        if has_matched {
            return None;
        }
        let mut values: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (name, value) in samples.iter().flat_map(|sample| &sample.labels) {
            values.entry(name).or_default().insert(value);
        }
        for matcher in &own {
            let Some(found) = values.get(matcher.label.as_str()) else {
                return trouble(format!("no series {wide} has a label {}", matcher.label));
            };
            if let Some(bound) = selector.bound().filter(|_| matcher.label == "le") {
                let bounds = bounds(bound, found);
                return Some(Trouble::NoBucket { selector: selector.to_string(), bounds });
            }
            if !may_be_absent && !is_plausible(matcher, found) {
                let few: Vec<&str> = found.iter().copied().take(8).collect();
                return trouble(format!("{matcher} never matched; {} is {}", matcher.label, few.join(", ")));
            }
        }
        match self.part.side {
            Side::Bad => None,
            Side::Good => trouble("nothing good was ever counted".to_owned()),
        }
    }
}

/// Tells whether a matcher that matched nothing yet may match something of the kind that there is: `5..` where there is `200`, and
/// everything that is not something. `5xx` never will.
fn is_plausible(matcher: &Matcher, found: &BTreeSet<&str>) -> bool {
    let is_number =
        |value: &&str| (1..=4).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit());
    // Prometheus anchors expressions at both ends.
    let pattern = Regex::new(&format!("^(?:{})$", matcher.value)).ok();
    let is_matched = |value: &str| match matcher.relation {
        Relation::NotEqual | Relation::NotMatches => true,
        Relation::Equal | Relation::Number => value == matcher.value,
        Relation::Matches => pattern.as_ref().is_some_and(|pattern| pattern.is_match(value)),
    };
    // It is another matcher's fault where this one has something to match.
    if found.iter().any(|value| is_matched(value)) {
        return true;
    }
    found.iter().all(is_number) && numbers(found).any(|value| is_matched(&value))
}

/// Returns all numbers that have as many digits as those that there are.
fn numbers(found: &BTreeSet<&str>) -> impl Iterator<Item = String> {
    let lengths: BTreeSet<usize> = found.iter().map(|value| value.len()).collect();
    let of = |length: usize| (0..10_u32.pow(length as u32)).map(move |number| format!("{number:0length$}"));
    lengths.into_iter().flat_map(of)
}

/// Returns the bounds of a histogram, those nearest to the one that is missing first.
fn bounds(wanted: &str, found: &BTreeSet<&str>) -> Vec<String> {
    let wanted: f64 = wanted.parse().unwrap_or_default();
    let far = |text: &&&str| text.parse().map_or(f64::INFINITY, |bound: f64| (bound - wanted).abs());
    let mut bounds: Vec<&&str> = found.iter().collect();
    bounds.sort_by(|a, b| far(a).total_cmp(&far(b)));
    bounds.into_iter().map(|text| (*text).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set<'a>(values: &[&'a str]) -> BTreeSet<&'a str> {
        values.iter().copied().collect()
    }

    #[test]
    fn the_nearest_bounds_come_first() {
        let found = set(&["0.05", "0.1", "0.3", "1", "+Inf"]);
        assert_eq!(bounds("0.25", &found)[..2], ["0.3", "0.1"]);
        assert_eq!(bounds("+Inf", &set(&["1"])), ["1"]);
    }

    #[test]
    fn what_never_can_match_is_no_slip_of_time() {
        let codes = set(&["200", "404"]);
        let matcher =
            |relation, value: &str| Matcher { label: "code".to_owned(), relation, value: value.to_owned() };
        assert!(is_plausible(&matcher(Relation::Matches, "5.."), &codes));
        assert!(is_plausible(&matcher(Relation::Equal, "500"), &codes));
        assert!(!is_plausible(&matcher(Relation::Matches, "5xx|4xx"), &codes));
        assert!(!is_plausible(&matcher(Relation::Equal, "5xx"), &codes));
        assert!(is_plausible(&matcher(Relation::NotMatches, "2.."), &codes));
        assert!(!is_plausible(&matcher(Relation::Equal, "eror"), &set(&["ok"])));
        assert!(is_plausible(&matcher(Relation::Equal, "POST"), &set(&["GET", "POST"])));
    }

    #[test]
    fn numbers_have_the_digits_that_there_are() {
        assert_eq!(numbers(&set(&["200", "404"])).count(), 1000);
        assert!(numbers(&set(&["0"])).any(|value| value == "2"));
        assert_eq!(numbers(&set(&["07"])).next().as_deref(), Some("00"));
    }
}
