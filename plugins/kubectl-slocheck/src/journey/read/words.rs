//! The words of a journey: percentages, numbers, counts.

use kubecheck_core::model::tree::{Form, Value};

use crate::slo::Target;

/// Reads a percentage between 0 and 100, as it is written: `99.9`, `99.9%`.
pub(super) fn percentage(key: &str, value: Value<'_>) -> Result<Target, String> {
    let takes = format!("{key} takes a percentage above 0 and below 100, such as 99.9");
    if matches!(value.form(), Form::Null | Form::Bool(_) | Form::Sequence | Form::Mapping) {
        return Err(format!("{takes}, and this is {}", value.form().name()));
    }
    let text = value.text();
    let target = Target::of_percent(text).map_err(|_| format!("{takes}, and this is {text:?}"))?;
    if target.looks_like_a_ratio() {
        let meant = Target::of_ratio(text.trim()).map(|ratio| format!("; did you mean {ratio}?"));
        return Err(format!("{takes}, and {text} is less than one per cent{}", meant.unwrap_or_default()));
    }
    Ok(target)
}

/// Reads a number.
pub(super) fn number(key: &str, value: Value<'_>) -> Result<f64, String> {
    match value.form() {
        Form::Int(number) => Ok(number as f64),
        Form::UInt(number) => Ok(number as f64),
        Form::Float(number) => Ok(number),
        Form::String(text) => {
            Err(format!("{key} takes a number, and this is {text:?}; what it is counted in goes to unit"))
        }
        other => Err(format!("{key} takes a number, and this is {}", other.name())),
    }
}

/// Reads how many of several are needed.
pub(super) fn count(key: &str, value: Value<'_>, of: usize) -> Result<usize, String> {
    let Form::Int(number) = value.form() else {
        return Err(format!("{key} takes a whole number, and this is {}", value.form().name()));
    };
    let count = usize::try_from(number).ok().filter(|count| (1..=of).contains(count));
    count.ok_or_else(|| format!("{key} {number} of {of} nodes cannot be; it takes 1 to {of}"))
}
