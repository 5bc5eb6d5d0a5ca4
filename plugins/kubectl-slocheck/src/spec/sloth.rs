//! Sloth's specs: its own file (`prometheus/v1`) and PrometheusServiceLevel (`sloth.slok.dev/v1`), which say the same in other
//! spellings (`pkg/prometheus/api/v1` and `pkg/kubernetes/api/sloth/v1` of slok/sloth).
//!
//! The period is no part of them: it is thirty days, sloth's own default. What sloth makes of an SLO (names, labels and
//! severities of alerts, plugins that rewrite rules) changes nothing of what is promised.

use std::time::Duration;

use kubecheck_core::check::configuration::{Section, Word};
use kubecheck_prometheus::template::Template;
use kubecheck_prometheus::template::share::Share;

use super::notes::Notes;
use super::parts;
use crate::slo::{Family, Side, Sli, Slo, Window};

/// The days of the period, unless sloth is told otherwise (`--default-slo-period`).
const DAYS: u32 = 30;
/// The shortest window that sloth records a ratio of, which is what it takes the mean of.
const SLICE: Duration = Duration::from_secs(300);
/// The variable of its queries.
const WINDOW: &str = "window";

/// How a family spells its keys.
struct Keys {
    family: Family,
    plugins: &'static str,
    error_query: &'static str,
    total_query: &'static str,
    error_ratio_query: &'static str,
    page_alert: &'static str,
    ticket_alert: &'static str,
}

const FILE: Keys = Keys {
    family: Family::Sloth,
    plugins: "slo_plugins",
    error_query: "error_query",
    total_query: "total_query",
    error_ratio_query: "error_ratio_query",
    page_alert: "page_alert",
    ticket_alert: "ticket_alert",
};

const OBJECT: Keys = Keys {
    family: Family::PrometheusServiceLevel,
    plugins: "sloPlugins",
    error_query: "errorQuery",
    total_query: "totalQuery",
    error_ratio_query: "errorRatioQuery",
    page_alert: "pageAlert",
    ticket_alert: "ticketAlert",
};

/// Reads a file of sloth's own.
pub(super) fn file(section: &mut Section<'_>, notes: &Notes) -> Vec<Slo> {
    section.text("version");
    slos(section, &FILE, notes)
}

/// Reads a PrometheusServiceLevel.
pub(super) fn object(section: &mut Section<'_>, notes: &Notes) -> Vec<Slo> {
    for key in ["apiVersion", "kind", "metadata", "status"] {
        section.any(key);
    }
    section.need("spec");
    section.part("spec", |spec| slos(spec, &OBJECT, notes)).unwrap_or_default()
}

fn slos(section: &mut Section<'_>, keys: &Keys, notes: &Notes) -> Vec<Slo> {
    section.need("service");
    section.need("slos");
    let service = section.text("service").map(|word| word.text).unwrap_or_default();
    parts::labels(section, "labels", notes);
    plugins(section, keys.plugins);
    let slos = section.parts("slos", |slo| read(slo, &service, keys, notes));
    slos.into_iter().flatten().collect()
}

/// Reads plugins that change rules, but not what is promised.
fn plugins(section: &mut Section<'_>, key: &'static str) {
    section.part(key, |plugins| {
        plugins.flag("overridePrevious");
        plugins.parts("chain", |plugin| {
            plugin.need("id");
            plugin.text("id");
            plugin.any("config");
            plugin.any("priority");
        });
    });
}

fn read(section: &mut Section<'_>, service: &str, keys: &Keys, notes: &Notes) -> Option<Slo> {
    for key in ["name", "objective", "sli"] {
        section.need(key);
    }
    let at = section.at();
    let name = section.text("name");
    let description = section.text("description").map(|word| word.text).unwrap_or_default();
    let objective = section.number("objective").and_then(|word| parts::percent(&word, notes));
    parts::labels(section, "labels", notes);
    plugins(section, "plugins");
    section.part("alerting", |alerting| alerts(alerting, keys, notes));
    let (sli, group_by) = section.part("sli", |sli| indicator(sli, keys, notes)).flatten()?;
    Some(Slo {
        name: name?.text,
        service: service.to_owned(),
        description,
        target: objective?,
        window: Window::days(DAYS),
        method: None,
        sli,
        group_by,
        alerts: Vec::new(),
        address: None,
        family: keys.family,
        place: notes.place(at),
    })
}

fn alerts(section: &mut Section<'_>, keys: &Keys, notes: &Notes) {
    section.text("name");
    parts::labels(section, "labels", notes);
    parts::labels(section, "annotations", notes);
    for key in [keys.page_alert, keys.ticket_alert] {
        section.part(key, |alert| {
            alert.flag("disable");
            parts::labels(alert, "labels", notes);
            parts::labels(alert, "annotations", notes);
        });
    }
}

fn indicator(section: &mut Section<'_>, keys: &Keys, notes: &Notes) -> Option<(Sli, Vec<String>)> {
    let at = section.at();
    let has_plugin = section.any("plugin");
    let is = [section.any("events"), section.any("raw"), has_plugin];
    if is.iter().filter(|is| **is).count() != 1 {
        let count = if is.contains(&true) { "more than one" } else { "none" };
        notes.error(at, format!("an sli is one of events, raw and plugin, and there is {count}"), None);
        return None;
    }
    if has_plugin {
        let why = "what this SLI is made of is known to a plugin of sloth only, which is a program";
        notes.error(at, why, Some("write the queries that it makes as events"));
        return None;
    }
    let events = section.part("events", |events| {
        events.need(keys.error_query);
        events.need(keys.total_query);
        let query = |word: Option<Word>, what: &str| {
            let word = word?;
            notes.template(&word, what, Template::of_windowed(&word.text, WINDOW))
        };
        let error = query(events.text(keys.error_query), keys.error_query);
        let total = query(events.text(keys.total_query), keys.total_query);
        parts::events(Side::Bad, error?, total?, events.at(), notes)
    });
    let raw = section.part("raw", |raw| {
        raw.need(keys.error_ratio_query);
        let word = raw.text(keys.error_ratio_query)?;
        let read = Share::of_windowed(&word.text, WINDOW, SLICE);
        notes.expression(&word, keys.error_ratio_query, read).and_then(|share| shared(share, &word, notes))
    });
    events.flatten().or(raw.flatten())
}

/// Makes an SLI of the ratio of errors.
fn shared(share: Share, word: &Word, notes: &Notes) -> Option<(Sli, Vec<String>)> {
    match share {
        Share::Counts { part, total, is_rest } => {
            let side = if is_rest { Side::Good } else { Side::Bad };
            parts::events(side, part, total, word.at, notes)
        }
        Share::Series { promql, labels } => {
            Some((Sli::Ratio { promql, of: Side::Bad }, labels.unwrap_or_default()))
        }
    }
}
