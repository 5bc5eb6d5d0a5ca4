//! `unreadable-value`: a stored value that the API server cannot decode.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::report::finding::Finding;

use crate::etcd::spot::Spot;

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK046",
    name: "unreadable-value",
    summary: "A stored value that is no object: cut off, damaged, or written by something else (etcd)",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("unreadable_value.md"),
};

/// Says why a value is no object.
pub(crate) fn finding(spot: &Spot, why: &str, size: usize) -> Finding {
    let message = format!("the value of {size} bytes is no object: {why}");
    let help = "the API server cannot decode it, and every list of this resource fails with it: restore the object from a \
                backup, or delete the key with etcdctl"
        .to_owned();
    spot.finding(&RULE, message, help)
}
