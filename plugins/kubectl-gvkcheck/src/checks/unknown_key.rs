//! `unknown-key`: a key below the API server's prefix that belongs to nothing known.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::report::finding::Finding;

use crate::checks::words;
use crate::etcd::spot::Spot;

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK045",
    name: "unknown-key",
    summary: "A key in etcd that is of no resource the API server knows (etcd)",
    severity: Severity::Warning,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("unknown_key.md"),
};

/// Says that no version of Kubernetes has the resource of a key.
pub(crate) fn resource(spot: &Spot, resource: &str) -> Finding {
    let message = format!("no Kubernetes from {} keeps anything under {resource:?}", words::range());
    spot.finding(&RULE, message, help())
}

/// Says that a key has not the form of an object's.
pub(crate) fn nothing(spot: &Spot) -> Finding {
    let message = "the key is not that of an object: resource, namespace and name cannot be told".to_owned();
    spot.finding(&RULE, message, help())
}

fn help() -> String {
    "nothing of Kubernetes reads it; find out who wrote it before you delete it".to_owned()
}
