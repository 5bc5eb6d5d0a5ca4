//! What the value of an expression is of: events, events a second, or neither.
//!
//! Only what grows with the number of events can be asked for over any window, be added up and be divided. An expression is
//! judged as physics judges formulas: both sides of a sum must be of one unit, products multiply units, ratios divide them.

use super::duration::duration;
use super::error::TemplateError;
use super::selector::Selector;
use super::tree::{Aggregate, Binary, Node, Range};
use super::twins;

/// What a value is of; none if it is zero, which is of any unit.
pub(super) type Unit = Option<Dimensions>;

/// The powers of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dimensions {
    /// Of events.
    pub events: i8,
    /// Of seconds.
    pub seconds: i8,
}

/// A number.
pub(super) const PLAIN: Unit = Some(Dimensions { events: 0, seconds: 0 });
/// Events in the window.
pub(super) const COUNT: Unit = Some(Dimensions { events: 1, seconds: 0 });
/// Events a second.
pub(super) const RATE: Unit = Some(Dimensions { events: 1, seconds: -1 });

/// Finds units.
#[derive(Clone, Copy)]
pub(super) struct Units {
    /// Whether ranges may be as they are written, instead of being the window.
    pub fixed: bool,
}

type Found = Result<Unit, TemplateError>;

impl Units {
    /// Returns the unit of an expression.
    pub(super) fn of(self, node: &Node) -> Found {
        match node {
            Node::Number(number) => Ok(PLAIN.filter(|_| *number != 0.0)),
            Node::Text(_) | Node::Select(..) => Ok(PLAIN),
            Node::Range(..) | Node::Subquery { .. } => {
                Err(TemplateError::new("it is a range, not a number").hint("put it into increase(…)"))
            }
            Node::Minus(of) | Node::Brackets(of) => self.of(of),
            Node::Call(name, arguments) => self.call(name, arguments),
            Node::Aggregate(aggregate) => self.aggregate(aggregate),
            Node::Binary(binary) => self.binary(binary),
        }
    }

    fn call(self, name: &str, arguments: &[Node]) -> Found {
        match (name, arguments) {
            ("increase", [range]) => self.counted(name, range).map(|()| COUNT),
            ("rate" | "irate", [range]) => self.counted(name, range).map(|()| RATE),
            ("delta" | "idelta" | "deriv" | "predict_linear" | "holt_winters", _)
            | ("double_exponential_smoothing", _) => {
                Err(TemplateError::new(format!("{name} tells how a gauge moves, which counts no events")))
            }
            ("histogram_quantile", _) => Err(TemplateError::new(
                "a quantile counts no events: the share of those below a bound is needed, and quantiles cannot be added up",
            )
            .hint("count the requests in the bucket of the bound: sum(rate(…_bucket{le=\"0.3\"}[5m]))")),
            ("histogram_fraction", [_, _, of]) => match self.of(of)? {
                Some(Dimensions { events: 1, .. }) => Ok(PLAIN),
                _ => Err(TemplateError::new("histogram_fraction is taken of a histogram that is not counted over a range")),
            },
            ("histogram_count" | "histogram_sum" | "abs" | "scalar" | "vector" | "label_replace" | "label_join", [of, ..])
            | ("sort" | "sort_desc" | "sort_by_label" | "sort_by_label_desc", [of, ..]) => self.of(of),
            ("clamp_min", [of, Node::Number(0.0)]) => self.of(of),
            ("round" | "ceil" | "floor", [of, ..]) => match self.of(of)? {
                RATE => Err(TemplateError::new(format!("{name} of a rate loses events"))),
                other => Ok(other),
            },
            _ if name.ends_with("_over_time") || matches!(name, "changes" | "resets") => self.over_time(name, arguments),
            _ => self.function(name, arguments),
        }
    }

    /// Judges what a function that knows resets is applied to.
    fn counted(self, name: &str, range: &Node) -> Result<(), TemplateError> {
        match range {
            Node::Range(selector, range, _) => {
                self.range(*range)?;
                no_quantile(selector)
            }
            _ => Err(TemplateError::new(format!(
                "{name} of a subquery: what was added up or picked before cannot show that a counter began anew"
            ))
            .hint(format!("take the {name} of the metric itself, then the sum: sum({name}(metric[5m]))"))),
        }
    }

