//! An SLO of OpenSLO v1alpha, which has the ratio in its objectives and no documents to refer to.

use std::time::Duration;

use kubecheck_core::check::configuration::Section;
use kubecheck_core::model::tree::Position;

use super::indicator::{Indicator, Metric};
use super::slo::{Objective, Raw, limit, slice_target};
use super::source::Source;
use super::{Context, Metadata, Named, parts, period};
use crate::slo::Side;

/// How long a slice is, of which v1alpha says nothing.
const SLICE: Duration = Duration::from_secs(60);

/// Reads an SLO.
pub(super) fn slo(
    spec: &mut Section<'_>,
    metadata: Metadata,
    at: Position,
    context: &Context,
) -> Option<Raw> {
    for key in ["service", "budgetingMethod", "objectives", "timeWindows"] {
        spec.need(key);
    }
    let service = spec.text("service").map(|word| word.text).unwrap_or_default();
    let description = spec.text("description").map(|word| word.text);
    let indicator = spec.part("indicator", |indicator| {
        indicator.need("thresholdMetric");
        let metric = indicator.part("thresholdMetric", |metric| source(metric, context)).flatten();
        Named::Here(Indicator { metric: metric.map(Metric::Threshold) })
    });
    let method = spec.choice("budgetingMethod", &["Occurrences", "Timeslices"]);
    if method == Some("Timeslices") {
        let why = "v1alpha does not say how long a slice is: one minute is taken";
        context.notes.warn(spec.at(), why, Some("write it for openslo/v1, with a timeSliceWindow"));
    }
    let windows = spec.parts("timeWindows", |window| period::alpha(window, context));
    let objectives = spec.parts("objectives", |section| objective(section, method, context));
    refuse_both(indicator.is_some(), &objectives, spec, context);
    Some(Raw {
        context: context.clone(),
        at,
        name: metadata.name?.text,
        service,
        description: description.or(metadata.display).unwrap_or_default(),
        indicator,
        method,
        window: period::only(windows, spec.at(), "timeWindows", context),
        objectives,
        policies: Vec::new(),
    })
}

fn objective(section: &mut Section<'_>, method: Option<&str>, context: &Context) -> Objective {
    section.need("target");
    if method == Some("Timeslices") {
        section.need("timeSliceTarget");
    }
    let has_ratio = section.any("ratioMetrics");
    let metric = section.part("ratioMetrics", |ratio| ratio_metric(ratio, context)).flatten();
    let (comparison, value) = limit(section, context);
    Objective {
        at: section.at(),
        name: section.text("displayName").map(|word| word.text),
        target: section.number("target").and_then(|word| parts::ratio(&word, &context.notes)),
        comparison: comparison.filter(|_| !has_ratio),
        // Beside a ratio the value is demanded by v1alpha, and says nothing.
        value: value.filter(|_| !has_ratio),
        slice_target: section.number("timeSliceTarget").and_then(|word| slice_target(&word, context)),
        slice: (method == Some("Timeslices")).then_some(SLICE),
        metric,
        is_composite: false,
    }
}

fn ratio_metric(section: &mut Section<'_>, context: &Context) -> Option<Metric> {
    section.need("good");
    section.need("total");
    let counter = section.flag("incremental");
    let good = section.part("good", |metric| source(metric, context)).flatten();
    let total = section.part("total", |metric| source(metric, context)).flatten();
    Some(Metric::Ratio { counter, side: Side::Good, part: Box::new(good?), total: Box::new(total?) })
}

fn source(section: &mut Section<'_>, context: &Context) -> Option<Source> {
    for key in ["source", "queryType", "query"] {
        section.need(key);
    }
    section.text("queryType");
    let (kind, query) = (section.text("source"), section.text("query"));
    Some(Source {
        query: query?,
        kind: Some(kind?),
        reference: None,
        address: None,
        context: context.clone(),
    })
}

fn refuse_both(has_indicator: bool, objectives: &[Objective], spec: &Section<'_>, context: &Context) {
    if let Some(objective) = objectives.iter().find(|objective| objective.metric.is_some() && has_indicator) {
        let why = "this has ratioMetrics, and the SLO an indicator: one of them must go";
        context.notes.error(objective.at, why, None);
    }
    if !has_indicator && objectives.iter().all(|objective| objective.metric.is_none()) {
        let why = "nothing is measured: there is neither an indicator nor ratioMetrics in an objective";
        context.notes.error(spec.at(), why, None);
    }
}
