//! What lives in a cluster: which checks look at it, and what has to be read for them.
//!
//! It is read in rounds. The first has the names that others name, and is as shallow as it can be; the second has what names
//! them, so that only what is not there is kept; what is left to know is asked for by name.

pub mod answers;
pub mod audit;
pub mod known;
pub mod metrics;
pub mod release;
pub mod rounds;
pub mod version;
pub mod world;

use std::collections::BTreeSet;

use kubecheck_catalog::{self as catalog, Minor};
use kubecheck_core::check::Check;
use kubecheck_core::check::live::{Need, join};
use kubecheck_core::kube::{Access, Depth, Wanted};
use kubecheck_core::model::served::{Found, Served};

use crate::checks::{
    dead_rbac_rule, dead_reference, helm_release, missing_in_cluster, old_storage_version,
    removed_last_applied, removed_managed_fields, requested_deprecated_api, unguarded,
};
use crate::facts::Gvkcheck;
use crate::identity::{builtin, verdict};
use crate::refs::families;

/// The checks that look at live objects. What an API server has taken is an object of a served kind that fits its schema, so
/// that what is left to judge is what it names, and what became old.
pub static CHECKS: &[Check<Gvkcheck>] = &[
    dead_rbac_rule::CHECK,
    unguarded::CHECK,
    dead_reference::CHECK,
    removed_last_applied::CHECK,
    removed_managed_fields::CHECK,
    old_storage_version::CHECK,
    helm_release::CHECK,
    requested_deprecated_api::CHECK,
    missing_in_cluster::CHECK,
];