    /// Judges functions that look at all samples of a range.
    fn over_time(self, name: &str, arguments: &[Node]) -> Found {
        let counts = matches!(name, "sum_over_time" | "count_over_time" | "changes" | "resets");
        for argument in arguments {
            match argument {
                Node::Range(selector, range, _) => {
                    self.range(*range)?;
                    no_quantile(selector)
                        .or_else(|error| if name == "sum_over_time" { Err(error) } else { Ok(()) })?;
                }
                Node::Subquery { of, range, .. } => {
                    self.range(*range)?;
                    let within = Units { fixed: true }.of(of)?;
                    if name == "sum_over_time" && within.is_some() && within != PLAIN {
                        return Err(TemplateError::new(
                            "it adds up counts of moments that overlap or leave gaps, which is no count of the window",
                        )
                        .hint("take increase(…) over the window instead"));
                    }
                }
                _ => {}
            }
        }
        Ok(if counts { COUNT } else { PLAIN })
    }

    fn range(self, range: Range) -> Result<(), TemplateError> {
        match range {
            Range::Fixed(length) if !self.fixed => Err(TemplateError::new(format!(
                "it always looks at {}, whatever the window",
                duration(length)
            ))),
            _ => Ok(()),
        }
    }

    /// Judges any other function: of a number it gives a number.
    fn function(self, name: &str, arguments: &[Node]) -> Found {
        for argument in arguments {
            let unit = self.of(argument)?;
            if unit.is_some() && unit != PLAIN {
                return Err(TemplateError::new(format!("{name} of a count is no count")));
            }
        }
        Ok(PLAIN)
    }

    fn aggregate(self, aggregate: &Aggregate) -> Found {
        let unit = self.of(&aggregate.of)?;
        let name = aggregate.name.as_str();
        match name {
            "sum" if unit == PLAIN => match twins::added(aggregate) {
                Some(error) => Err(error),
                None => Ok(unit),
            },
            "sum" | "max" | "min" => Ok(unit),
            _ if unit.is_none() || unit == PLAIN => Ok(PLAIN),
            "avg" => Err(TemplateError::new(
                "an average over series counts no events: a series with ten requests weighs as much as one with a million",
            )
            .hint("take the sum")),
            _ => Err(TemplateError::new(format!("{name} over series counts no events")).hint("take the sum")),
        }
    }

    fn binary(self, binary: &Binary) -> Found {
        if let Some(error) = twins::divided(binary) {
            return Err(error);
        }
        let left = self.of(&binary.left)?;
        let right = || self.of(&binary.right);
        match binary.sign.as_str() {
            "+" | "-" | "or" => self.same(left, right()?, &binary.sign),
            "*" => Ok(left.zip(right()?).map(|(left, right)| left.times(right, 1))),
            "/" => {
                let right = right()?.ok_or_else(|| TemplateError::new("it divides by zero"))?;
                Ok(left.map(|left| left.times(right, -1)))
            }
            "and" | "unless" => {
                Units { fixed: true }.of(&binary.right)?;
                Ok(left)
            }
            "==" | "!=" | "<" | ">" | "<=" | ">=" => self.compared(binary, left, right()?),
            sign => match (left, right()?) {
                (None | PLAIN, None | PLAIN) => Ok(PLAIN),
                _ => Err(TemplateError::new(format!("{sign} of counts is no count"))),
            },
        }
    }

    fn same(self, left: Unit, right: Unit, sign: &str) -> Found {
        match (left, right) {
            (None, other) | (other, None) => Ok(other),
            (left, right) if left == right => Ok(left),
            (COUNT, RATE) | (RATE, COUNT) => Err(TemplateError::new(format!(
                "one side of {sign} counts events and the other events a second"
            ))
            .hint("write increase on both sides, or rate on both")),
            _ => Err(TemplateError::new(format!("one side of {sign} counts events and the other does not"))),
        }
    }

    /// A comparison leaves series out or makes 0 and 1 of them. One with zero leaves out nothing that counts.
    fn compared(self, binary: &Binary, left: Unit, right: Unit) -> Found {
        if binary.is_bool || left.is_none() || left == PLAIN {
            return Ok(PLAIN);
        }
        match right {
            None if matches!(binary.sign.as_str(), ">" | ">=" | "!=") => Ok(left),
            _ => Err(TemplateError::new(format!(
                "{} leaves out counts, so that what remains depends on the window",
                binary.sign
            ))),
        }
    }
}

impl Dimensions {
    fn times(self, other: Dimensions, power: i8) -> Dimensions {
        Dimensions {
            events: self.events.saturating_add(other.events.saturating_mul(power)),
            seconds: self.seconds.saturating_add(other.seconds.saturating_mul(power)),
        }
    }
}

/// Refuses the quantiles of a summary, which are no counters.
fn no_quantile(selector: &Selector) -> Result<(), TemplateError> {
    match selector.matchers.iter().any(|matcher| matcher.label == "quantile") {
        true => Err(TemplateError::new(format!(
            "{selector} is a quantile of a summary: it counts no events, and quantiles cannot be added up"
        ))
        .hint("use a histogram; a summary's own _count and _sum are counters")),
        false => Ok(()),
    }
}
