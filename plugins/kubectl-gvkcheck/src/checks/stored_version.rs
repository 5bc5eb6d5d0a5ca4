//! `stored-version`: an object is stored in a version that the API server no longer knows.

use kubecheck_catalog as catalog;
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::report::finding::Finding;
use kubecheck_core::source::etcd::{Definition, StoredKey, StoredObject};

use crate::etcd::Known;
use crate::etcd::spot::Spot;
use crate::identity::verdict;

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK044",
    name: "stored-version",
    summary: "An object is stored in a version that this Kubernetes, or its CRD, does not have (etcd)",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("stored_version.md"),
};

/// Looks whether the version in which an object is stored is still there.
pub(crate) fn judge(
    spot: &Spot,
    place: &StoredKey<'_>,
    object: &StoredObject,
    known: &Known,
) -> Option<Finding> {
    let (group, version) = object.api_version.split_once('/').unwrap_or(("", &object.api_version));
    match place.group.and_then(|group| known.definition(group, place.resource)) {
        Some(definition) => custom(spot, definition, (group, version)),
        None => builtin(spot, object, (group, version), known),
    }
}

fn custom(spot: &Spot, definition: &Definition, (group, version): (&str, &str)) -> Option<Finding> {
    if definition.versions.is_empty() || definition.versions.iter().any(|own| own.name == version) {
        return None;
    }
    let name = format!("{}.{}", definition.plural, definition.group);
    let versions: Vec<&str> = definition.versions.iter().map(|own| own.name.as_str()).collect();
    let message = format!(
        "stored as {group}/{version} {}, and the CRD {name} only has {}",
        definition.kind,
        versions.join(", ")
    );
    let help = format!(
        "the API server cannot convert it, so that reading or listing fails: give the CRD {version} back, not served, and \
         write each object once (kubectl get {name} -A -o json | kubectl replace -f -)"
    );
    Some(spot.finding_at(&RULE, "/apiVersion", message, help))
}

fn builtin(
    spot: &Spot,
    object: &StoredObject,
    (group, version): (&str, &str),
    known: &Known,
) -> Option<Finding> {
    let kind = catalog::find(group, version, &object.kind)?;
    let target = known.target;
    // A version that comes later was written by a newer server, and one that is only off is still known. CRDs are stored as
    // v1beta1 by every Kubernetes (pkg/controlplane/apiserver/apiextensions.go).
    let is_over = verdict::gone(kind, target) || kind.eras().all(|(_, last, _)| last < target);
    if !is_over || group == "apiextensions.k8s.io" {
        return None;
    }
    let message = format!(
        "stored as {} {}, which Kubernetes {target} no longer serves",
        object.api_version, object.kind
    );
    let next = kind.replacement_at(target).map(verdict::of);
    let help = format!(
        "it is decoded as long as Kubernetes keeps the types, which also ends: write it once (kubectl get … -o json | kubectl \
         replace -f -), so that it is stored {}",
        next.map_or("anew".to_owned(), |next| format!("as {next}"))
    );
    Some(Finding { severity: Severity::Info, ..spot.finding_at(&RULE, "/apiVersion", message, help) })
}
