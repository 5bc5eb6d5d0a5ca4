//! Pyrra's ServiceLevelObjective (`pyrra.dev/v1alpha1`, `kubernetes/api/v1alpha1` of pyrra-dev/pyrra).
//!
//! Its indicators are selectors of one metric each; what is asked of them is fixed. It has no service: the namespace stands for
//! it, so that two teams may have SLOs of one name.

use kubecheck_core::check::configuration::{Section, Word};
use kubecheck_prometheus::template::forms::{self, Pair};
use kubecheck_prometheus::template::{Selector, Template, TemplateError, read_duration};

use super::notes::Notes;
use super::parts;
use crate::slo::{Family, Side, Sli, Slo, Window};

type Indicator = Option<(Sli, Vec<String>)>;

/// Reads a ServiceLevelObjective.
pub(super) fn object(section: &mut Section<'_>, notes: &Notes) -> Vec<Slo> {
    for key in ["apiVersion", "kind", "status"] {
        section.any(key);
    }
    section.need("metadata");
    section.need("spec");
    let at = section.at();
    let metadata = section.value("metadata");
    let text = |key| metadata.and_then(|metadata| metadata.get(key)?.as_str()).unwrap_or_default().to_owned();
    let (name, service) = (text("name"), text("namespace"));
    if metadata.is_some() && name.is_empty() {
        notes.error(at, "the key \"name\" is missing in metadata", None);
    }
    let slo = section.part("spec", |spec| {
        let Read { description, target, window, indicator } = read(spec, notes);
        let (sli, group_by) = indicator?;
        Some(Slo {
            name,
            service,
            description,
            target: target?,
            window: window?,
            method: None,
            sli,
            group_by,
            alerts: Vec::new(),
            address: None,
            family: Family::Pyrra,
            place: notes.place(at),
        })
    });
    slo.flatten().filter(|slo| !slo.name.is_empty()).into_iter().collect()
}

struct Read {
    description: String,
    target: Option<crate::slo::Target>,
    window: Option<Window>,
    indicator: Indicator,
}

fn read(spec: &mut Section<'_>, notes: &Notes) -> Read {
    for key in ["target", "window", "indicator"] {
        spec.need(key);
    }
    for key in ["partial_response_strategy", "performanceOverAccuracy", "ruleOutput"] {
        spec.any(key);
    }
    spec.part("alerting", alerting);
    Read {
        description: spec.text("description").map(|word| word.text).unwrap_or_default(),
        target: spec.text("target").and_then(|word| parts::percent(&word, notes)),
        window: spec.text("window").and_then(|word| {
            let length = read_duration(&word.text);
            if length.is_none() {
                let why = format!("{:?} is no length of time", word.text);
                notes.error(word.at, why, Some("write it as Prometheus does, such as 4w or 30d"));
            }
            length.map(Window::Rolling)
        }),
        indicator: spec.part("indicator", |indicator| one(indicator, notes)).flatten(),
    }
}

/// Reads what is said of alerts, which changes nothing of what is promised.
fn alerting(section: &mut Section<'_>) {
    for key in ["disabled", "burnrates", "absent"] {
        section.flag(key);
    }
    section.text("name");
    section.text("absentName");
    section.part("severities", |severities| {
        for key in ["absent", "fastBurn", "mediumBurn", "slowBurn", "longTermBurn"] {
            severities.text(key);
        }
    });
}

fn one(section: &mut Section<'_>, notes: &Notes) -> Indicator {
    let at = section.at();
    let is = ["ratio", "latency", "latencyNative", "bool_gauge"].map(|key| section.any(key));
    let count = is.iter().filter(|is| **is).count();
    if count != 1 {
        let count = if count == 0 { "none" } else { "more than one" };
        let why = format!(
            "an indicator is one of ratio, latency, latencyNative and bool_gauge, and there is {count}"
        );
        notes.error(at, why, None);
    }
    let read = [
        section.part("ratio", |section| ratio(section, notes)),
        section.part("latency", |section| latency(section, notes)),
        section.part("latencyNative", |section| native(section, notes)),
        section.part("bool_gauge", |section| gauge(section, notes)),
    ];
    read.into_iter().flatten().flatten().next().filter(|_| count == 1)
}

