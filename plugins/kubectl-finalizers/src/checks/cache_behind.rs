//! `cache-behind`: a watch cache is many revisions behind what is stored.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::report::finding::Finding;

use super::cache::Spot;

/// The rule.
pub static RULE: Rule = Rule {
    id: "FIN022",
    name: "cache-behind",
    summary: "The watch cache of an API server is further behind than --max-lag, and something happened since (drift)",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("cache_behind.md"),
};

/// Says how far a cache is behind, and in how many objects that shows.
pub fn finding(spot: &Spot, revision: u64, stored: u64, differing: usize) -> Finding {
    let lag = stored.saturating_sub(revision);
    let objects = if differing == 1 { "1 object differs" } else { &format!("{differing} objects differ") };
    let message = format!("the cache is at revision {revision}, {lag} behind {stored}; {objects}");
    spot.finding(
        &RULE,
        message,
        "the API server does not hear from etcd, or does not keep up: see apiserver_watch_cache_* and etcd_request_* in its \
         metrics, and its log",
    )
}
