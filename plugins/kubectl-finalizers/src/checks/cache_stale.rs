//! `cache-stale`: a watch cache shows an object otherwise than it is stored.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::report::finding::Finding;

use super::cache::Spot;

/// The rule.
pub static RULE: Rule = Rule {
    id: "FIN021",
    name: "cache-stale",
    summary: "The watch cache of an API server shows an object as it was, or one that is deleted (drift)",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("cache_stale.md"),
};

/// Says that a cache shows an object as it was before.
pub fn older(spot: &Spot, shown: u64, stored: u64) -> Finding {
    spot.finding(&RULE, format!("the cache shows resourceVersion {shown}, and {stored} is stored"), OLD)
}

/// Says that a cache shows an object that is deleted.
pub fn deleted(spot: &Spot, shown: u64) -> Finding {
    let message = format!("the cache shows the object with resourceVersion {shown}, and it is deleted");
    spot.finding(&RULE, message, OLD)
}

/// Says that a cache shows an object as it never was stored here.
pub fn newer(spot: &Spot, shown: u64, stored: u64) -> Finding {
    spot.finding(
        &RULE,
        format!("the cache shows resourceVersion {shown}, and what is stored is older: {stored}"),
        "this API server reads another etcd, or etcd was restored from a backup while it ran: compare --etcd-servers, and restart \
         every API server after etcd was restored",
    )
}

const OLD: &str = "controllers and kubelets that watch through this API server act on what is no longer so: look at its way to \
                   etcd, then restart it";
