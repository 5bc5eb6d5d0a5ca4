//! Evaluates the part of a rule that is logic, as CEL has it: an error counts only if nothing else decides.
//!
//! `all` and `exists` go on behind an item that fails, and one that decides makes up for it (the specification of CEL,
//! "Macros"); the `cel` crate stops at the first failure. What is not logic is left to the crate.

use kube_cel::cel::common::ast::{CallExpr, ComprehensionExpr, Expr, LiteralValue, operators};
use kube_cel::cel::objects::Key;
use kube_cel::cel::parser::Expression;
use kube_cel::cel::{Context, ExecutionError, Value};

use super::rewrite;

/// Why an expression has no value.
#[derive(Clone, Debug)]
pub(super) enum Stop {
    /// It fails on the server as well.
    Fails(String),
    /// It may have one on the server.
    Unknown(String),
}

type Truth = Result<bool, Stop>;

/// Evaluates an expression that gives a boolean.
pub(super) fn truth(context: &Context<'_>, expression: &Expression) -> Truth {
    match &expression.expr {
        Expr::Call(call) => match (call.func_name.as_str(), call.args.as_slice()) {
            (operators::LOGICAL_AND, [left, right]) => decide(context, [left, right], false),
            (operators::LOGICAL_OR, [left, right]) => decide(context, [left, right], true),
            (operators::LOGICAL_NOT, [inner]) => truth(context, inner).map(|value| !value),
            (operators::CONDITIONAL, [condition, yes, no]) => match truth(context, condition)? {
                true => truth(context, yes),
                false => truth(context, no),
            },
            _ => leaf(context, expression),
        },
        Expr::Comprehension(comprehension) => match quantifier(comprehension) {
            Some((within, decisive)) => quantified(context, comprehension, within, decisive),
            None => leaf(context, expression),
        },
        _ => leaf(context, expression),
    }
}

/// Joins truths of which one decides: false in a conjunction, true in a disjunction.
fn join(so_far: Truth, next: Truth, decisive: bool) -> Truth {
    match (so_far, next) {
        (Ok(value), _) | (_, Ok(value)) if value == decisive => Ok(decisive),
        (Err(Stop::Unknown(why)), _) | (_, Err(Stop::Unknown(why))) => Err(Stop::Unknown(why)),
        (Err(stop), _) | (_, Err(stop)) => Err(stop),
        _ => Ok(!decisive),
    }
}

fn decide(context: &Context<'_>, parts: [&Expression; 2], decisive: bool) -> Truth {
    let mut so_far = Ok(!decisive);
    for part in parts {
        so_far = join(so_far, truth(context, part), decisive);
        if matches!(so_far, Ok(value) if value == decisive) {
            break;
        }
    }
    so_far
}

/// Tells whether a loop is `all` or `exists`: what it asks of each item, and which answer decides.
fn quantifier(comprehension: &ComprehensionExpr) -> Option<(&Expression, bool)> {
    let Expr::Call(CallExpr { func_name, args, .. }) = &comprehension.loop_step.expr else { return None };
    let [accumulated, within] = args.as_slice() else { return None };
    let is_accumulated = |expr: &Expr| matches!(expr, Expr::Ident(name) if *name == comprehension.accu_var);
    let Expr::Literal(LiteralValue::Boolean(_)) = &comprehension.accu_init.expr else { return None };
    if !is_accumulated(&accumulated.expr) || !is_accumulated(&comprehension.result.expr) {
        return None;
    }
    match func_name.as_str() {
        operators::LOGICAL_AND => Some((within, false)),
        operators::LOGICAL_OR => Some((within, true)),
        _ => None,
    }
}

fn quantified(
    context: &Context<'_>,
    comprehension: &ComprehensionExpr,
    within: &Expression,
    decisive: bool,
) -> Truth {
    let over = context.resolve(&comprehension.iter_range);
    let items = match over.map_err(|error| stop(&error, &comprehension.iter_range))? {
        Value::List(items) => items.as_ref().clone(),
        Value::Map(map) => {
            let mut keys: Vec<&Key> = map.map.keys().collect();
            keys.sort();
            keys.into_iter().map(Value::from).collect()
        }
        _ => return Err(Stop::Unknown("it loops over what is neither a list nor a map".to_owned())),
    };
    let mut so_far = Ok(!decisive);
    for item in items {
        let mut inner = context.new_inner_scope();
        inner.add_variable_from_value(comprehension.iter_var.clone(), item);
        so_far = join(so_far, truth(&inner, within), decisive);
        if matches!(so_far, Ok(value) if value == decisive) {
            break;
        }
    }
    so_far
}

fn leaf(context: &Context<'_>, expression: &Expression) -> Truth {
    match context.resolve(expression) {
        Ok(Value::Bool(value)) => Ok(value),
        Ok(_) => Err(Stop::Unknown("it gives no boolean".to_owned())),
        Err(error) => Err(stop(&error, expression)),
    }
}

/// Tells what an error of the crate means.
fn stop(error: &ExecutionError, expression: &Expression) -> Stop {
    let fails = match error {
        ExecutionError::NoSuchKey(key) => Some(format!("no such key: {key}")),
        ExecutionError::IndexOutOfBounds(Value::Int(index)) => Some(format!("index out of bounds: {index}")),
        ExecutionError::DivisionByZero(_) => Some("division by zero".to_owned()),
        ExecutionError::RemainderByZero(_) => Some("modulus by zero".to_owned()),
        ExecutionError::Overflow(_, Value::Int(_), Value::Int(_)) => Some("integer overflow".to_owned()),
        _ => None,
    };
    match (fails, error) {
        (Some(failure), _) if !rewrite::has_quantifier(expression) => Stop::Fails(failure),
        (Some(failure), _) => Stop::Unknown(failure),
        (None, ExecutionError::UndeclaredReference(name)) => {
            Stop::Unknown(format!("there is no {name} here"))
        }
        (None, ExecutionError::FunctionError { function, .. }) => Stop::Unknown(format!("{function} fails")),
        _ => Stop::Unknown("it compares or combines values in a way that is not known here".to_owned()),
    }
}
