//! What is wrong with a custom object.

use std::sync::Arc;

use kubecheck_core::model::tree::NodeId;

use super::schema::Name;

/// A place where a custom object breaks the schema of its CRD.
#[derive(Clone, Debug)]
pub struct Violation {
    /// The node: a value, or the key of an unknown field.
    pub at: NodeId,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong with a node.
#[derive(Clone, Debug)]
pub enum Problem {
    /// The key is no field of the object.
    UnknownField {
        /// The map that holds the key.
        within: NodeId,
        /// The value of the key.
        value: NodeId,
        /// The fields there are.
        fields: Vec<Name>,
    },
    /// The value has another type.
    WrongType {
        /// What the field takes.
        wanted: String,
    },
    /// The object lacks a field.
    Missing(Name),
    /// Two items of a list have the same key, or are the same value of a set.
    DuplicateItem {
        /// The first item.
        first: NodeId,
        /// What they share: `name "web"`.
        key: String,
        /// Whether the list is a set of values.
        set: bool,
    },
    /// The value has the type, and is refused.
    Value {
        /// What is wrong, as it follows the field's name.
        message: String,
        /// Whether the server stops at it, and evaluates no rules.
        blocks: bool,
        /// Whether it lacks something, which a patch need not have.
        lacks: bool,
    },
    /// A rule in CEL does not hold.
    Rule(Arc<Broken>),
    /// A rule in CEL could not be evaluated here.
    NotEvaluated {
        /// The rule.
        rule: Name,
        /// Why.
        why: String,
    },
}

/// A rule in CEL that does not hold.
#[derive(Clone, Debug)]
pub struct Broken {
    /// The rule.
    pub rule: Name,
    /// What the CRD says of it.
    pub message: String,
    /// Why it does not hold, if it is not merely false.
    pub failure: Option<String>,
}

/// Why a rule is not evaluated that does not compile.
pub(super) const NO_EXPRESSION: &str = "it does not compile";

impl Problem {
    /// Tells whether it is a rule that does not compile, which is the fault of the CRD.
    pub fn is_broken_rule(&self) -> bool {
        matches!(self, Problem::NotEvaluated { why, .. } if why == NO_EXPRESSION)
    }

    /// Tells whether the server evaluates no rules of an object with it (`hasBlockingErr` in
    /// `registry/customresource/strategy.go`).
    pub(super) fn blocks(&self) -> bool {
        match self {
            Problem::WrongType { .. } | Problem::Missing(_) => true,
            Problem::Value { blocks, .. } => *blocks,
            _ => false,
        }
    }
}
