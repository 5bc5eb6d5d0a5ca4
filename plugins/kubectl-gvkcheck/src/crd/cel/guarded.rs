//! Functions of kube-cel that are like the server's for some arguments only: for others they fail, so that the rule is not
//! evaluated.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use chrono::{DateTime, Timelike};
use kube_cel::KubeCelExt;
use kube_cel::cel::extractors::{Arguments, This};
use kube_cel::cel::parser::{Expression, Parser};
use kube_cel::cel::{Context, ExecutionError, FunctionContext, Value};

type Given<'f, 'c> = FunctionContext<'f, 'c>;
type Result<T = Value> = std::result::Result<T, ExecutionError>;

/// The name of the sign before a value, which no rule can write.
pub(super) const NEGATE: &str = "@negate";

/// Adds the functions.
pub(super) fn add(context: &mut Context<'static>) {
    context.add_function(NEGATE, negate);
    context.add_function("sum", sum);
    context.add_function("format", format);
    context.add_function("replace", replace);
    context.add_function("timestamp", timestamp);
    context.add_function("url", |context: &Given<'_, '_>, This(this): This<Value>| {
        url(context, "url(value)", this)
    });
    context.add_function("isURL", |context: &Given<'_, '_>, This(this): This<Value>| match &this {
        // It needs a scheme, or begins with a slash.
        Value::String(text) if !text.contains([':', '/', '*']) => Ok(Value::Bool(false)),
        _ => url(context, "isURL(value)", this),
    });
    context.add_function("semver", semver);
}

/// kube-cel's own functions, and calls of them.
static PLAIN: LazyLock<(Context<'static>, BTreeMap<&str, Expression>)> = LazyLock::new(|| {
    let calls = [
        "string(value)",
        "url(value)",
        "isURL(value)",
        "semver(value)",
        "timestamp(value)",
        "value.sum()",
        "value.format(list)",
    ];
    let parsed = calls.into_iter().filter_map(|call| Some((call, Parser::default().parse(call).ok()?)));
    (Context::default().with_all(), parsed.collect())
});

/// Calls a function of kube-cel.
pub(super) fn plain(call: &str, value: Value, list: Option<Value>) -> Result {
    let (context, calls) = &*PLAIN;
    let mut context = context.new_inner_scope();
    context.add_variable_from_value("value", value);
    if let Some(list) = list {
        context.add_variable_from_value("list", list);
    }
    calls.get(call).map_or(Ok(Value::Null), |call| context.resolve(call))
}

/// Turns the sign of a number; the crate's own runs over.
fn negate(context: &Given<'_, '_>, value: Value) -> Result {
    match value {
        Value::Int(own) => match own.checked_neg() {
            Some(turned) => Ok(Value::Int(turned)),
            None => Err(ExecutionError::Overflow("sub", Value::Int(0), Value::Int(own))),
        },
        Value::Float(own) => Ok(Value::Float(-own)),
        _ => Err(context.error("it is no number")),
    }
}

/// Adds the items of a list; the crate's own runs over.
fn sum(context: &Given<'_, '_>, This(this): This<Value>) -> Result {
    let Value::List(items) = &this else { return Err(context.error("it is no list")) };
    let mut sum = Some(0_i64);
    for item in items.iter() {
        match item {
            Value::Int(own) => sum = sum.and_then(|sum| sum.checked_add(*own)),
            Value::Float(_) => return plain("value.sum()", this, None),
            _ => return Err(context.error("its items are no numbers")),
        }
    }
    match sum {
        Some(sum) => Ok(Value::Int(sum)),
        None => Err(context.error("the sum is too great")),
    }
}

/// Fills a text with values, as far as they are written as the server does.
fn format(context: &Given<'_, '_>, This(this): This<Arc<String>>, list: Arc<Vec<Value>>) -> Result {
    if !can_format(&this, &list) {
        return Err(context.error("it writes values in another way"));
    }
    plain("value.format(list)", Value::String(this), Some(Value::List(list)))
}

fn can_format(text: &str, list: &[Value]) -> bool {
    let mut values = list.iter();
    let mut clauses = text.split('%').skip(1);
    while let Some(clause) = clauses.next() {
        if clause.is_empty() {
            // Two signs stand for one, and what follows is text.
            if clauses.next().is_none() {
                return false;
            }
            continue;
        }
        let precise =
            clause.strip_prefix('.').map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
        let digits = precise.map_or(0, |rest| clause.len() - 1 - rest.len());
        let kind = precise.unwrap_or(clause).chars().next();
        let can = match (kind, values.next()) {
            // What stands for a type is a text that begins with a zero.
            (Some('s'), Some(Value::String(own))) => precise.is_none() && !own.starts_with('\0'),
            (Some('s'), Some(Value::Bool(_))) | (Some('s' | 'd'), Some(Value::Int(_))) => precise.is_none(),
            (Some('x' | 'X'), Some(Value::Int(_))) => precise.is_none(),
            (Some('f'), Some(Value::Float(own))) => {
                own.abs() < 1000.0 && (precise.is_none() || matches!(digits, 1 | 2))
            }
            _ => false,
        };
        if !can {
            return false;
        }
    }
    values.next().is_none()
}

