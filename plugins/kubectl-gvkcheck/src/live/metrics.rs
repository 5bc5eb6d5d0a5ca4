//! Reads which deprecated APIs a server was asked for: the gauge `apiserver_requested_deprecated_apis` of its metrics
//! (KEP-1693; apiserver, `pkg/endpoints/metrics/metrics.go`).

use std::collections::BTreeMap;
use std::collections::BTreeSet;

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
    let rest = line.strip_prefix(GAUGE)?.trim_start().strip_prefix('{')?;
    let (labels, value) = labels(rest)?;
    let value: f64 = value.split_whitespace().next()?.parse().ok()?;
    let label = |name: &str| labels.iter().find(|(own, _)| own == name).map(|(_, value)| value.clone());
    (value > 0.0).then(|| Api {
        group: label("group").unwrap_or_default(),
        version: label("version").unwrap_or_default(),
        resource: label("resource").unwrap_or_default(),
        subresource: label("subresource").unwrap_or_default(),
        removed_release: label("removed_release").unwrap_or_default(),
    })
}

/// Reads `name="value",…}` and returns what follows the brace.
fn labels(mut rest: &str) -> Option<(Vec<(String, String)>, &str)> {
    let mut found = Vec::new();
    loop {
        rest = rest.trim_start_matches([' ', '\t', ',']);
        if let Some(rest) = rest.strip_prefix('}') {
            return Some((found, rest));
        }
        let (name, after) = rest.split_once('=')?;
        let (value, after) = quoted(after.trim_start().strip_prefix('"')?)?;
        found.push((name.trim().to_owned(), value));
        rest = after;
    }
}

/// Reads up to the closing quote; `\\`, `\"` and `\n` are escapes.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Some((value, &text[at + 1..])),
            '\\' => match characters.next()?.1 {
                'n' => value.push('\n'),
                other => value.push(other),
            },
            other => value.push(other),
        }
    }
    None
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
    fn escapes_braces_commas_and_timestamps_are_no_obstacles() {
        let page = "apiserver_requested_deprecated_apis{ resource=\"a\\\"b\\\\c\\nd,e}\", group=\"g\", } 1.0 1700000000000";
        let found = read(page);
        assert_eq!(found.first().unwrap().resource, "a\"b\\c\nd,e}");
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