fn ratio(section: &mut Section<'_>, notes: &Notes) -> Indicator {
    let errors = query(section, "errors", notes);
    let total = query(section, "total", notes);
    let by = grouping(section);
    let ((errors, _), (total, _)) = (errors?, total?);
    counted(Side::Bad, forms::events(&errors, &by), forms::events(&total, &by), section, notes)
}

fn latency(section: &mut Section<'_>, notes: &Notes) -> Indicator {
    let success = query(section, "success", notes);
    let total = query(section, "total", notes);
    let by = grouping(section);
    let ((success, at), (total, total_at)) = (success?, total?);
    if success.bound().is_none() {
        let hint = "name the bucket: …_bucket{le=\"0.3\"}";
        notes.error(at.at, format!("{success} picks no bucket: it has no matcher le=\"…\""), Some(hint));
        return None;
    }
    for (selector, word, suffix) in [(&success, &at, "_bucket"), (&total, &total_at, "_count")] {
        if !selector.metric.as_deref().unwrap_or_default().ends_with(suffix) {
            notes.warn(word.at, format!("{selector} is usually the {suffix} of a histogram"), None);
        }
    }
    parts::alike(&success, &total, section.at(), notes);
    counted(Side::Good, forms::events(&success, &by), forms::events(&total, &by), section, notes)
}

fn native(section: &mut Section<'_>, notes: &Notes) -> Indicator {
    section.need("latency");
    let total = query(section, "total", notes);
    let by = grouping(section);
    let word = section.text("latency")?;
    let Some(bound) = read_duration(&word.text) else {
        let why = format!("{:?} is no length of time", word.text);
        notes.error(word.at, why, Some("write it as Prometheus does, such as 300ms or 1s"));
        return None;
    };
    let pair = forms::native_latency(&total?.0, &bound.as_secs_f64().to_string(), &by);
    pairs(pair, &word, section, notes)
}

fn gauge(section: &mut Section<'_>, notes: &Notes) -> Indicator {
    let metric = metric(section, "bool_gauge", notes);
    let by = grouping(section);
    let (selector, word) = metric?;
    pairs(forms::true_gauge(&selector, &by), &word, section, notes)
}

fn pairs(pair: Result<Pair, TemplateError>, word: &Word, section: &Section<'_>, notes: &Notes) -> Indicator {
    let Pair { good, total } = notes.expression(word, "indicator", pair)?;
    parts::events(Side::Good, good, total, section.at(), notes)
}

fn counted(
    side: Side,
    part: Result<Template, TemplateError>,
    total: Result<Template, TemplateError>,
    section: &Section<'_>,
    notes: &Notes,
) -> Indicator {
    let at = Word { at: section.at(), ..Word::default() };
    let part = notes.template(&at, "indicator", part);
    let total = notes.template(&at, "indicator", total);
    parts::events(side, part?, total?, section.at(), notes)
}

fn grouping(section: &mut Section<'_>) -> Vec<String> {
    let mut labels: Vec<String> = section.list("grouping").into_iter().map(|word| word.text).collect();
    labels.sort();
    labels.dedup();
    labels
}

/// Reads a metric in a map of its own.
fn query(section: &mut Section<'_>, key: &'static str, notes: &Notes) -> Option<(Selector, Word)> {
    section.need(key);
    section.part(key, |query| metric(query, key, notes)).flatten()
}

fn metric(section: &mut Section<'_>, what: &str, notes: &Notes) -> Option<(Selector, Word)> {
    section.need("metric");
    let word = section.text("metric")?;
    let selector = notes.expression(&word, what, Selector::parse(&word.text))?;
    if selector.metric.is_none() {
        notes.error(word.at, format!("{what}: {selector} has no metric's name"), None);
        return None;
    }
    Some((selector, word))
}