/// Replaces as Go's `strings.Replace` does: a limit below zero is none.
fn replace(
    context: &Given<'_, '_>,
    This(this): This<Arc<String>>,
    Arguments(arguments): Arguments,
) -> Result {
    let (old, new, limit) = match arguments.as_slice() {
        [Value::String(old), Value::String(new)] => (old, new, -1),
        [Value::String(old), Value::String(new), Value::Int(limit)] => (old, new, *limit),
        _ => return Err(context.error("its arguments are no texts and no limit")),
    };
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    Ok(Value::String(Arc::new(this.replacen(old.as_str(), new, limit))))
}

/// Reads a time, in UTC as the server's are.
fn timestamp(context: &Given<'_, '_>, value: Value) -> Result {
    match &value {
        Value::Timestamp(_) => Ok(value),
        Value::String(text) => match time(text) {
            Some(time) => Ok(Value::Timestamp(time)),
            None => Err(context.error("it is no time")),
        },
        _ => Err(context.error("it is no text")),
    }
}

/// Reads a time (RFC 3339) as Go does.
pub(super) fn time(text: &str) -> Option<DateTime<chrono::FixedOffset>> {
    let is_plain = text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'-' | b'+' | b':' | b'.' | b'T' | b'Z'));
    let time = DateTime::parse_from_rfc3339(text).ok().filter(|_| is_plain)?.to_utc();
    // What chrono takes for a leap second.
    (time.nanosecond() < 1_000_000_000).then(|| time.fixed_offset())
}

/// Calls a function about URLs with one that the crate keeps as it is written.
fn url(context: &Given<'_, '_>, call: &str, this: Value) -> Result {
    match &this {
        Value::String(text) if is_plain_url(text) => plain(call, this, None),
        _ => Err(context.error("the URL is read in another way")),
    }
}

/// Tells whether a URL is written as it would be anyway: scheme and host in lower case, no user, no port that goes without
/// saying, a path, nothing to escape.
fn is_plain_url(text: &str) -> bool {
    let is_word = |text: &str, signs: &str| {
        text.bytes().all(|b| b.is_ascii_alphanumeric() || signs.contains(char::from(b)))
    };
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let Some((authority, rest)) = rest.split_once('/') else { return false };
    let (path, query) = rest.split_once('?').unwrap_or((rest, "a=b"));
    let (host, port) = authority.split_once(':').unwrap_or((authority, "1"));
    let labels: Vec<&str> = host.split('.').collect();
    let is_label = |label: &&str| {
        label.starts_with(|c: char| c.is_ascii_lowercase())
            && !label.ends_with('-')
            && !label.contains("--")
            && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    let is_pair = |pair: &str| matches!(pair.split_once('='), Some((name, value)) if !name.is_empty() && is_word(name, "-_") && is_word(value, "-_."));
    matches!(scheme, "http" | "https")
        && labels.iter().all(is_label)
        && matches!(port.parse::<u16>(), Ok(number) if number > 0 && !matches!(number, 80 | 443) && port == number.to_string())
        && is_word(path, "-_~./")
        && !path.split('/').any(|part| matches!(part, "." | ".."))
        && query.split('&').all(is_pair)
}

/// Reads a version; metadata of the build has no part in comparing on the server.
fn semver(context: &Given<'_, '_>, This(this): This<Value>, Arguments(arguments): Arguments) -> Result {
    match &this {
        Value::String(text) if !text.contains('+') && arguments.len() <= 1 => {
            plain("semver(value)", this, None)
        }
        _ => Err(context.error("the version is read in another way")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_plain_if_nothing_is_lost_or_added() {
        for (text, known) in [
            ("https://example.com:8080/a/b?q=1", true),
            ("http://a/", true),
            ("http://a", false),
            ("http://a:80/", false),
            ("http://A/", false),
            ("http://1.2/", false),
            ("http://a/../b", false),
            ("/a", false),
        ] {
            assert_eq!(is_plain_url(text), known, "{text}");
        }
    }

    #[test]
    fn values_are_written_only_as_the_server_does() {
        let float = || Value::Float(1.0);
        for (text, values, known) in [
            ("%s-%d%%", vec![Value::Int(1), Value::Int(1)], true),
            ("%.2f", vec![float()], true),
            ("%.99999999f", vec![float()], false),
            ("%s", vec![float()], false),
            ("%s%", vec![Value::Int(1)], false),
            ("%d", vec![], false),
        ] {
            assert_eq!(can_format(text, &values), known, "{text}");
        }
    }
}
