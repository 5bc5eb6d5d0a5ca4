//! Makes SLOs of the documents of OpenSLO: finds what they refer to, and reads their queries.

use kubecheck_core::source::prometheus::shown;
use std::time::Duration;

use kubecheck_prometheus::template::forms;
use kubecheck_prometheus::template::share::Share;
use kubecheck_prometheus::template::{Template, TemplateError};

use super::indicator::Metric;
use super::slo::{Objective, Raw};
use super::source::Source;
use super::{Named, World, parts};
use crate::slo::{Alert, Method, Side, Sli, Slo};

/// How far apart the moments are at which a value is compared with its limit.
const STEP: Duration = Duration::from_secs(60);

/// What is measured, by which labels it is several, and where it is asked for.
type Measured = (Sli, Vec<String>, Option<String>);

/// Makes the SLOs of one document: one for each objective.
pub(super) fn slos(raw: &Raw, world: &World) -> Vec<Slo> {
    let notes = &raw.context.notes;
    if let Some(objective) = raw.objectives.iter().find(|objective| objective.is_composite) {
        let why = "a composite SLO is a mean of others by weights, which no user ever sees";
        let hint = "write each as an SLO of its own, and put them together with kubectl slocheck journey";
        notes.error(objective.at, why, Some(hint));
        return Vec::new();
    }
    if raw.objectives.is_empty() {
        return Vec::new();
    }
    let metric = match &raw.indicator {
        Some(Named::Here(indicator)) => indicator.metric.as_ref(),
        Some(Named::There(word)) => {
            let found = raw.context.find(&world.indicators, word, "SLI");
            found.and_then(|indicator| indicator.metric.as_ref())
        }
        None => None,
    };
    let alerts = alerts(raw, world);
    let slos = raw.objectives.iter().enumerate().filter_map(|(number, objective)| {
        let metric = objective.metric.as_ref().or(metric)?;
        let (sli, group_by, address) = measured(metric, objective, raw, world)?;
        Some(Slo {
            name: named(raw, number),
            service: raw.service.clone(),
            description: raw.description.clone(),
            target: objective.target?,
            window: raw.window.clone()?,
            method: Some(method(raw.method?, objective)?),
            sli,
            group_by,
            alerts: alerts.clone(),
            address,
            family: raw.context.family,
            place: notes.place(if raw.objectives.len() == 1 { raw.at } else { objective.at }),
        })
    });
    slos.collect()
}

/// Names the SLO of an objective.
fn named(raw: &Raw, number: usize) -> String {
    if raw.objectives.len() == 1 {
        return raw.name.clone();
    }
    let display = raw.objectives[number].name.as_deref().unwrap_or_default();
    let words: Vec<String> = display
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let words = if words.is_empty() { (number + 1).to_string() } else { words.join("-") };
    format!("{}-{words}", raw.name)
}

fn alerts(raw: &Raw, world: &World) -> Vec<Alert> {
    let of = |policy: &Named<super::Policy>| match policy {
        Named::Here(policy) => policy.alerts(world, &raw.context),
        Named::There(word) => {
            let found = raw.context.find(&world.policies, word, "AlertPolicy");
            found.map(|policy| policy.alerts(world, &raw.context)).unwrap_or_default()
        }
    };
    raw.policies.iter().flat_map(of).collect()
}

fn method(word: &str, objective: &Objective) -> Option<Method> {
    Some(match word {
        "Timeslices" => Method::Timeslices { slice: objective.slice?, target: objective.slice_target? },
        "RatioTimeslices" => Method::RatioTimeslices { slice: objective.slice? },
        _ => Method::Occurrences,
    })
}

fn measured(metric: &Metric, objective: &Objective, raw: &Raw, world: &World) -> Option<Measured> {
    let notes = &raw.context.notes;
    if !matches!(metric, Metric::Threshold(_))
        && (objective.comparison.is_some() || objective.value.is_some())
    {
        notes.warn(objective.at, "op and value mean nothing here: only a thresholdMetric has a limit", None);
    }
    match metric {
        Metric::Threshold(source) => threshold(source, objective, raw, world),
        Metric::Ratio { counter, side, part, total } => {
            let name = if *side == Side::Good { "good" } else { "bad" };
            let (at_part, part_count) = asked(part, name, *counter, world);
            let (at_total, total_count) = asked(total, "total", *counter, world);
            let address = same(at_part, at_total, total)?;
            let notes = &part.context.notes;
            let (sli, labels) = parts::events(*side, part_count?, total_count?, part.query.at, notes)?;
            Some((sli, labels, address))
        }
        Metric::Raw { source, of } => {
            let address = source.resolve(world)?;
            let (sli, labels) = shared(source, *of)?;
            Some((sli, labels, address))
        }
    }
}

/// Finds where events are asked for, and reads their query, if it is one to Prometheus.
fn asked(
    source: &Source,
    what: &str,
    counter: Option<bool>,
    world: &World,
) -> (Option<Option<String>>, Option<Template>) {
    let address = source.resolve(world);
    let read = |_| source.context.notes.template(&source.query, what, counted(&source.query.text, counter));
    let count = address.as_ref().and_then(read);
    (address, count)
}

/// Reads a query of events. Without a range it counts them only if somebody says that it is a counter.
fn counted(query: &str, counter: Option<bool>) -> Result<Template, TemplateError> {
    match counter {
        Some(true) => Template::of_counter(query),
        _ => Template::of_rate(query).map_err(|error| {
            let is_bare = Template::of_counter(query).is_ok();
            let hint = "write counter: true if its metrics only ever grow, or take rate(…[5m]) of them";
            if is_bare { TemplateError { hint: Some(hint.to_owned()), ..error } } else { error }
        }),
    }
}

fn threshold(source: &Source, objective: &Objective, raw: &Raw, world: &World) -> Option<Measured> {
    let address = source.resolve(world)?;
    let (Some(comparison), Some(limit)) = (objective.comparison, objective.value) else {
        let why = "a thresholdMetric needs op and value in each objective: on which side of what it is good";
        raw.context.notes.error(objective.at, why, Some("write them such as op: lte, value: 0.3"));
        return None;
    };
    let notes = &source.context.notes;
    let read = forms::threshold(&source.query.text, comparison, limit, STEP, &[]);
    let pair = notes.expression(&source.query, "thresholdMetric", read)?;
    let (sli, labels) = parts::events(Side::Good, pair.good, pair.total, source.query.at, notes)?;
    Some((sli, labels, address))
}

fn shared(source: &Source, of: Side) -> Option<(Sli, Vec<String>)> {
    let notes = &source.context.notes;
    match notes.expression(&source.query, "raw", Share::of_series(&source.query.text))? {
        Share::Counts { part, total, is_rest } => {
            let side = match (of, is_rest) {
                (Side::Good, false) | (Side::Bad, true) => Side::Good,
                (Side::Bad, false) | (Side::Good, true) => Side::Bad,
            };
            parts::events(side, part, total, source.query.at, notes)
        }
        Share::Series { promql, labels } => Some((Sli::Ratio { promql, of }, labels.unwrap_or_default())),
    }
}

/// Returns the address of both sides; two different ones cannot be asked at once.
fn same(
    part: Option<Option<String>>,
    total: Option<Option<String>>,
    source: &Source,
) -> Option<Option<String>> {
    match (part?, total?) {
        (Some(part), Some(total)) if part != total => {
            let why =
                format!("the two sides are asked at two places: {} and {}", shown(&part), shown(&total));
            source.context.notes.error(source.query.at, why, None);
            None
        }
        (part, total) => Some(part.or(total)),
    }
}
