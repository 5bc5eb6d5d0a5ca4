//! `cache-missing`: a watch cache lacks an object that is stored.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::report::finding::Finding;

use super::cache::Spot;

/// The rule.
pub static RULE: Rule = Rule {
    id: "FIN020",
    name: "cache-missing",
    summary: "The watch cache of an API server lacks an object that is stored (drift)",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("cache_missing.md"),
};

/// Says that a cache does not show an object, which is stored with a resourceVersion.
pub fn finding(spot: &Spot, stored: u64) -> Finding {
    let message =
        format!("the cache does not show the object, which is stored with resourceVersion {stored}");
    spot.finding(
        &RULE,
        message,
        "controllers and kubelets that watch through this API server do not know of the object: look at its way to etcd, then \
         restart it",
    )
}
