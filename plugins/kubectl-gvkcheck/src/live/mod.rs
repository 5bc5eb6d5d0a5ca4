//! What lives in a cluster: which checks look at it, and what has to be read for them.

pub mod world;

use std::collections::BTreeSet;

use kubecheck_core::check::Check;
use kubecheck_core::check::live::{Need, join};
use kubecheck_core::kube::{Depth, Wanted};
use kubecheck_core::model::served::{Found, Served};

use crate::checks::{dead_admission_rule, dead_rbac_rule, dead_reference};
use crate::facts::Gvkcheck;
use crate::refs::families;

/// The checks that look at live objects. What an API server has taken is an object of a served kind that fits its schema, so
/// that what is left to judge is what it names, and what became old.
pub static CHECKS: &[Check<Gvkcheck>] =
    &[dead_rbac_rule::CHECK, dead_admission_rule::CHECK, dead_reference::CHECK];

/// What is read for a rule.
enum Reads {
    /// All objects of a resource.
    All(&'static str, &'static [&'static str]),
    /// All objects of the kinds that hold references.
    Referring,
    /// The metadata of everything.
    Metadata,
}

/// What each rule cannot do without.
static READS: &[(&str, &[Reads])] = &[
    ("dead-rbac-rule", &[Reads::All("rbac.authorization.k8s.io", &["roles", "clusterroles"])]),
    (
        "dead-admission-rule",
        &[Reads::All(
            "admissionregistration.k8s.io",
            &[
                "validatingwebhookconfigurations",
                "mutatingwebhookconfigurations",
                "validatingadmissionpolicies",
                "validatingadmissionpolicybindings",
                "mutatingadmissionpolicies",
                "mutatingadmissionpolicybindings",
            ],
        )],
    ),
    ("dead-reference", &[Reads::Referring, Reads::Metadata]),
];

/// Returns the lists to read, each once. What the server does not serve cannot be there.
pub fn needs(served: &Served, namespace: Option<&str>) -> Vec<Need> {
    let mut needs = Vec::new();
    for (rule, reads) in READS {
        for read in *reads {
            needs.extend(read.wanted(served).map(|wanted| Need { wanted, needed_for: vec![*rule] }));
        }
    }
    if let Some(namespace) = namespace {
        needs.retain(|need| need.wanted.namespaced);
        needs.iter_mut().for_each(|need| need.wanted.namespace = Some(namespace.to_owned()));
    }
    let mut needs = join(needs);
    needs.sort_by_key(|need| order(served, &need.wanted));
    needs
}

/// Where a list stands in discovery, which is the order of the report.
fn order(served: &Served, wanted: &Wanted) -> usize {
    let mut all = served.preferred();
    let found =
        all.position(|found| found.group.name == wanted.group && found.resource.plural == wanted.plural);
    found.unwrap_or(usize::MAX)
}

impl Reads {
    fn wanted<'s>(&'s self, served: &'s Served) -> Box<dyn Iterator<Item = Wanted> + 's> {
        let stored = served.preferred().filter(is_stored);
        match self {
            Reads::All(group, plurals) => Box::new(
                stored
                    .filter(|found| {
                        found.group.name == *group && plurals.contains(&found.resource.plural.as_str())
                    })
                    .map(|found| Wanted::all(found, Depth::Full)),
            ),
            Reads::Referring => {
                let kinds: BTreeSet<(&str, &str)> = families::kinds().collect();
                let refers = move |found: &Found<'_>| {
                    kinds.contains(&(found.group.name.as_str(), found.resource.kind.as_str()))
                };
                Box::new(stored.filter(refers).map(|found| Wanted::all(found, Depth::Full)))
            }
            Reads::Metadata => Box::new(stored.map(|found| Wanted::all(found, Depth::Metadata))),
        }
    }
}

/// Tells whether a resource is one whose objects are kept: those that are computed when they are asked for cannot be watched.
/// Events are no objects that somebody wrote.
fn is_stored(found: &Found<'_>) -> bool {
    found.has_verb("list") && found.has_verb("watch") && found.resource.kind != "Event"
}
