//! An expression as a tree, in which a range may be the window that is not chosen yet.

use std::time::Duration;

use super::selector::Selector;

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    /// A number.
    Number(f64),
    /// A text, which some functions take.
    Text(String),
    /// Series as they are at the instant.
    Select(Selector, Shift),
    /// Series over a range.
    Range(Selector, Range, Shift),
    /// An expression at the steps of a range; without a step, the server's own.
    Subquery { of: Box<Node>, range: Range, step: Option<Duration>, shift: Shift },
    /// A function.
    Call(String, Vec<Node>),
    /// An aggregation.
    Aggregate(Box<Aggregate>),
    /// An operator between two.
    Binary(Box<Binary>),
    /// The negative.
    Minus(Box<Node>),
    /// Brackets.
    Brackets(Box<Node>),
}

/// How far into the past something looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Range {
    /// As far as will be chosen.
    Window,
    /// As far as is written.
    Fixed(Duration),
}

/// By how much something is shifted: the `offset`, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shift(pub i64);

/// An aggregation.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Aggregate {
    /// Its name.
    pub name: String,
    /// The groups.
    pub grouping: Grouping,
    /// The argument before the series, which a few take.
    pub argument: Option<Node>,
    /// What is aggregated.
    pub of: Node,
}

/// The groups of an aggregation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Grouping {
    /// One for all values of some labels; with no label, a single one.
    By(Vec<String>),
    /// One for all values of all labels but some.
    Without(Vec<String>),
}

/// An operator between two expressions.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Binary {
    /// The operator.
    pub sign: String,
    /// Whether a comparison gives 0 and 1 instead of leaving series out.
    pub is_bool: bool,
    /// The labels by which series are paired; none for all of them.
    pub matching: Option<Matching>,
    /// The left side.
    pub left: Node,
    /// The right side.
    pub right: Node,
}

/// How series of two sides are paired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Matching {
    /// Whether the labels are those that count (`on`) or those that do not (`ignoring`).
    pub is_on: bool,
    /// The labels.
    pub labels: Vec<String>,
    /// The side that may have many series for one of the other, and the labels that it gets from there.
    pub many: Option<(&'static str, Vec<String>)>,
}

impl Node {
    /// Returns a function of one argument.
    pub(super) fn call(name: &str, argument: Node) -> Node {
        Node::Call(name.to_owned(), vec![argument])
    }

    /// Returns the events that series count in the window.
    pub(super) fn increase(of: Selector) -> Node {
        Node::call("increase", Node::Range(of, Range::Window, Shift::default()))
    }

    /// Returns the sum by some labels.
    pub(super) fn sum(of: Node, by: &[String]) -> Node {
        let grouping = Grouping::By(by.to_vec());
        Node::Aggregate(Box::new(Aggregate { name: "sum".to_owned(), grouping, argument: None, of }))
    }

    /// Returns an operation without any matching of its own.
    pub(super) fn binary(left: Node, sign: &str, right: Node) -> Node {
        Node::Binary(Box::new(Binary { sign: sign.to_owned(), is_bool: false, matching: None, left, right }))
    }

    /// Returns it in brackets, if it is an operation.
    pub(super) fn bracketed(self) -> Node {
        match self {
            Node::Binary(_) | Node::Minus(_) => Node::Brackets(Box::new(self)),
            other => other,
        }
    }

    /// Returns what is within brackets.
    pub(super) fn inner(&self) -> &Node {
        match self {
            Node::Brackets(inner) => inner.inner(),
            other => other,
        }
    }

    /// Shows every node of the tree, outer ones first.
    pub(super) fn each<'n>(&'n self, see: &mut dyn FnMut(&'n Node)) {
        see(self);
        self.children().into_iter().for_each(|child| child.each(see));
    }

    /// Returns the nodes that it is made of.
    pub(super) fn children(&self) -> Vec<&Node> {
        match self {
            Node::Number(_) | Node::Text(_) | Node::Select(..) | Node::Range(..) => Vec::new(),
            Node::Subquery { of, .. } | Node::Minus(of) | Node::Brackets(of) => vec![of],
            Node::Call(_, arguments) => arguments.iter().collect(),
            Node::Aggregate(aggregate) => aggregate.argument.iter().chain([&aggregate.of]).collect(),
            Node::Binary(binary) => vec![&binary.left, &binary.right],
        }
    }

    /// Changes the nodes that it is made of.
    pub(super) fn map(self, change: &mut dyn FnMut(Node) -> Node) -> Node {
        let Ok(changed) = self.try_map::<std::convert::Infallible>(&mut |node| Ok(change(node)));
        changed
    }

    /// Changes the nodes that it is made of, unless one of them cannot be.
    pub(super) fn try_map<E>(self, change: &mut dyn FnMut(Node) -> Result<Node, E>) -> Result<Node, E> {
        let mut boxed = |node: Box<Node>| change(*node).map(Box::new);
        Ok(match self {
            Node::Number(_) | Node::Text(_) | Node::Select(..) | Node::Range(..) => self,
            Node::Subquery { of, range, step, shift } => {
                Node::Subquery { of: boxed(of)?, range, step, shift }
            }
            Node::Minus(of) => Node::Minus(boxed(of)?),
            Node::Brackets(of) => Node::Brackets(boxed(of)?),
            Node::Call(name, arguments) => {
                Node::Call(name, arguments.into_iter().map(change).collect::<Result<_, E>>()?)
            }
            Node::Aggregate(mut aggregate) => {
                aggregate.argument = aggregate.argument.map(&mut *change).transpose()?;
                aggregate.of = change(aggregate.of)?;
                Node::Aggregate(aggregate)
            }
            Node::Binary(mut binary) => {
                binary.left = change(binary.left)?;
                binary.right = change(binary.right)?;
                Node::Binary(binary)
            }
        })
    }
}
