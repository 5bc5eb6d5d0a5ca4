//! A forecast in words, and as a document.

use std::time::Duration;

use kubecheck_prometheus::query::Millis;
use serde_json::{Value, json};

use super::{Forecast, Question};
use crate::slo::Window;
use crate::slo::window::spell;
use crate::text::{percent, time};

/// Says a forecast in one plain sentence.
pub fn sentence(name: &str, question: &Question<'_>, forecast: &Forecast) -> String {
    let is_calendar = matches!(question.window, Window::Calendar(_));
    match forecast {
        Forecast::Unknown { why } => format!("nobody can say when the budget of {name} is gone: {why}"),
        Forecast::Exhausted { recovers } => {
            format!("the budget of {name} is gone{}", after(*recovers, question.now, is_calendar))
        }
        Forecast::Exhausts { at, recovers } => {
            let when = format!("in {}, at {}", ahead(question.now, *at), time(*at));
            format!("the budget of {name} is gone {when}{}", after(*recovers, question.now, is_calendar))
        }
        Forecast::DoesNotExhaust { steady, .. } if is_calendar => {
            format!("the budget of {name} lasts until the period ends: {} is left then", percent(*steady))
        }
        Forecast::DoesNotExhaust { steady, lowest, lowest_at } => {
            let left = percent(*steady);
            let dip = match lowest < steady && *lowest_at > question.now {
                true => format!(", and on the way at least {} at {}", percent(*lowest), time(*lowest_at)),
                false => String::new(),
            };
            format!("the budget of {name} lasts: if it burns on as now, {left} is left in the long run{dip}")
        }
    }
}

/// Says what comes after the budget is gone.
fn after(recovers: Option<Millis>, now: Millis, is_calendar: bool) -> String {
    match recovers {
        None => ", and does not come back as long as it burns as now".to_owned(),
        Some(at) if is_calendar => format!("; the next one begins at {}", time(at)),
        Some(at) => format!("; some of it is there again in {}, at {}", ahead(now, at), time(at)),
    }
}

/// The units of time that is ahead, in seconds.
const UNITS: [u64; 4] = [86400, 3600, 60, 1];

/// Returns how long something is ahead, in two units at the most: `3 days 4 hours`.
fn ahead(now: Millis, at: Millis) -> String {
    let seconds = u64::try_from((at - now) / 1000).unwrap_or_default();
    let largest = UNITS.iter().position(|unit| seconds >= *unit).unwrap_or(UNITS.len() - 1);
    let whole = seconds - seconds % UNITS[largest];
    let next = UNITS.get(largest + 1).map(|unit| (seconds - whole) / unit * unit).filter(|rest| *rest > 0);
    let next = next.map(|rest| format!(" {}", spell(Duration::from_secs(rest)))).unwrap_or_default();
    format!("{}{next}", spell(Duration::from_secs(whole)))
}

/// Returns a forecast as a part of a document; its numbers are not rounded.
pub fn document(question: &Question<'_>, forecast: &Forecast) -> Value {
    let at = |at: Option<Millis>| at.map(time);
    let seconds = |at: Millis| (at - question.now) as f64 / 1000.0;
    let mut document = match forecast {
        Forecast::Exhausts { at: gone, recovers } => json!({
            "state": "exhausts", "at": time(*gone), "inSeconds": seconds(*gone), "recovers": at(*recovers),
        }),
        Forecast::DoesNotExhaust { steady, lowest, lowest_at } => json!({
            "state": "does-not-exhaust", "steady": steady, "lowest": {"remaining": lowest, "at": time(*lowest_at)},
        }),
        Forecast::Exhausted { recovers } => json!({"state": "exhausted", "recovers": at(*recovers)}),
        Forecast::Unknown { why } => json!({"state": "unknown", "why": why}),
    };
    let burn = question.pace.filter(|pace| pace.total > 0.0);
    document["burn"] = json!(burn.map(|pace| pace.bad / pace.total / question.target.budget()));
    document
}
