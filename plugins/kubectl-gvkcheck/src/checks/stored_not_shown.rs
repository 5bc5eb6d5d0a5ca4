//! `stored-not-shown`: an object is in etcd, and the API does not show it.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::report::finding::Finding;

use crate::etcd::spot::Spot;

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK041",
    name: "stored-not-shown",
    summary: "An object is in etcd, and the API does not show it (etcd)",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("stored_not_shown.md"),
};

/// Says that no CRD defines the kind of a stored object.
pub(crate) fn undefined(spot: &Spot, group: &str, resource: &str) -> Finding {
    let message = format!("no CRD {resource}.{group} is stored, so that nothing shows this object");
    let help = format!(
        "it was left behind, or another API server uses this etcd: apply the CRD {resource}.{group} again to see and delete \
         its objects, or delete the key"
    );
    // An API server of its own may keep its objects here.
    Finding { severity: Severity::Warning, ..spot.finding(&RULE, message, help) }
}

/// Says that the API answers 404 for an object that is stored.
pub(crate) fn absent(spot: &Spot, revision: Option<i64>) -> Finding {
    let since = revision.map(|revision| format!(" since revision {revision}")).unwrap_or_default();
    let message = format!("etcd holds the object{since}, and the API server says there is none");
    let help =
        "a read through the quorum says so too: compare the API server's --etcd-servers, --etcd-prefix and \
                --etcd-servers-overrides with what is read here"
            .to_owned();
    spot.finding(&RULE, message, help)
}
