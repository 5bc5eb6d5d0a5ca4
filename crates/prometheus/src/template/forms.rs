//! The usual expressions: events of a counter, latency in histograms, gauges that are true or below a limit.

use std::time::Duration;

use super::error::TemplateError;
use super::number::spellings;
use super::read::read;
use super::selector::{Matcher, Selector};
use super::shape::{Shape, shape};
use super::tree::{Aggregate, Binary, Node, Range, Shift};
use super::{Template, twins};

/// How the good values of a gauge lie to a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// Below it.
    Less,
    /// At most it.
    LessOrEqual,
    /// Above it.
    Greater,
    /// At least it.
    GreaterOrEqual,
}

impl Comparison {
    /// Returns the operator: `<=`.
    pub fn sign(self) -> &'static str {
        match self {
            Comparison::Less => "<",
            Comparison::LessOrEqual => "<=",
            Comparison::Greater => ">",
            Comparison::GreaterOrEqual => ">=",
        }
    }
}

/// The good events beside all of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The good events.
    pub good: Template,
    /// All events.
    pub total: Template,
}

/// Returns the events that a counter counts, apart by labels.
///
/// # Errors
/// A selector that cannot be written.
pub fn events(counter: &Selector, by: &[String]) -> Result<Template, TemplateError> {
    Template::summed(Node::sum(Node::increase(counter.clone()), by))
}

/// Returns the requests within a bound, and all of them, of a classic histogram, whose name may have a suffix. The bound is
/// that of a bucket, however it is spelt.
///
/// # Errors
/// A bound that is no number, a selector without a metric.
pub fn classic_latency(histogram: &Selector, bound: &str, by: &[String]) -> Result<Pair, TemplateError> {
    if spellings(bound).is_none() {
        return Err(TemplateError::new(format!("the bound {bound:?} is no number")));
    }
    let base = histogram.without("le");
    let name = base.metric.as_deref().ok_or_else(|| TemplateError::new("it has no metric's name"))?;
    let suffix = ["_bucket", "_count", "_sum"].iter().find_map(|suffix| name.strip_suffix(suffix));
    let name = suffix.unwrap_or(name);
    let named = |suffix: &str| Selector { metric: Some(format!("{name}{suffix}")), ..base.clone() };
    let good = named("_bucket").with(Matcher::number("le", bound));
    Ok(Pair { good: events(&good, by)?, total: events(&named("_count"), by)? })
}

/// Returns the requests within a bound, and all of them, of a native histogram. The sum comes before the fraction: fractions of
/// single series cannot be added up.
///
/// # Errors
/// A bound that is no positive number.
pub fn native_latency(histogram: &Selector, bound: &str, by: &[String]) -> Result<Pair, TemplateError> {
    let number: f64 = bound
        .trim()
        .parse()
        .ok()
        .filter(|bound: &f64| bound.is_finite() && *bound > 0.0)
        .ok_or_else(|| TemplateError::new(format!("the bound {bound:?} is no positive number")))?;
    let sum = || Node::sum(Node::increase(histogram.clone()), by);
    let fraction = vec![Node::Number(0.0), Node::Number(number), sum()];
    let count = || Node::call("histogram_count", sum());
    let good = Node::binary(count(), "*", Node::Call("histogram_fraction".to_owned(), fraction));
    Ok(Pair { good: Template::summed(good)?, total: Template::summed(count())? })
}

/// Returns the samples of a gauge that are 1, and all of them: probes, `up`.
///
/// # Errors
/// A selector that cannot be written.
pub fn true_gauge(gauge: &Selector, by: &[String]) -> Result<Pair, TemplateError> {
    let samples = |function: &str| {
        let range = Node::Range(gauge.clone(), Range::Window, Shift::default());
        Template::summed(Node::sum(Node::call(function, range), by))
    };
    Ok(Pair { good: samples("sum_over_time")?, total: samples("count_over_time")? })
}

