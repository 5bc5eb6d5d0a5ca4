//! Comparisons in filters, by the types of Go's templates: only like is compared with like.

use std::cmp::Ordering;

use serde_json::{Number, Value};

use super::EvalError;

/// Tells whether two values stand in the relation that an operator names.
pub(super) fn holds(left: &Value, operator: &str, right: &Value) -> Result<bool, EvalError> {
    let ordering = order(left, right)?;
    let is = |wanted: &[Ordering]| Ok(ordering.is_some_and(|ordering| wanted.contains(&ordering)));
    match operator {
        "==" => is(&[Ordering::Equal]),
        "!=" => Ok(ordering != Some(Ordering::Equal)),
        _ if left.is_boolean() => {
            Err(EvalError(format!("truth values have no order, so {operator} means nothing")))
        }
        "<" => is(&[Ordering::Less]),
        "<=" => is(&[Ordering::Less, Ordering::Equal]),
        ">" => is(&[Ordering::Greater]),
        ">=" => is(&[Ordering::Greater, Ordering::Equal]),
        _ => Err(EvalError(format!("{operator} is no comparison; use ==, !=, <, <=, > or >="))),
    }
}

fn order(left: &Value, right: &Value) -> Result<Option<Ordering>, EvalError> {
    match (left, right) {
        (Value::String(left), Value::String(right)) => Ok(Some(left.cmp(right))),
        (Value::Bool(left), Value::Bool(right)) => Ok(Some(left.cmp(right))),
        (Value::Number(left), Value::Number(right)) => match (left.as_i64(), right.as_i64()) {
            (Some(left), Some(right)) => Ok(Some(left.cmp(&right))),
            (None, None) => Ok(float(left).partial_cmp(&float(right))),
            _ => Err(EvalError(format!(
                "{left} and {right} cannot be compared: one is an integer, one is not"
            ))),
        },
        _ => Err(EvalError(format!("a {} and a {} cannot be compared", name(left), name(right)))),
    }
}

fn float(number: &Number) -> f64 {
    number.as_f64().unwrap_or(f64::NAN)
}

/// Names the type of a value.
pub(super) fn name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "truth value",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "list",
        Value::Object(_) => "mapping",
    }
}
