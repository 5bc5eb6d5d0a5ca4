//! Ratios of single series, which look like ratios of sums and are none.

use super::error::TemplateError;
use super::selector::Selector;
use super::tree::{Aggregate, Binary, Node};

/// Refuses a metric that is divided by itself series by series: a series pairs with the one of the same labels, so the
/// failures are divided by themselves, and each ratio is 1.
pub(super) fn divided(binary: &Binary) -> Option<TemplateError> {
    if binary.sign != "/" || binary.matching.is_some() {
        return None;
    }
    let (left, function) = series(&binary.left)?;
    let (right, _) = series(&binary.right)?;
    let metric = left.metric.as_deref().filter(|_| left.metric == right.metric)?;
    Some(
        TemplateError::new(format!(
            "it divides {metric} by itself series by series: each series of {left} meets the one with the same labels, which is itself, and each ratio is 1"
        ))
        .hint(format!("take the sums first: sum({function}({left}[5m])) / sum({function}({right}[5m]))")),
    )
}

/// Refuses a sum of the ratios of single series: shares of different wholes cannot be added up.
pub(super) fn added(aggregate: &Aggregate) -> Option<TemplateError> {
    let Node::Binary(binary) = aggregate.of.inner() else { return None };
    if aggregate.name != "sum" || binary.sign != "/" {
        return None;
    }
    let (left, function) = series(&binary.left)?;
    let (right, _) = series(&binary.right)?;
    Some(
        TemplateError::new("it adds up the ratios of single series, which are shares of different wholes")
            .hint(format!("take the sums first: sum({function}({left}[5m])) / sum({function}({right}[5m]))")),
    )
}

/// Returns the selector whose single series an expression counts, and the function that does.
fn series(node: &Node) -> Option<(&Selector, &str)> {
    match node.inner() {
        Node::Call(name, arguments) => match arguments.as_slice() {
            [Node::Range(selector, ..)] => Some((selector, name)),
            [of, ..] => series(of),
            [] => None,
        },
        _ => None,
    }
}