/// What is read for a rule.
enum Reads {
    /// All objects of a resource.
    All(&'static str, &'static [&'static str]),
    /// The metadata of all objects of a resource.
    Names(&'static str, &'static [&'static str]),
    /// All objects of the kinds that hold references.
    Referring,
    /// The metadata of everything.
    Metadata,
    /// What Helm keeps of what is deployed.
    Releases,
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
    ("removed-last-applied", &[Reads::Metadata]),
    ("removed-managed-fields", &[Reads::Metadata]),
    ("old-storage-version", &[Reads::All("apiextensions.k8s.io", &["customresourcedefinitions"])]),
    ("helm-release", &[Reads::Releases]),
    (
        "missing-in-cluster",
        &[
            Reads::Names("", &["configmaps", "secrets", "serviceaccounts", "services"]),
            Reads::Names("rbac.authorization.k8s.io", &["roles", "clusterroles"]),
            Reads::Names("scheduling.k8s.io", &["priorityclasses"]),
            Reads::Names("node.k8s.io", &["runtimeclasses"]),
            Reads::Names("storage.k8s.io", &["storageclasses"]),
            Reads::Names(
                "admissionregistration.k8s.io",
                &["validatingadmissionpolicies", "mutatingadmissionpolicies"],
            ),
            Reads::All("", &["pods", "persistentvolumeclaims"]),
            Reads::All("apps", &["deployments", "statefulsets", "daemonsets"]),
            Reads::All("batch", &["jobs", "cronjobs"]),
            Reads::All("networking.k8s.io", &["ingresses"]),
            Reads::All("rbac.authorization.k8s.io", &["rolebindings", "clusterrolebindings"]),
            Reads::All(
                "admissionregistration.k8s.io",
                &[
                    "validatingwebhookconfigurations",
                    "mutatingwebhookconfigurations",
                    "validatingadmissionpolicybindings",
                    "mutatingadmissionpolicybindings",
                ],
            ),
            Reads::All("apiregistration.k8s.io", &["apiservices"]),
            Reads::All("apiextensions.k8s.io", &["customresourcedefinitions"]),
            Reads::All(
                "gateway.networking.k8s.io",
                &["httproutes", "grpcroutes", "tlsroutes", "tcproutes", "udproutes"],
            ),
        ],
    ),
];

/// What is asked for by name, when something is missing: group and resource.
const ASKED: [(&str, &str); 4] = [
    ("", "events"),
    ("", "services"),
    ("discovery.k8s.io", "endpointslices"),
    ("networking.k8s.io", "ingresses"),
];

/// What a run reads.
pub struct Plan {
    /// The lists of what others name.
    pub first: Vec<Need>,
    /// The other lists.
    pub then: Vec<Need>,
    /// Whether the server's metrics are read: they are those of the whole cluster.
    pub metrics: bool,
    accesses: Vec<Access>,
}

/// What is served in more than one version is read in one that nobody is asked to leave.
#[derive(Clone, Copy)]
pub struct Choice<'s> {
    served: &'s Served,
    deprecated: &'s BTreeSet<(String, String)>,
    target: Minor,
}

impl<'s> Choice<'s> {
    /// Chooses among what is served; CRDs say themselves which of their versions are deprecated: resource with group, version.
    pub fn new(served: &'s Served, deprecated: &'s BTreeSet<(String, String)>, target: Minor) -> Self {
        Choice { served, deprecated, target }
    }

    /// Returns every resource that is stored once. One that is only served in deprecated versions is not read: that would
    /// count as using it.
    fn stored(self) -> impl Iterator<Item = Found<'s>> {
        self.served.groups.iter().flat_map(move |group| {
            let fits = move |found: &Found<'_>| is_stored(found) && !self.is_deprecated(found);
            group.all().filter(fits).filter(move |found| {
                let first =
                    group.all().find(|other| other.resource.plural == found.resource.plural && fits(other));
                first.is_some_and(|first| first.version.name == found.version.name)
            })
        })
    }

    fn is_deprecated(self, found: &Found<'_>) -> bool {
        let kind = catalog::find(&found.group.name, &found.version.name, &found.resource.kind);
        let builtin =
            kind.and_then(|kind| kind.lifecycle.deprecated).is_some_and(|since| since <= self.target);
        builtin || self.deprecated.contains(&(found.qualified(), found.version.name.clone()))
    }
}

impl Plan {
    /// Plans what is read: each list once. What the server does not serve cannot be there.
    pub fn new(choice: Choice<'_>, namespace: Option<&str>) -> Plan {
        let mut needs = Vec::new();
        for (rule, reads) in READS {
            for read in *reads {
                needs.extend(read.wanted(choice).map(|wanted| Need { wanted, needed_for: vec![*rule] }));
            }
        }
        if let Some(namespace) = namespace {
            needs.retain(|need| need.wanted.namespaced);
            needs.iter_mut().for_each(|need| need.wanted.namespace = Some(namespace.to_owned()));
        }
        let mut needs = join(needs);
        needs.sort_by_key(|need| order(choice.served, &need.wanted));
        let accesses = accesses(&needs, choice, namespace);
        let (first, then) = needs.into_iter().partition(|need| is_named(&need.wanted));
        Plan { first, then, metrics: namespace.is_none(), accesses }
    }

    /// Returns what a run may have to read.
    pub fn accesses(&self) -> &[Access] {
        &self.accesses
    }
}

fn accesses(needs: &[Need], choice: Choice<'_>, namespace: Option<&str>) -> Vec<Access> {
    let mut accesses: Vec<Access> = needs.iter().map(|need| Access::from(&need.wanted)).collect();
    let asked = ASKED.iter().filter_map(|(group, plural)| choice.served.resource(group, plural));
    accesses.extend(asked.map(|found| {
        let wanted = Wanted { namespace: namespace.map(str::to_owned), ..Wanted::all(found, Depth::Full) };
        Access::from(&wanted)
    }));
    let crds = choice.served.resource("apiextensions.k8s.io", "customresourcedefinitions");
    accesses.extend(crds.map(|found| Access::from(&Wanted::all(found, Depth::Full))));
    if namespace.is_none() {
        accesses.push(Access::Path("/metrics"));
    }
    accesses
}

/// Tells whether a list is one of names that others name. What Helm keeps is none, but for its own sake.
pub fn is_named(wanted: &Wanted) -> bool {
    let mut names = READS.iter().flat_map(|(_, reads)| *reads).filter_map(|read| match read {
        Reads::Names(group, plurals) => Some((group, plurals)),
        _ => None,
    });
    wanted.label_selector.is_none()
        && wanted.field_selector.is_none()
        && names.any(|(group, plurals)| wanted.group == **group && plurals.contains(&wanted.plural.as_str()))
}

/// Tells whether a group is built in. What is asked for by kind alone is never of a custom group.
pub fn is_own(group: &str) -> bool {
    builtin::is_group(group)
}

/// Where a list stands in discovery, which is the order of the report.
fn order(served: &Served, wanted: &Wanted) -> usize {
    let mut all = served.preferred();
    let found =
        all.position(|found| found.group.name == wanted.group && found.resource.plural == wanted.plural);
    found.unwrap_or(usize::MAX)
}

/// How many releases a page has: each has up to 1 MiB.
const RELEASES: u32 = 20;

impl Reads {
    fn wanted<'s>(&'s self, choice: Choice<'s>) -> Box<dyn Iterator<Item = Wanted> + 's> {
        let stored = choice.stored();
        let some = |group: &'static str, plurals: &'static [&'static str], depth| {
            let is_meant = move |found: &Found<'_>| {
                found.group.name == group && plurals.contains(&found.resource.plural.as_str())
            };
            Box::new(choice.stored().filter(is_meant).map(move |found| Wanted::all(found, depth)))
        };
        match self {
            Reads::All(group, plurals) => some(group, plurals, Depth::Full),
            Reads::Names(group, plurals) => some(group, plurals, Depth::Metadata),
            Reads::Referring => {
                let kinds: BTreeSet<(&str, &str)> = families::kinds().collect();
                let refers = move |found: &Found<'_>| {
                    kinds.contains(&(found.group.name.as_str(), found.resource.kind.as_str()))
                };
                Box::new(stored.filter(refers).map(|found| match found.resource.kind.as_str() {
                    // The settings of Argo CD are the only ConfigMap with references.
                    "ConfigMap" => Wanted {
                        field_selector: Some(format!("metadata.name={}", families::ARGO_SETTINGS)),
                        ..Wanted::all(found, Depth::Full)
                    },
                    _ => Wanted::all(found, Depth::Full),
                }))
            }
            Reads::Metadata => Box::new(stored.map(|found| Wanted::all(found, Depth::Metadata))),
            Reads::Releases => {
                let kept = stored.filter(|found| found.group.name.is_empty());
                let kept =
                    kept.filter(|found| matches!(found.resource.kind.as_str(), "Secret" | "ConfigMap"));
                Box::new(kept.map(|found| Wanted {
                    // The labels of Helm's drivers (`helm.sh/helm/v3/pkg/storage/driver`).
                    label_selector: Some("owner=helm,status=deployed".to_owned()),
                    field_selector:
                        (found.resource.kind == "Secret").then(|| "type=helm.sh/release.v1".to_owned()),
                    page: Some(RELEASES),
                    ..Wanted::all(found, Depth::Full)
                }))
            }
        }
    }
}

/// Tells whether a resource is one whose objects are kept: those that are computed when they are asked for cannot be watched.
/// Events are no objects that somebody wrote.
fn is_stored(found: &Found<'_>) -> bool {
    found.has_verb("list") && found.has_verb("watch") && found.resource.kind != "Event"
}

/// Writes a kind for people, with its apiVersion.
pub fn written(group: &str, version: &str, kind: &str) -> String {
    format!("{} {kind}", verdict::api_version(group, version))
}
