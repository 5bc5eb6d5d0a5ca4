//! What sloth calls its records and their labels (`internal/plugin/slo/core/sli_rules_v1` and `metadata_rules_v1` of
//! github.com/slok/sloth).

use std::time::Duration;

use kubecheck_prometheus::template::duration;
use serde_json::{Map, Value, json};

use crate::slo::{Family, Slo};

/// The label that says over which window a ratio is.
pub(super) const WINDOW: &str = "sloth_window";

/// What an SLO is known by.
pub(super) struct Names {
    /// The service and the name, joined.
    pub(super) id: String,
    /// The service; an SLO of none is its own.
    service: String,
    /// The name.
    name: String,
}

impl Names {
    /// Returns what an SLO is known by.
    pub(super) fn of(slo: &Slo) -> Names {
        let name = slo.name.clone();
        match slo.service.as_str() {
            "" => Names { id: name.clone(), service: name.clone(), name },
            service => Names { id: format!("{service}-{name}"), service: service.to_owned(), name },
        }
    }

    /// Returns the labels of all its records and alerts.
    pub(super) fn labels(&self) -> Map<String, Value> {
        let label = |(name, value): (&str, &String)| (name.to_owned(), json!(value));
        self.each().map(label).into_iter().collect()
    }

    /// Returns the selector of one of its records.
    pub(super) fn select(&self, record: &str) -> String {
        let matchers = self.each().map(|(name, value)| format!("{name}={}", quoted(value)));
        format!("{record}{{{}}}", matchers.join(", "))
    }

    fn each(&self) -> [(&'static str, &String); 3] {
        [("sloth_id", &self.id), ("sloth_service", &self.service), ("sloth_slo", &self.name)]
    }
}

/// Returns the name of the record of a ratio: `slo:sli_error:ratio_rate5m`.
pub(super) fn ratio(window: Duration) -> String {
    format!("slo:sli_error:ratio_rate{}", duration(window))
}

/// Returns what a family of specs calls itself.
pub(super) fn family(family: Family) -> &'static str {
    match family {
        Family::OpenSlo => "openslo/v1",
        Family::OpenSloV1Alpha => "openslo/v1alpha",
        Family::OpenSloV2Alpha => "openslo.com/v2alpha",
        Family::Sloth => "prometheus/v1",
        Family::PrometheusServiceLevel => "sloth.slok.dev/v1",
        Family::Pyrra => "pyrra.dev/v1alpha1",
        Family::Flags => "flags",
        Family::Journey => "kubecheck/v1",
    }
}

/// Writes a text in double quotes: PromQL reads the escapes of JSON (`util/strutil/quote.go` of Prometheus).
fn quoted(text: &str) -> String {
    json!(text).to_string()
}
