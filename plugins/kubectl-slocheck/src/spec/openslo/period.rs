//! The window of an SLO of OpenSLO: so long up to now, or a period of the calendar.

use std::time::Duration;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use kubecheck_core::check::configuration::{Section, Word};
use kubecheck_core::model::tree::Position;

use super::Context;
use crate::slo::Window;
use crate::slo::window::{Calendar, Unit};

/// The days of the window that is taken where none is written.
const DAYS: u32 = 30;
/// The longest window, in days; no server keeps more.
const LONGEST: u64 = 3660;
const DAY: u64 = 86400;

/// A unit of a length of time: its letter, its word in v1alpha, its seconds (`DurationShorthand` of OpenSLO/go-sdk), and the unit of
/// the calendar.
type Measure = (&'static str, &'static str, u64, Option<Unit>);

const UNITS: [Measure; 8] = [
    ("s", "Second", 1, None),
    ("m", "", 60, None),
    ("h", "", 3600, None),
    ("d", "Day", DAY, Some(Unit::Day)),
    ("w", "Week", 7 * DAY, Some(Unit::Week)),
    ("M", "Month", 30 * DAY, Some(Unit::Month)),
    ("Q", "Quarter", 90 * DAY, Some(Unit::Quarter)),
    ("Y", "", 365 * DAY, Some(Unit::Year)),
];

/// Returns the one window of a list of them; none is a warning.
pub(super) fn only(
    mut windows: Vec<Option<Window>>,
    at: Position,
    key: &str,
    context: &Context,
) -> Option<Window> {
    match windows.len() {
        1 => windows.pop().flatten(),
        0 => {
            let why = format!("there is no {key}: {DAYS} days up to now are taken");
            context.notes.warn(at, why, Some("write the period of the budget"));
            Some(Window::days(DAYS))
        }
        count => {
            context.notes.error(at, format!("{key} has {count} windows, and a budget is for one"), None);
            None
        }
    }
}

/// Reads a window of v1 or v2alpha.
pub(super) fn read(section: &mut Section<'_>, context: &Context) -> Option<Window> {
    section.need("duration");
    let word = section.text("duration");
    let length = word.and_then(|word| length(&word, false, context));
    window(section, length, context)
}

/// Reads a window of v1alpha.
pub(super) fn alpha(section: &mut Section<'_>, context: &Context) -> Option<Window> {
    section.need("unit");
    section.need("count");
    let unit = section.choice("unit", &["Second", "Day", "Week", "Month", "Quarter"]);
    let count = section.number("count").and_then(|word| count(&word, context));
    let measure = UNITS.iter().find(|(_, word, ..)| Some(*word) == unit);
    window(section, count.zip(measure.copied()), context)
}

/// Reads the length of a slice; a bare number is minutes.
pub(super) fn slice(word: &Word, context: &Context) -> Option<Duration> {
    let (count, (_, _, seconds, _)) = length(word, true, context)?;
    Some(Duration::from_secs(seconds.saturating_mul(count)))
}

/// Reads a length of time, such as how far a condition looks back.
pub(super) fn duration(word: &Word, context: &Context) -> Option<Duration> {
    let (count, (_, _, seconds, _)) = length(word, false, context)?;
    Some(Duration::from_secs(seconds.saturating_mul(count)))
}

fn window(section: &mut Section<'_>, length: Option<(u64, Measure)>, context: &Context) -> Option<Window> {
    let at = section.at();
    let rolls = section.flag("isRolling").unwrap_or_default();
    let has_calendar = section.any("calendar");
    let calendar = section.part("calendar", |calendar| begin(calendar, context)).flatten();
    if rolls == has_calendar {
        let why = if rolls { "it rolls, and has a calendar" } else { "it neither rolls nor has a calendar" };
        let hint = "write isRolling: true, or a calendar with startTime and timeZone";
        context.notes.error(at, why, Some(hint));
        return None;
    }
    let (count, (_, _, seconds, unit)) = length?;
    let total = seconds.saturating_mul(count);
    if total > LONGEST * DAY {
        context.notes.error(at, format!("the window is longer than {LONGEST} days"), None);
        return None;
    }
    if rolls {
        return Some(Window::Rolling(Duration::from_secs(total)));
    }
    let (anchor, zone) = calendar?;
    let Some(unit) = unit else {
        context.notes.error(
            at,
            "a period of the calendar is counted in days, weeks, months, quarters or years",
            None,
        );
        return None;
    };
    Some(Window::Calendar(Calendar { count: i64::try_from(count).ok()?, unit, anchor, zone }))
}

/// Reads where periods of the calendar begin.
fn begin(section: &mut Section<'_>, context: &Context) -> Option<(DateTime, TimeZone)> {
    section.need("startTime");
    section.need("timeZone");
    let anchor = section.text("startTime").and_then(|word| {
        let read = word.text.parse().ok();
        if read.is_none() {
            let why = format!("{:?} is no time on a clock", word.text);
            context.notes.error(word.at, why, Some("write it such as 2026-01-01 00:00:00"));
        }
        read
    });
    let zone = section.text("timeZone").and_then(|word| {
        let read = TimeZone::get(&word.text).ok();
        if read.is_none() {
            let why = format!("there is no time zone {:?}", word.text);
            context.notes.error(word.at, why, Some("write its IANA name, such as Europe/Berlin, or UTC"));
        }
        read
    });
    anchor.zip(zone)
}

fn length(word: &Word, is_slice: bool, context: &Context) -> Option<(u64, Measure)> {
    let digits = word.text.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.text.len());
    let (number, letter) = word.text.split_at(digits);
    let letter = if letter.is_empty() && is_slice { "m" } else { letter };
    let unit = UNITS.iter().find(|(unit, ..)| *unit == letter && *unit != "s");
    match (number.parse::<u64>().ok().filter(|count| *count > 0), unit) {
        (Some(count), Some(unit)) => Some((count, *unit)),
        _ => {
            let hint = "write a number and one of m, h, d, w, M (month), Q (quarter), Y (year): 30d";
            context.notes.error(word.at, format!("{:?} is no length of time", word.text), Some(hint));
            None
        }
    }
}

fn count(word: &Word, context: &Context) -> Option<u64> {
    let count = word.text.parse().ok().filter(|count| *count > 0);
    if count.is_none() {
        context.notes.error(word.at, format!("{} is no number of periods", word.text), None);
    }
    count
}
