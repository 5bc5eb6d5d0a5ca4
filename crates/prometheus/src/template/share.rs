//! A ratio that somebody wrote as one expression.

use std::time::Duration;

use super::error::TemplateError;
use super::read::read;
use super::shape::{Shape, shape};
use super::tree::{Binary, Node};
use super::unit::{COUNT, PLAIN, RATE, Units};
use super::window::Counters;
use super::{Template, print, window};

/// A ratio that somebody wrote as one expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Share {
    /// Two counts, one divided by the other.
    Counts {
        /// The events above the line.
        part: Template,
        /// The events below it.
        total: Template,
        /// Whether the ratio is what is left of 1.
        is_rest: bool,
    },
    /// A series of ratios whose events are not known.
    Series {
        /// The expression, without a window in it.
        promql: String,
        /// The labels by which there are several; none if that depends on the series.
        labels: Option<Vec<String>>,
    },
}

impl Share {
    /// Reads a ratio as it is asked for at an instant: `sum(rate(a[5m])) / sum(rate(b[5m]))`, or the series that a rule records.
    ///
    /// # Errors
    /// What is no PromQL and no ratio.
    pub fn of_series(text: &str) -> Result<Share, TemplateError> {
        let root = read(text, None)?;
        if let Some(counts) =
            counts(&root, &mut |side| Template::counting(window::open(side.clone(), Counters::None)?))?
        {
            return Ok(counts);
        }
        series(&root, Duration::ZERO)
    }

    /// Reads the ratio of a rule whose ranges are a variable of a Go template. If its events are not known, the ranges of the
    /// series become a slice.
    ///
    /// # Errors
    /// What is no PromQL and no ratio.
    pub fn of_windowed(text: &str, name: &str, slice: Duration) -> Result<Share, TemplateError> {
        let root = window::read_windowed(text, name)?;
        match counts(&root, &mut |side| Template::counting(side.clone()))? {
            Some(counts) => Ok(counts),
            None => series(&root, slice),
        }
    }
}

/// Takes a ratio apart: `part / total` or `1 - part / total`.
fn counts(
    root: &Node,
    side: &mut dyn FnMut(&Node) -> Result<Template, TemplateError>,
) -> Result<Option<Share>, TemplateError> {
    let (ratio, is_rest) = match root.inner() {
        Node::Binary(binary) if binary.sign == "-" && matches!(binary.left.inner(), Node::Number(1.0)) => {
            (binary.right.inner(), true)
        }
        ratio => (ratio, false),
    };
    let Node::Binary(binary) = ratio else { return Ok(None) };
    if binary.sign != "/" || binary.matching.is_some() || !is_summed(binary)? {
        return Ok(None);
    }
    // What is judged as a whole as well: a metric divided by itself, sides of different units.
    Units { fixed: true }.of(root)?;
    let unit = |side: &Node| Units { fixed: true }.of(side);
    let (left, right) = (unit(&binary.left)?, unit(&binary.right)?);
    if left != right || !matches!(left, COUNT | RATE) {
        return Ok(None);
    }
    match (side(&binary.left), side(&binary.right)) {
        (Ok(part), Ok(total)) if part.labels() == total.labels() => {
            Ok(Some(Share::Counts { part, total, is_rest }))
        }
        _ => Ok(None),
    }
}

/// Tells whether both sides of a division are aggregated.
fn is_summed(binary: &Binary) -> Result<bool, TemplateError> {
    Ok(shape(&binary.left)? != Shape::Series && shape(&binary.right)? != Shape::Series)
}

fn series(root: &Node, slice: Duration) -> Result<Share, TemplateError> {
    let unit = Units { fixed: true }.of(root)?;
    let mut selects = false;
    root.each(&mut |node| selects |= matches!(node, Node::Select(..) | Node::Range(..)));
    if !selects {
        return Err(TemplateError::new("there is no metric in it"));
    }
    if unit != PLAIN {
        return Err(TemplateError::new("it is no ratio but a count"));
    }
    let labels = match shape(root)? {
        Shape::Labels(labels) => Some(labels),
        Shape::Rest | Shape::Series => None,
        Shape::Scalar => return Err(TemplateError::new("it is a number without series")),
    };
    let promql = print::print(root, slice);
    read(&promql, None)
        .map_err(|error| TemplateError::new(format!("it cannot be written as {promql}: {error}")))?;
    Ok(Share::Series { promql, labels })
}
