//! Counts apart what an expression counts together: by the values of labels.

use super::error::TemplateError;
use super::selector::Selector;
use super::shape::{Shape, and, shape};
use super::tree::{Aggregate, Binary, Grouping, Node};

type Split = Result<Node, TemplateError>;

/// Makes an expression count apart by labels.
///
/// # Errors
/// Expressions whose parts would not add up to the whole.
pub(super) fn split(node: Node, labels: &[String]) -> Split {
    match node {
        Node::Aggregate(aggregate) => split_aggregate(*aggregate, labels),
        Node::Binary(binary) if shape(&binary.left)? == Shape::Series => Ok(Node::Binary(binary)),
        Node::Binary(binary) => split_binary(*binary, labels),
        Node::Subquery { of, .. } if has_aggregate(&of) => {
            Err(TemplateError::new("it judges a sum at each step, and that of a part is another one"))
        }
        Node::Call(name, arguments) if matches!(name.as_str(), "label_replace" | "label_join") => {
            let made = |argument: &Node| matches!(argument, Node::Text(text) if labels.contains(text));
            match arguments.get(1).is_some_and(made) && arguments.first().is_some_and(has_aggregate) {
                true => Err(TemplateError::new(format!("{name} makes the label of a sum"))),
                false => Node::Call(name, arguments).try_map(&mut |argument| split(argument, labels)),
            }
        }
        Node::Call(name, _) if name == "scalar" => {
            Err(TemplateError::new("scalar(…) has no labels to count apart by"))
        }
        other => other.try_map(&mut |node| split(node, labels)),
    }
}

fn split_aggregate(mut aggregate: Aggregate, labels: &[String]) -> Split {
    match &mut aggregate.grouping {
        Grouping::By(there) => *there = and(there, labels),
        Grouping::Without(gone) => {
            if let Some(label) = labels.iter().find(|label| gone.contains(label)) {
                return Err(TemplateError::new(format!(
                    "{} without ({label}) takes that label away",
                    aggregate.name
                )));
            }
        }
    }
    aggregate.of = split(aggregate.of, labels)?;
    Ok(Node::Aggregate(Box::new(aggregate)))
}

fn split_binary(binary: Binary, labels: &[String]) -> Split {
    let (left, right) = (shape(&binary.left)?, shape(&binary.right)?);
    let is_scalar = left == Shape::Scalar || right == Shape::Scalar;
    match binary.sign.as_str() {
        "or" if is_zero(&binary.right) => split(binary.left, labels),
        "or" => Err(TemplateError::new(
            "the right side of \"or\" stands in where the left is absent, which differs by part",
        )),
        _ if is_scalar => both(binary, labels),
        "and" | "unless" if binary.matching.is_some() => {
            let left = split(binary.left, labels)?;
            Ok(Node::Binary(Box::new(Binary { left, ..binary })))
        }
        sign if binary.matching.is_some() => {
            Err(TemplateError::new(format!("the sides of {sign} are paired by labels of their own")))
        }
        "+" | "-" => chain(binary, labels),
        "*" | "/" if selectors(&binary.left) == selectors(&binary.right) => both(binary, labels),
        sign => Err(TemplateError::new(format!(
            "the sides of {sign} are of different metrics, whose parts need not be the same"
        ))),
    }
}

fn both(binary: Binary, labels: &[String]) -> Split {
    Node::Binary(Box::new(binary)).try_map(&mut |side| split(side, labels))
}

/// Splits a chain of sums. A part that one of them has and another has not would vanish, so each gets zeros from the others.
fn chain(binary: Binary, labels: &[String]) -> Split {
    let mut terms = Vec::new();
    flatten(Node::Binary(Box::new(binary)), false, &mut terms);
    let mut split_terms = Vec::new();
    for (is_minus, term) in terms {
        split_terms.push((is_minus, split(term, labels)?.bracketed()));
    }
    let zero = |node: &Node| Node::binary(node.clone(), "*", Node::Number(0.0)).bracketed();
    let zeros: Vec<Node> = split_terms.iter().map(|(_, term)| zero(term)).collect();
    let whole = |at: usize, term: Node| {
        let others = zeros.iter().enumerate().filter(|(other, _)| *other != at);
        others.fold(term, |term, (_, zero)| Node::binary(term, "or", zero.clone())).bracketed()
    };
    let mut sum: Option<Node> = None;
    for (at, (is_minus, term)) in split_terms.into_iter().enumerate() {
        let term = whole(at, term);
        sum = Some(match (sum, is_minus) {
            (Some(sum), is_minus) => Node::binary(sum, if is_minus { "-" } else { "+" }, term),
            (None, true) => Node::Minus(Box::new(term)),
            (None, false) => term,
        });
    }
    sum.ok_or_else(|| TemplateError::new("it adds up nothing"))
}

/// Gives the terms of a sum zeros from each other, so that none that is absent takes the others with it.
pub(super) fn filled(root: Node, labels: &[String]) -> Split {
    if is_chain(&root) { split(root, labels) } else { Ok(root) }
}

/// Tells whether an expression adds or subtracts others.
pub(super) fn is_chain(root: &Node) -> bool {
    matches!(root.inner(), Node::Binary(binary) if matches!(binary.sign.as_str(), "+" | "-"))
}

/// Takes a sum of sums apart into its terms.
fn flatten(node: Node, is_minus: bool, terms: &mut Vec<(bool, Node)>) {
    match node {
        Node::Brackets(inner) if matches!(inner.inner(), Node::Binary(_)) => flatten(*inner, is_minus, terms),
        Node::Binary(binary) if matches!(binary.sign.as_str(), "+" | "-") && binary.matching.is_none() => {
            let negated = is_minus ^ (binary.sign == "-");
            flatten(binary.left, is_minus, terms);
            flatten(binary.right, negated, terms);
        }
        other => terms.push((is_minus, other)),
    }
}

/// Tells whether an expression is nothing but a zero, which stands in for what is absent.
pub(super) fn is_zero(node: &Node) -> bool {
    match node.inner() {
        Node::Call(name, arguments) => name == "vector" && arguments.iter().all(is_zero),
        Node::Number(number) => *number == 0.0,
        _ => false,
    }
}

fn has_aggregate(node: &Node) -> bool {
    let mut found = false;
    node.each(&mut |node| found |= matches!(node, Node::Aggregate(_)));
    found
}

fn selectors(node: &Node) -> Vec<Selector> {
    let mut found = Vec::new();
    node.each(&mut |node| {
        if let Node::Select(selector, _) | Node::Range(selector, ..) = node
            && !found.contains(selector)
        {
            found.push(selector.clone());
        }
    });
    found
}
