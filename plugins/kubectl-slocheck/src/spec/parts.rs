//! What several families of specs have: targets, lengths of time, events that are counted.

use kubecheck_core::check::configuration::{Section, Word};
use kubecheck_core::model::tree::Position;
use kubecheck_prometheus::template::{Selector, Template};

use super::notes::Notes;
use crate::slo::{Part, Side, Sli, Target};

/// Reads a percentage, as it is written.
pub(super) fn percent(word: &Word, notes: &Notes) -> Option<Target> {
    match Target::of_percent(&word.text) {
        Ok(target) => {
            if target.looks_like_a_ratio() {
                let meant = Target::of_ratio(&word.text).map(|target| target.to_string());
                let hint = meant
                    .ok()
                    .map(|meant| format!("if {meant} is meant, write {}", meant.trim_end_matches('%')));
                let why = format!(
                    "the target is {}% here, not a ratio: nearly everything may fail",
                    word.text.trim_end_matches('%')
                );
                notes.warn(word.at, why, hint.as_deref());
            }
            Some(target)
        }
        Err(why) => {
            notes.error(word.at, why, None);
            None
        }
    }
}

/// Reads a ratio, as it is written.
pub(super) fn ratio(word: &Word, notes: &Notes) -> Option<Target> {
    Target::of_ratio(&word.text)
        .map_err(|why| {
            let percent = Target::of_percent(&word.text).ok().filter(|target| target.ratio() > 0.01);
            let hint =
                percent.map(|target| format!("this is a ratio: write {} for {target}", target.ratio()));
            notes.error(word.at, why, hint.as_deref());
        })
        .ok()
}

/// Makes an SLI of events, and returns the labels by which there are several.
pub(super) fn events(
    side: Side,
    count: Template,
    total: Template,
    at: Position,
    notes: &Notes,
) -> Option<(Sli, Vec<String>)> {
    let labels = match (count.labels(), total.labels()) {
        (Some(part), Some(whole)) if part == whole => part.to_vec(),
        (Some(part), Some(whole)) => {
            let why =
                format!("the two sides count apart by other labels: {} and {}", listed(part), listed(whole));
            notes.error(at, why, Some("sum both by the same labels"));
            return None;
        }
        _ => {
            let why = "it is not known by which labels it counts apart: \"without\" leaves all the others";
            notes.error(at, why, Some("name the labels: sum by (label) (…)"));
            return None;
        }
    };
    if count == total {
        notes.error(at, "both sides are the same: everything would be good, or bad", None);
        return None;
    }
    outside(&count, &total, at, notes);
    Some((Sli::Events { part: Part { side, count }, total }, labels))
}

/// Warns of a part that is not within its whole: all events are those of some labels, and the part is of others too.
fn outside(part: &Template, total: &Template, at: Position, notes: &Notes) {
    let (part, total) = (part.selectors(), total.selectors());
    let ([part], [total]) = (part.as_slice(), total.as_slice()) else { return };
    if part.bound().is_some() || part.metric != total.metric {
        return;
    }
    for matcher in &total.matchers {
        if part.matchers.iter().all(|other| other.label != matcher.label) {
            let why = format!(
                "all events are those with {matcher}, and {part} does not say so: events may be counted that are none of them"
            );
            notes.warn(at, why, Some("write the same matchers on both sides"));
        }
    }
}

fn listed(labels: &[String]) -> String {
    if labels.is_empty() { "none".to_owned() } else { labels.join(", ") }
}

/// Warns of the two sides of a histogram that demand other labels: other requests are counted than there are.
pub(super) fn alike(success: &Selector, total: &Selector, at: Position, notes: &Notes) {
    let success = success.without("le");
    let lacks = |one: &Selector, other: &Selector| {
        one.matchers.iter().find(|matcher| !other.matchers.contains(matcher)).map(ToString::to_string)
    };
    if let Some(matcher) = lacks(&success, total).or_else(|| lacks(total, &success)) {
        let why =
            format!("only one side has {matcher}: the fast requests are others than those that are counted");
        notes.warn(at, why, Some("write the same matchers on both sides, but for le"));
    }
}

/// Reads names and values that nobody needs here, such as labels: all of them must be texts, or lists of texts.
pub(super) fn labels(section: &mut Section<'_>, key: &'static str, notes: &Notes) {
    let Some(value) = section.value(key) else { return };
    let is_text = |value: &kubecheck_core::model::tree::Value<'_>| value.as_str().is_some();
    if !value.is_mapping() {
        notes.error(
            value.span().start,
            format!("{key} takes a map, and this is {}", value.form().name()),
            None,
        );
    }
    for entry in value.entries() {
        let fits = is_text(&entry.value)
            || entry.value.is_sequence() && entry.value.items().all(|item| is_text(&item));
        if !fits {
            let why = format!("a label is a text, and this is {}", entry.value.form().name());
            notes.error(entry.value.span().start, why, Some("put it in quotes"));
        }
    }
}
