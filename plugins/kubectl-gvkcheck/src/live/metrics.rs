//! Reads which deprecated APIs a server was asked for: the gauge `apiserver_requested_deprecated_apis` of its metrics
//! (KEP-1693; apiserver, `pkg/endpoints/metrics/metrics.go`).

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use kubecheck_core::source::exposition::sample;

/// The gauge.
pub const GAUGE: &str = "apiserver_requested_deprecated_apis";

/// A deprecated API that was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Api {
    /// The group; empty for the core group.
    pub group: String,
    /// The version.
    pub version: String,
    /// The resource.
    pub resource: String,
    /// The subresource; empty if there is none.
    pub subresource: String,
    /// The version of Kubernetes that removes it, if that is known: `1.32`.
    pub removed_release: String,
}

/// Which deprecated APIs were asked for, and by whom, as far as that is known.
#[derive(Clone, Debug, Default)]
pub struct Requested {
    /// The APIs that the metrics name.
    pub apis: BTreeSet<Api>,
    /// Who asked for them, and how often, as an audit log has it.
    pub callers: BTreeMap<Api, BTreeMap<Caller, u64>>,
}

/// Who asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Caller {
    /// The user.
    pub user: String,
    /// The program, as it calls itself.
    pub agent: String,
}

/// Reads the lines of the gauge in a page of metrics (Prometheus' text format).
pub fn read(page: &str) -> BTreeSet<Api> {
    page.lines().filter_map(line).collect()
}

fn line(line: &str) -> Option<Api> {
    let sample = sample(line).filter(|sample| sample.name == GAUGE && sample.value > 0.0)?;
    let label = |name: &str| sample.label(name).to_owned();
    Some(Api {
        group: label("group"),
        version: label("version"),
        resource: label("resource"),
        subresource: label("subresource"),
        removed_release: label("removed_release"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_lines_of_the_gauge_are_read() {
        let page = "# HELP apiserver_requested_deprecated_apis [STABLE] Gauge of deprecated APIs\n\
             # TYPE apiserver_requested_deprecated_apis gauge\n\
             apiserver_requested_deprecated_apis{group=\"policy\",removed_release=\"1.25\",resource=\"podsecuritypolicies\",subresource=\"\",version=\"v1beta1\"} 1\n\
             apiserver_requested_deprecated_apis{group=\"a\",removed_release=\"\",resource=\"b\",subresource=\"\",version=\"v1\"} 0\n\
             apiserver_requested_deprecated_apis_total{group=\"x\"} 1\n\
             apiserver_request_total{code=\"200\"} 7\n";
        let found = read(page);
        assert_eq!(found.len(), 1);
        let api = found.first().unwrap();
        let own = [&api.group, &api.version, &api.resource, &api.subresource, &api.removed_release];
        assert_eq!(own, ["policy", "v1beta1", "podsecuritypolicies", "", "1.25"]);
    }

    #[test]
    fn what_is_cut_off_is_passed_over() {
        for page in [
            "apiserver_requested_deprecated_apis{group=\"a",
            "apiserver_requested_deprecated_apis{group",
            "apiserver_requested_deprecated_apis{} x",
        ] {
            assert!(read(page).is_empty(), "{page}");
        }
    }
}
