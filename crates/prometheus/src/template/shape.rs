//! Which series an expression has.

use super::error::TemplateError;
use super::tree::{Aggregate, Binary, Grouping, Matching, Node};

/// Which series an expression has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A number without series.
    Scalar,
    /// One for all values of these labels; a single one, if there are none.
    Labels(Vec<String>),
    /// One for all values of all labels but some.
    Rest,
    /// All series of a metric.
    Series,
}

/// Returns which series an expression has.
///
/// # Errors
/// Two sides that never pair.
pub(super) fn shape(node: &Node) -> Result<Shape, TemplateError> {
    match node {
        Node::Number(_) | Node::Text(_) => Ok(Shape::Scalar),
        Node::Select(..) | Node::Range(..) => Ok(Shape::Series),
        Node::Subquery { of, .. } | Node::Minus(of) | Node::Brackets(of) => shape(of),
        Node::Call(name, arguments) => call(name, arguments),
        Node::Aggregate(aggregate) => aggregated(aggregate),
        Node::Binary(binary) => paired(binary),
    }
}

fn call(name: &str, arguments: &[Node]) -> Result<Shape, TemplateError> {
    if matches!(name, "scalar" | "time" | "pi") {
        return Ok(Shape::Scalar);
    }
    if matches!(name, "vector" | "absent" | "absent_over_time") {
        return Ok(Shape::Labels(Vec::new()));
    }
    for argument in arguments {
        let found = match shape(argument)? {
            Shape::Scalar => continue,
            found => found,
        };
        return Ok(match (found, name, arguments) {
            (Shape::Labels(labels), "label_replace" | "label_join", [_, Node::Text(made), ..]) => {
                Shape::Labels(and(&labels, std::slice::from_ref(made)))
            }
            (found, ..) => found,
        });
    }
    Ok(Shape::Scalar)
}

fn aggregated(aggregate: &Aggregate) -> Result<Shape, TemplateError> {
    let inner = shape(&aggregate.of)?;
    Ok(match (&aggregate.grouping, aggregate.name.as_str()) {
        // These keep the series they pick.
        (_, "topk" | "bottomk" | "limitk" | "limit_ratio") => inner,
        (Grouping::By(labels), "count_values") => match &aggregate.argument {
            Some(Node::Text(made)) => Shape::Labels(and(labels, std::slice::from_ref(made))),
            _ => Shape::Rest,
        },
        (Grouping::By(labels), _) => Shape::Labels(and(labels, &[])),
        (Grouping::Without(labels), _) => match inner {
            Shape::Labels(there) => Shape::Labels(but(&there, labels)),
            _ => Shape::Rest,
        },
    })
}

fn paired(binary: &Binary) -> Result<Shape, TemplateError> {
    let (left, right) = (shape(&binary.left)?, shape(&binary.right)?);
    if left == Shape::Scalar || right == Shape::Scalar {
        return Ok(if left == Shape::Scalar { right } else { left });
    }
    if matches!(binary.sign.as_str(), "and" | "or" | "unless") {
        return Ok(left);
    }
    match (&binary.matching, left, right) {
        (Some(matching), left, right) => Ok(matched(matching, left, right)),
        (None, Shape::Labels(left), Shape::Labels(right)) if left == right => Ok(Shape::Labels(left)),
        (None, Shape::Labels(left), Shape::Labels(right)) => Err(TemplateError::new(format!(
            "the sides of {} never pair: one has {}, the other {}",
            binary.sign,
            named(&left),
            named(&right)
        ))
        .hint("sum both by the same labels")),
        (None, left, Shape::Labels(_)) | (None, left, _) => Ok(left),
    }
}

fn matched(matching: &Matching, left: Shape, right: Shape) -> Shape {
    if let Some((side, labels)) = &matching.many {
        return match if *side == "group_left" { left } else { right } {
            Shape::Labels(there) => Shape::Labels(and(&there, labels)),
            other => other,
        };
    }
    match (matching.is_on, left) {
        (true, _) => Shape::Labels(and(&matching.labels, &[])),
        (false, Shape::Labels(there)) => Shape::Labels(but(&there, &matching.labels)),
        (false, other) => other,
    }
}

/// Returns two lists of labels as one, sorted.
pub(super) fn and(labels: &[String], more: &[String]) -> Vec<String> {
    let mut all: Vec<String> = labels.iter().chain(more).cloned().collect();
    all.sort();
    all.dedup();
    all
}

fn but(labels: &[String], others: &[String]) -> Vec<String> {
    labels.iter().filter(|label| !others.contains(label)).cloned().collect()
}

fn named(labels: &[String]) -> String {
    match labels {
        [] => "no labels".to_owned(),
        labels => format!("the labels {}", labels.join(", ")),
    }
}
