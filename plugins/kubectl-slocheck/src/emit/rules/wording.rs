//! What alerts say to people.

use std::time::Duration;

use kubecheck_prometheus::template::Template;

use super::alerts::text;
use crate::gate::Pair;
use crate::slo::window::spell;
use crate::slo::{Family, Side, Sli, Slo, Window};

/// Returns a text that the templates of Prometheus leave as it is.
pub(super) fn literal(text: &str) -> String {
    text.replace("{{", "{{ \"{{\" }}")
}

/// Says how fast is too fast, and how soon the budget of a period is gone then.
pub(super) fn burns(pair: &Pair, period: Duration) -> String {
    let limit = pair.limit.number();
    let how = match text(pair.limit).as_str() {
        "1" => format!("faster than it may over {}", pair.spelled()),
        limit => format!("more than {limit} times as fast as it may over {}", pair.spelled()),
    };
    if limit <= 1.0 {
        return how;
    }
    // Nobody wants to know it to the second.
    let unit = if period.as_secs_f64() / limit > 172_800.0 { 3600.0 } else { 60.0 };
    let whole = (period.as_secs_f64() / limit / unit).round() * unit;
    format!("{how}, at which rate it lasts {}", spell(Duration::from_secs_f64(whole)))
}

/// Returns the command that tells more; none if nothing says how to name the SLO in one.
pub(super) fn command(slo: &Slo) -> Option<String> {
    let name = format!("--slo-name {}", word(&slo.full_name()));
    match (&*slo.place.origin, slo.place.line) {
        // Who gets the alert has not what went through a pipe.
        ("-" | "<stdin>", _) => None,
        ("", _) if slo.family == Family::Flags => of_flags(slo),
        (_, 0) => Some(format!("kubectl slocheck gate {name}")),
        (file, _) => Some(format!("kubectl slocheck gate -f {} {name}", word(file))),
    }
}

/// Returns the command of an SLO that flags said.
fn of_flags(slo: &Slo) -> Option<String> {
    let (Sli::Events { part, total }, Window::Rolling(period)) = (&slo.sli, &slo.window) else { return None };
    let days = period.as_secs() / 86400;
    if !period.as_secs().is_multiple_of(86400) {
        return None;
    }
    // The range is only a stand-in: that of each window takes its place.
    let of = |template: &Template| {
        Some(template.over(crate::measure::ask::SLICE)).filter(|text| Template::of_counter(text).is_ok())
    };
    let (total, part_of) = (word(&of(total)?), word(&of(&part.count)?));
    let side = if part.side == Side::Good { "good" } else { "bad" };
    Some(format!(
        "kubectl slocheck gate --total {total} --{side} {part_of} --target {} --budget-days {days}",
        slo.target.to_string().trim_end_matches('%'),
    ))
}

/// Writes a text as one word of a shell.
fn word(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@%+,".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}
