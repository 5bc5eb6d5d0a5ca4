//! Which questions it takes to measure an SLO: counts of bad and of all, each over each window, at one instant.

use std::collections::BTreeSet;
use std::time::Duration;

use kubecheck_prometheus::query::{Millis, Query};
use kubecheck_prometheus::template::{Matcher, Selector, Template, duration};

use super::Scope;
use crate::slo::window::{Passed, millis};
use crate::slo::{Method, Part, Side, Sli, Slo, Target};

/// How long the slices are by which coverage is counted: the look-back of Prometheus (`promql.Engine`, `LookbackDelta`).
pub const SLICE: Duration = Duration::from_secs(300);

/// What a question is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The good or bad events, or slices, or the mean ratio: of the period, or of a window by its number.
    Part(Span),
    /// All events or slices.
    Total(Span),
    /// How many slices have data.
    Covered,
    /// When the newest sample is, in seconds since 1970.
    Newest,
    /// When the newest sample is of the metric that counts the part, where that is another one.
    PartNewest,
}

/// A span of time that is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// The period.
    Period,
    /// A window, by its number.
    Window(usize),
}

/// A question, and what it is for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What it is for.
    pub what: What,
    /// The expression.
    pub promql: String,
}

impl Asked {
    /// Returns it as a question.
    pub fn query(&self, at: Millis) -> Query {
        Query::Instant { promql: self.promql.clone(), at }
    }
}

/// Returns the questions of an SLO.
pub fn questions(slo: &Slo, method: Method, passed: Passed, scope: &Scope) -> Vec<Asked> {
    let mut asked = Vec::new();
    let mut add = |what, promql| asked.push(Asked { what, promql });
    let period = passed.length();
    match &slo.sli {
        Sli::Events { part, total } => {
            let (some, all) = counts(part, total, method, period);
            add(What::Part(Span::Period), some);
            add(What::Total(Span::Period), all);
            for (number, window) in scope.windows.iter().enumerate() {
                add(What::Part(Span::Window(number)), counted(part, *window));
                add(What::Total(Span::Window(number)), total.over(*window));
            }
            add(What::Covered, covered(&total.over(SLICE), period, slo));
            for selector in total.selectors() {
                add(What::Newest, newest(&selector.to_string(), scope.max_age, &slo.group_by));
            }
            for other in others(part, total).into_iter().filter(|_| !scope.absent_is_zero) {
                add(What::PartNewest, newest(&other, scope.max_age, &[]));
            }
        }
        Sli::Ratio { promql, .. } => {
            add(What::Part(Span::Period), mean(promql, period));
            for (number, window) in scope.windows.iter().enumerate() {
                add(What::Part(Span::Window(number)), mean(promql, *window));
            }
            add(What::Covered, covered(promql, period, slo));
            add(What::Newest, newest(promql, scope.max_age, &slo.group_by));
        }
    }
    asked
}

/// Returns what counts over a span by the method of an SLO: the good or bad events, the bad slices or the mean of ratios; and all
/// events, or how many slices or ratios there are.
pub fn both(slo: &Slo, method: Method, span: Duration) -> (String, String) {
    match &slo.sli {
        Sli::Events { part, total } => counts(part, total, method, span),
        Sli::Ratio { promql, .. } => (mean(promql, span), number(promql, span)),
    }
}

pub(crate) fn counts(part: &Part, total: &Template, method: Method, span: Duration) -> (String, String) {
    let (bad_ratio, slice) = match method {
        Method::Occurrences => return (counted(part, span), total.over(span)),
        Method::RatioTimeslices { slice } => (ratio(part, total, slice), slice),
        Method::Timeslices { slice, target } => (is_bad(part, total, slice, target), slice),
    };
    let range = format!("[{}:{}]", duration(span), duration(slice));
    let busy = format!("count_over_time((({}) > 0){range})", total.over(slice));
    let bad = match method {
        Method::RatioTimeslices { .. } => format!("avg_over_time(({bad_ratio}){range})"),
        _ => format!("sum_over_time(({bad_ratio}){range})"),
    };
    (bad, busy)
}

/// Returns the share that is bad in each slice with traffic. Where nothing bad was ever counted there is no series, which is none.
pub(crate) fn ratio(part: &Part, total: &Template, slice: Duration) -> String {
    let (part_of, all) = (counted(part, slice), total.over(slice));
    let part_of = format!("(({part_of}) or ({all}) * 0) / (({all}) > 0)");
    match part.side {
        Side::Bad => part_of,
        // What Prometheus extrapolates may be a little more than all.
        Side::Good => format!("clamp_min(1 - {part_of}, 0)"),
    }
}

