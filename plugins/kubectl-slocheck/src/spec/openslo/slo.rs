//! An SLO of OpenSLO v1 or v2alpha, as it is written: what it refers to is found later.

use std::time::Duration;

use kubecheck_core::check::configuration::{Section, Word};
use kubecheck_core::model::tree::Position;
use kubecheck_prometheus::template::forms::Comparison;

use super::alerts::{self, Policy};
use super::indicator::{self, Indicator, Metric};
use super::{Context, Metadata, Named, parts, period};
use crate::slo::{Family, Target, Window};

/// The words of budgeting methods.
const METHODS: [&str; 3] = ["Occurrences", "Timeslices", "RatioTimeslices"];

/// An SLO as it is written.
pub(super) struct Raw {
    pub(super) context: Context,
    pub(super) at: Position,
    pub(super) name: String,
    pub(super) service: String,
    pub(super) description: String,
    pub(super) indicator: Option<Named<Indicator>>,
    /// None if something is wrong with it, which has been told; so is the window.
    pub(super) method: Option<&'static str>,
    pub(super) window: Option<Window>,
    pub(super) objectives: Vec<Objective>,
    pub(super) policies: Vec<Named<Policy>>,
}

/// An objective.
#[derive(Default)]
pub(super) struct Objective {
    pub(super) at: Position,
    pub(super) name: Option<String>,
    pub(super) target: Option<Target>,
    pub(super) comparison: Option<Comparison>,
    pub(super) value: Option<f64>,
    pub(super) slice_target: Option<Target>,
    pub(super) slice: Option<Duration>,
    /// What only this objective measures (v1alpha).
    pub(super) metric: Option<Metric>,
    /// Whether it has an indicator or a weight of its own: the SLO is a composite.
    pub(super) is_composite: bool,
}

/// Reads an SLO.
pub(super) fn read(
    spec: &mut Section<'_>,
    metadata: Metadata,
    at: Position,
    context: &Context,
) -> Option<Raw> {
    let is_v2 = context.family == Family::OpenSloV2Alpha;
    let service = if is_v2 { "serviceRef" } else { "service" };
    for key in [service, "budgetingMethod", "objectives"] {
        spec.need(key);
    }
    let service = spec.text(service).map(|word| word.text).unwrap_or_default();
    let description = spec.text("description").map(|word| word.text);
    let (here, there) = indicator::keys(context);
    let is_composite = spec.value("objectives").is_some_and(|objectives| {
        objectives.items().any(|objective| objective.get(here).is_some() || objective.get(there).is_some())
    });
    let indicator = indicator::own(spec, is_composite, context);
    let method = spec.choice("budgetingMethod", &METHODS);
    let windows = spec.parts("timeWindow", |window| period::read(window, context));
    let objectives = spec.parts("objectives", |section| objective(section, method, context));
    let policies = spec.parts("alertPolicies", |policy| {
        context.named(policy, "alertPolicyRef", |spec, _| alerts::policy(spec, context))
    });
    Some(Raw {
        context: context.clone(),
        at,
        name: metadata.name?.text,
        service,
        description: description.or(metadata.display).unwrap_or_default(),
        indicator,
        method,
        window: period::only(windows, spec.at(), "timeWindow", context),
        objectives,
        policies: policies.into_iter().flatten().collect(),
    })
}

fn objective(section: &mut Section<'_>, method: Option<&str>, context: &Context) -> Objective {
    let (here, there) = indicator::keys(context);
    let is_composite = [here, there, "compositeWeight"].map(|key| section.any(key)).contains(&true);
    let (comparison, value) = limit(section, context);
    let slice_target = section.number("timeSliceTarget").and_then(|word| slice_target(&word, context));
    let slice = section.version("timeSliceWindow").and_then(|word| period::slice(&word, context));
    if matches!(method, Some("Timeslices")) {
        section.need("timeSliceTarget");
    }
    if matches!(method, Some("Timeslices" | "RatioTimeslices")) {
        section.need("timeSliceWindow");
    }
    Objective {
        at: section.at(),
        name: section.text("displayName").map(|word| word.text),
        target: target(section, context),
        comparison,
        value,
        slice_target,
        slice,
        metric: None,
        is_composite,
    }
}

/// Reads the target: as a ratio, or as a percentage.
fn target(section: &mut Section<'_>, context: &Context) -> Option<Target> {
    let (ratio, percent) = (section.number("target"), section.number("targetPercent"));
    match (ratio, percent) {
        (Some(word), None) => parts::ratio(&word, &context.notes),
        (None, Some(word)) => parts::percent(&word, &context.notes),
        (Some(_), Some(word)) => {
            context.notes.error(word.at, "the target is given twice, as target and as targetPercent", None);
            None
        }
        (None, None) => {
            let why = "an objective needs a target, or a targetPercent";
            context.notes.error(section.at(), why, None);
            None
        }
    }
}

/// Reads the limit of a threshold.
pub(super) fn limit(section: &mut Section<'_>, context: &Context) -> (Option<Comparison>, Option<f64>) {
    let comparison = section.choice("op", &["lt", "lte", "gt", "gte"]).map(|word| match word {
        "lt" => Comparison::Less,
        "lte" => Comparison::LessOrEqual,
        "gt" => Comparison::Greater,
        _ => Comparison::GreaterOrEqual,
    });
    let value = section.number("value").and_then(|word| number(&word, context));
    (comparison, value)
}

/// Reads a number.
pub(super) fn number(word: &Word, context: &Context) -> Option<f64> {
    let number = word.text.parse().ok().filter(|number: &f64| number.is_finite());
    if number.is_none() {
        context.notes.error(word.at, format!("{} is no decimal number", word.text), None);
    }
    number
}

/// Reads the share of good events that makes a slice good. It may be all of them, which no target is: then it is the largest one
/// below, under which every bad event makes a slice bad.
pub(super) fn slice_target(word: &Word, context: &Context) -> Option<Target> {
    match word.text.parse() {
        Ok(1.0) => Target::of_ratio("0.99999999999999999").ok(),
        _ => parts::ratio(word, &context.notes),
    }
}