/// Returns the moments at which an expression is on the good side of a limit, and all moments at which it has a value; the
/// moments are a step apart. A moment without traffic, at which it is NaN, is none of them.
///
/// # Errors
/// What is no PromQL, has no metric or counts events instead of having a value at each moment.
pub fn threshold(
    text: &str,
    comparison: Comparison,
    limit: f64,
    step: Duration,
    by: &[String],
) -> Result<Pair, TemplateError> {
    limited(&read(text, None)?, comparison, limit, step, by)
}

fn limited(
    value: &Node,
    comparison: Comparison,
    limit: f64,
    step: Duration,
    by: &[String],
) -> Result<Pair, TemplateError> {
    judge(value)?;
    if limit.is_nan() {
        return Err(TemplateError::new("the limit is no number"));
    }
    let moments = |function: &str, sign: &str, limit: f64, is_bool: bool| {
        let (left, right) = (value.clone().bracketed(), Node::Number(limit));
        let of = Binary { sign: sign.to_owned(), is_bool, matching: None, left, right };
        let of = Box::new(Node::Binary(Box::new(of)).bracketed());
        let range = Node::Subquery { of, range: Range::Window, step: Some(step), shift: Shift::default() };
        Template::summed(Node::sum(Node::call(function, range), by))
    };
    Ok(Pair {
        good: moments("sum_over_time", comparison.sign(), limit, true)?,
        // Every number is at least this; NaN is not.
        total: moments("count_over_time", ">=", f64::NEG_INFINITY, false)?,
    })
}

/// Returns what [`threshold`] returns of a comparison that somebody wrote: `max(lag_seconds) < 0.05`.
///
/// # Errors
/// What is no comparison of an expression with a number, and what [`threshold`] refuses.
pub fn compared(text: &str, step: Duration, by: &[String]) -> Result<Pair, TemplateError> {
    let wrong = || {
        TemplateError::new("it compares nothing with a limit")
            .hint("write it such as max(lag_seconds) < 0.05")
    };
    let read = read(text, None)?;
    let Node::Binary(binary) = read.inner() else { return Err(wrong()) };
    let comparison = match binary.sign.as_str() {
        "<" => Comparison::Less,
        "<=" => Comparison::LessOrEqual,
        ">" => Comparison::Greater,
        ">=" => Comparison::GreaterOrEqual,
        _ => return Err(wrong()),
    };
    let Node::Number(limit) = *binary.right.inner() else { return Err(wrong()) };
    limited(&binary.left, comparison, limit, step, by)
}

/// Refuses what has no value of its own at each moment.
fn judge(value: &Node) -> Result<(), TemplateError> {
    let (mut selects, mut wrong) = (false, None);
    value.each(&mut |node| {
        selects |= matches!(node, Node::Select(..) | Node::Range(..));
        let found = match node {
            Node::Aggregate(aggregate) => summary(aggregate).or_else(|| twins::added(aggregate)),
            Node::Binary(binary) => twins::divided(binary),
            _ => None,
        };
        wrong = wrong.take().or(found);
    });
    if let Some(error) = wrong {
        return Err(error);
    }
    if !selects {
        return Err(TemplateError::new("there is no metric in it"));
    }
    let is_range = matches!(value.inner(), Node::Range(..) | Node::Subquery { .. });
    if is_range || shape(value)? == Shape::Scalar {
        return Err(TemplateError::new("it has no series with one value at each moment"));
    }
    Ok(())
}

/// Refuses quantiles that are added up or averaged.
fn summary(aggregate: &Aggregate) -> Option<TemplateError> {
    if !matches!(aggregate.name.as_str(), "avg" | "sum") {
        return None;
    }
    let mut found = None;
    aggregate.of.each(&mut |node| {
        if let Node::Select(selector, _) = node
            && selector.matchers.iter().any(|matcher| matcher.label == "quantile")
        {
            found = Some(selector);
        }
    });
    found.map(|selector| {
        TemplateError::new(format!(
            "it adds up {selector}: quantiles of several summaries cannot be added up or averaged"
        ))
        .hint("use a histogram: histogram_quantile(0.99, sum by (le) (rate(…_bucket[5m])))")
    })
}