/// Returns 1 for each slice that is bad: below its target. Each side is compared with its own decimal, so that nothing is rounded before.
fn is_bad(part: &Part, total: &Template, slice: Duration, target: Target) -> String {
    let (part_of, all) = (counted(part, slice), total.over(slice));
    let part_of = format!("(({part_of}) or ({all}) * 0) / (({all}) > 0)");
    match part.side {
        Side::Bad => format!("({part_of}) > bool {}", target.budget_text()),
        Side::Good => format!("({part_of}) < bool {}", target.ratio()),
    }
}

/// Returns the ratio of one slice: of what is bad, or what the series says.
pub fn slice_ratio(slo: &Slo) -> String {
    match &slo.sli {
        Sli::Events { part, total } => ratio(part, total, SLICE),
        Sli::Ratio { promql, .. } => promql.clone(),
    }
}

/// Returns the mean of a ratio that somebody else computes: of its own samples where it is a series.
fn mean(promql: &str, window: Duration) -> String {
    let window = duration(window);
    match Selector::parse(promql).is_ok() {
        true => format!("sum_over_time({promql}[{window}]) / count_over_time({promql}[{window}])"),
        false => format!("avg_over_time(({promql})[{window}:{}])", duration(SLICE)),
    }
}

/// Returns how many values the mean of such a ratio is of.
fn number(promql: &str, window: Duration) -> String {
    let window = duration(window);
    match Selector::parse(promql).is_ok() {
        true => format!("count_over_time({promql}[{window}])"),
        false => format!("count_over_time(({promql})[{window}:{}])", duration(SLICE)),
    }
}

fn covered(promql: &str, period: Duration, slo: &Slo) -> String {
    // What is one series, or one for each group, need not be summed in each of thousands of slices.
    let is_summed = matches!(slo.sli, Sli::Events { .. });
    let all = if is_summed { promql.to_owned() } else { format!("sum{}({promql})", by(&slo.group_by)) };
    format!("count_over_time(({all})[{}:{}])", duration(period), duration(SLICE))
}

/// Returns when the newest sample is of each group: by the server's own look-back, or a longer one where that is allowed.
fn newest(selector: &str, max_age: Duration, group_by: &[String]) -> String {
    let time = match max_age > SLICE && Selector::parse(selector).is_ok() {
        true => format!("max_over_time(timestamp({selector})[{}:1m])", duration(max_age)),
        false => format!("timestamp({selector})"),
    };
    format!("max{}({time})", by(group_by))
}

/// Returns the clause that keeps groups apart, with the blanks around it.
fn by(labels: &[String]) -> String {
    if labels.is_empty() { String::new() } else { format!(" by ({}) ", labels.join(", ")) }
}

/// Returns the metrics that count the part and not the total, whatever of them is counted: whoever exports them may have gone alone.
fn others(part: &Part, total: &Template) -> Vec<String> {
    // The parts of a histogram come and go together.
    let base = |selector: &Selector| {
        let metric = selector.metric.clone().unwrap_or_default();
        ["_bucket", "_count", "_sum"]
            .iter()
            .find_map(|end| metric.strip_suffix(end))
            .unwrap_or(&metric)
            .to_owned()
    };
    let known: Vec<String> = total.selectors().iter().map(base).collect();
    let others = part.count.selectors().into_iter().filter(|own| !known.contains(&base(own)));
    let wide: BTreeSet<String> = others.map(|own| widened(&own, total).0.to_string()).collect();
    wide.into_iter().collect()
}

/// Returns a selector of the part with those of its matchers alone that the total has too, and the others.
pub fn widened(selector: &Selector, total: &Template) -> (Selector, Vec<Matcher>) {
    let shared: Vec<Matcher> = total.selectors().into_iter().flat_map(|own| own.matchers).collect();
    let (held, own) = selector.matchers.iter().cloned().partition(|matcher| shared.contains(matcher));
    (Selector { metric: selector.metric.clone(), matchers: held }, own)
}

/// Returns the good or bad events of a span. What is a sum counts what there is of its terms.
fn counted(part: &Part, span: Duration) -> String {
    part.count.filled().over(span)
}

/// Returns how many slices end in a span: those of a subquery, whose steps are multiples of its step since 1970.
pub fn slices(start: Millis, end: Millis) -> u64 {
    let slice = millis(SLICE);
    u64::try_from(end.div_euclid(slice) - start.div_euclid(slice)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_are_those_that_end_in_the_span() {
        assert_eq!(slices(0, 300_000), 1);
        assert_eq!(slices(1, 300_000), 1);
        assert_eq!(slices(0, 299_999), 0);
        assert_eq!(slices(0, 30 * 86_400_000), 8640);
    }
}
