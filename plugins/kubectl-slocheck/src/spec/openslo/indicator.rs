//! What an SLO of OpenSLO measures: a ratio of events, a ratio that somebody else computes, or a value with a limit.

use kubecheck_core::check::configuration::Section;

use super::source::{self, Source};
use super::{Context, Named};
use crate::slo::{Family, Side};

/// An indicator; without a metric, what is wrong with it has been told.
pub(super) struct Indicator {
    pub(super) metric: Option<Metric>,
}

/// What is measured.
pub(super) enum Metric {
    /// A value, whose limit is in the objectives.
    Threshold(Source),
    /// Events.
    Ratio {
        /// Whether the metrics are counters; none if it does not say.
        counter: Option<bool>,
        /// Which events the part is.
        side: Side,
        /// The good or bad events.
        part: Box<Source>,
        /// All events.
        total: Box<Source>,
    },
    /// A ratio.
    Raw {
        /// The ratio.
        source: Source,
        /// What it is of.
        of: Side,
    },
}

/// Returns the keys of an indicator that stands in an SLO, and of one that it refers to.
pub(super) fn keys(context: &Context) -> (&'static str, &'static str) {
    match context.family {
        Family::OpenSloV2Alpha => ("sli", "sliRef"),
        _ => ("indicator", "indicatorRef"),
    }
}

/// Reads the indicator of an SLO; a composite has none of its own.
pub(super) fn own(spec: &mut Section<'_>, is_composite: bool, context: &Context) -> Option<Named<Indicator>> {
    let (here, there) = keys(context);
    let (is_here, word) = (spec.any(here), spec.text(there));
    match (is_here, word) {
        (true, None) => spec.part(here, |section| {
            context.metadata_within(section);
            section.need("spec");
            let read = section.part("spec", |spec| read(spec, context));
            Named::Here(read.unwrap_or(Indicator { metric: None }))
        }),
        (false, Some(word)) => Some(Named::There(word)),
        (true, Some(word)) => {
            context.notes.error(
                word.at,
                format!("{here} and {there} are both there: one of them must go"),
                None,
            );
            spec.any(here);
            None
        }
        (false, None) => {
            if !is_composite {
                let why = format!("nothing is measured: there is neither {here} nor {there}");
                context.notes.error(spec.at(), why, None);
            }
            None
        }
    }
}

/// Reads the spec of an indicator.
pub(super) fn read(spec: &mut Section<'_>, context: &Context) -> Indicator {
    spec.text("description");
    let threshold = spec.part("thresholdMetric", |metric| source::read(metric, context));
    let ratio = spec.part("ratioMetric", |ratio| ratio_metric(ratio, context));
    match (threshold, ratio) {
        (Some(source), None) => Indicator { metric: source.map(Metric::Threshold) },
        (None, Some(metric)) => Indicator { metric },
        (threshold, _) => {
            let count = if threshold.is_some() { "both are there" } else { "neither is there" };
            let why = format!("an indicator is a thresholdMetric or a ratioMetric, and {count}");
            context.notes.error(spec.at(), why, None);
            Indicator { metric: None }
        }
    }
}

fn ratio_metric(section: &mut Section<'_>, context: &Context) -> Option<Metric> {
    let counter = section.flag("counter");
    let raw_type = section.choice("rawType", &["success", "failure"]);
    let mut source = |key| section.part(key, |metric| source::read(metric, context));
    let (good, bad, total, raw) = (source("good"), source("bad"), source("total"), source("raw"));
    let at = section.at();
    let wrong = |why: &str| {
        context.notes.error(at, format!("a ratioMetric is total with good or bad, or raw: {why}"), None);
        None
    };
    match (good, bad, total, raw) {
        (Some(part), None, Some(total), None) => Some(Metric::Ratio {
            counter,
            side: Side::Good,
            part: part.map(Box::new)?,
            total: total.map(Box::new)?,
        }),
        (None, Some(part), Some(total), None) => Some(Metric::Ratio {
            counter,
            side: Side::Bad,
            part: part.map(Box::new)?,
            total: total.map(Box::new)?,
        }),
        (None, None, None, Some(source)) => {
            section.need("rawType");
            let of = if raw_type? == "success" { Side::Good } else { Side::Bad };
            Some(Metric::Raw { source: source?, of })
        }
        (Some(_), Some(_), ..) => wrong("good and bad are both there"),
        (.., Some(_)) => wrong("raw stands beside others"),
        (None, None, ..) => wrong("good and bad are both missing"),
        (_, _, None, _) => wrong("total is missing"),
    }
}
