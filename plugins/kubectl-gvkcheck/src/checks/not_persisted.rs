//! `not-persisted`: an object that somebody sees or asks for is not in etcd.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::report::finding::Finding;

use crate::etcd::spot::Spot;

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK040",
    name: "not-persisted",
    summary: "An object that the API shows, or that was asked for, is not in etcd (etcd)",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("not_persisted.md"),
};

/// How the API shows an object that etcd does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// It does: with this resource version.
    Yes(String),
    /// Only from the watch cache: with this resource version.
    Cached(String),
    /// It does not.
    No,
    /// Nobody asked.
    Unknown,
}

/// Says that etcd does not have an object. `revision` is the one that was read, `deleted` the one that deleted it.
pub fn finding(spot: &Spot, shown: &Shown, revision: Option<i64>, deleted: Option<i64>) -> Finding {
    let at = revision.map(|revision| format!(" at revision {revision}")).unwrap_or_default();
    let gone = deleted.map(|deleted| format!("; revision {deleted} deleted it")).unwrap_or_default();
    let message = match shown {
        Shown::Yes(version) => {
            format!(
                "the API shows the object with resourceVersion {version}, and etcd has no such key{at}{gone}"
            )
        }
        Shown::Cached(version) => format!(
            "only the API server's watch cache shows the object, with resourceVersion {version}; etcd has no such key{at}{gone}"
        ),
        Shown::No => format!("the API does not show the object, and etcd has no such key{at}{gone}"),
        Shown::Unknown => format!("etcd has no such key{at}{gone}"),
    };
    spot.finding(&RULE, message, help(shown, deleted))
}

fn help(shown: &Shown, deleted: Option<i64>) -> String {
    match (shown, deleted) {
        (Shown::Yes(_), _) => "the API server reads another etcd than this one, or keeps this resource elsewhere: compare its \
                               --etcd-servers, --etcd-prefix and --etcd-servers-overrides"
            .to_owned(),
        (Shown::Cached(_), _) => "what this API server shows is out of date: it does not hear of changes in etcd; look at its \
                                  connection to etcd, and restart it"
            .to_owned(),
        (_, Some(_)) => "it was stored and then deleted: the audit log of the API server says by whom, unless the key was \
                         deleted in etcd itself"
            .to_owned(),
        (_, None) => "it was never stored, or so long ago that history was compacted: see what create answered, also a dry \
                      run answers 201"
            .to_owned(),
    }
}
