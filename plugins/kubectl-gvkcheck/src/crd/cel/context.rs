//! The functions a rule can call: those of kube-cel, and some that it lacks or has otherwise than the server.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use kube_cel::KubeCelExt;
use kube_cel::cel::extractors::{Arguments, This};
use kube_cel::cel::objects::ValueType;
use kube_cel::cel::{Context, ExecutionError, FunctionContext, Value};
use regex::Regex;

use super::guarded;
use crate::crd::pattern;

/// The context that every rule is evaluated in.
pub(super) static BASE: LazyLock<Context<'static>> = LazyLock::new(|| {
    let mut context = Context::default().with_all();
    context.add_function("size", size);
    context.add_function("matches", matches);
    context.add_function("dyn", |value: Value| -> Result<Value, ExecutionError> { Ok(value) });
    context.add_function("type", |value: Value| -> Result<Value, ExecutionError> {
        Ok(named(type_name(&value)))
    });
    context.add_function("bool", boolean);
    context.add_function("string", string);
    context.add_function("split", split);
    guarded::add(&mut context);
    for name in ["int", "uint", "double", "bool", "string", "bytes", "list", "map", "null_type"] {
        context.add_variable_from_value(name, named(name));
    }
    context
});

/// Writes a value as cel-go does; the crate has no booleans, and other times and durations.
fn string(context: &FunctionContext<'_, '_>, This(this): This<Value>) -> Result<Value, ExecutionError> {
    let text = match &this {
        Value::Bool(value) => value.to_string(),
        Value::Float(value) if *value == 0.0 || (1e-4..1e6).contains(&value.abs()) => value.to_string(),
        Value::Float(_) => return Err(context.error("the number is written in another way")),
        // With the offset it was written with, which is not kept here.
        Value::Timestamp(_) => return Err(context.error("the time is written in another way")),
        Value::Duration(duration) if duration.subsec_nanos() == 0 => format!("{}s", duration.num_seconds()),
        Value::Duration(_) => return Err(context.error("the duration is written in another way")),
        Value::Bytes(_) => return Err(context.error("the bytes are written in another way")),
        _ => return guarded::plain("string(value)", this, None),
    };
    Ok(Value::String(Arc::new(text)))
}

/// Splits a text as Go's `strings.SplitN` does: by nothing, into its characters.
fn split(
    context: &FunctionContext<'_, '_>,
    This(this): This<Arc<String>>,
    Arguments(arguments): Arguments,
) -> Result<Value, ExecutionError> {
    let (sign, limit) = match arguments.as_slice() {
        [Value::String(sign)] => (sign, -1),
        [Value::String(sign), Value::Int(limit)] => (sign, *limit),
        _ => return Err(context.error("its arguments are no text and no limit")),
    };
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let parts: Vec<String> = match (limit, sign.as_str()) {
        (0, _) => Vec::new(),
        (_, "") => {
            let count = this.chars().count();
            let single = count.min(limit.saturating_sub(usize::from(limit < count)));
            let mut parts: Vec<String> = this.chars().take(single).map(String::from).collect();
            if single < count {
                parts.push(this.chars().skip(single).collect());
            }
            parts
        }
        (_, sign) => this.splitn(limit, sign).map(str::to_owned).collect(),
    };
    Ok(Value::List(Arc::new(parts.into_iter().map(|part| Value::String(Arc::new(part))).collect())))
}

/// The value that stands for a type: no text of an object is equal to it.
fn named(name: &str) -> Value {
    Value::String(Arc::new(format!("\u{0}{name}")))
}

fn type_name(value: &Value) -> &'static str {
    match value.type_of() {
        ValueType::Int => "int",
        ValueType::UInt => "uint",
        ValueType::Float => "double",
        ValueType::Bool => "bool",
        ValueType::String => "string",
        ValueType::Bytes => "bytes",
        ValueType::List => "list",
        ValueType::Map => "map",
        ValueType::Null => "null_type",
        _ => "other",
    }
}

/// Counts the characters of a text, where `cel` counts its bytes.
fn size(context: &FunctionContext<'_, '_>, This(this): This<Value>) -> Result<i64, ExecutionError> {
    let size = match this {
        Value::List(list) => list.len(),
        Value::Map(map) => map.map.len(),
        Value::String(text) => text.chars().count(),
        Value::Bytes(bytes) => bytes.len(),
        _ => return Err(context.error("it has no size")),
    };
    Ok(i64::try_from(size).unwrap_or(i64::MAX))
}

fn boolean(context: &FunctionContext<'_, '_>, value: Value) -> Result<bool, ExecutionError> {
    match value {
        Value::Bool(value) => Ok(value),
        Value::String(text) => match text.as_str() {
            "1" | "t" | "T" | "true" | "TRUE" | "True" => Ok(true),
            "0" | "f" | "F" | "false" | "FALSE" | "False" => Ok(false),
            _ => Err(context.error("it is no boolean")),
        },
        _ => Err(context.error("it is no boolean")),
    }
}

thread_local! {
    /// Patterns that rules use, compiled; a rule over a list matches each of its items.
    static PATTERNS: RefCell<HashMap<String, Option<Regex>>> = RefCell::new(HashMap::new());
}

/// Matches as Go does.
fn matches(
    context: &FunctionContext<'_, '_>,
    This(this): This<Arc<String>>,
    pattern: Arc<String>,
) -> Result<bool, ExecutionError> {
    const MOST: usize = 256;
    let found = PATTERNS.with_borrow_mut(|patterns| {
        if patterns.len() > MOST {
            patterns.clear();
        }
        let compiled = patterns.entry(String::clone(&pattern)).or_insert_with(|| pattern::compile(&pattern));
        compiled.as_ref().map(|regex| regex.is_match(&this))
    });
    found.ok_or_else(|| context.error("the pattern cannot be compiled"))
}
