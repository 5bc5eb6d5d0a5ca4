//! Argo CD: `ignoreDifferences` of Applications, the lists of AppProjects, and the keys of argocd-cm (argoproj/argo-cd,
//! `util/argo/normalizers/diff_normalizer.go`, `pkg/apis/application/v1alpha1/types.go` isResourceInList,
//! `util/settings/settings.go` convertToOverrideKey). Groups and kinds are globs; an absent group is the core group.

use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::Value;

use super::{Family, Fault, Found, Reference, Written, by_group, list};
use crate::refs::kinds::Named;
use crate::schema::placeholder::is_placeholder;

static IGNORE: Family = Family {
    name: "argo-cd",
    listed: true,
    dead: "Argo CD finds no resource to ignore differences of, says nothing, and goes on showing OutOfSync",
    ..Family::PLAIN
};

static PROJECT: Family = Family {
    name: "argo-cd",
    listed: true,
    dead: "Argo CD allows or denies nothing by this entry",
    ..Family::PLAIN
};

static SETTINGS: Family =
    Family { name: "argo-cd", listed: true, dead: "Argo CD never uses this customization", ..Family::PLAIN };

pub(super) fn application<'a>(object: &Object<'a>, found: &mut Vec<Found<'a>>) {
    entries(&IGNORE, list(object.root, &["spec", "ignoreDifferences"]), found);
}

pub(super) fn application_set<'a>(object: &Object<'a>, found: &mut Vec<Found<'a>>) {
    entries(&IGNORE, list(object.root, &["spec", "template", "spec", "ignoreDifferences"]), found);
}

pub(super) fn project<'a>(object: &Object<'a>, found: &mut Vec<Found<'a>>) {
    for name in [
        "clusterResourceWhitelist",
        "clusterResourceBlacklist",
        "namespaceResourceWhitelist",
        "namespaceResourceBlacklist",
    ] {
        entries(&PROJECT, list(object.root, &["spec", name]), found);
    }
    entries(&PROJECT, list(object.root, &["spec", "orphanedResources", "ignore"]), found);
}

fn entries<'a>(
    family: &'static Family,
    entries: impl Iterator<Item = Value<'a>>,
    found: &mut Vec<Found<'a>>,
) {
    let literal = |found: &Found<'_>| match found {
        Found::Reference(reference) => !is_glob(reference.named.group) && !is_glob(reference.named.kind),
        Found::Fault(_) => true,
    };
    found.extend(entries.filter_map(|entry| by_group(family, entry, "group", ("", ""))).filter(literal));
}

fn is_glob(text: &str) -> bool {
    text.contains(['*', '?', '[', '{', '\\'])
}

/// Reads the keys `resource.customizations.TYPE.GROUP_KIND` of argocd-cm.
pub(super) fn settings<'a>(object: &Object<'a>, found: &mut Vec<Found<'a>>) {
    if object.name() != Some(super::ARGO_SETTINGS) {
        return;
    }
    let Some(data) = object.root.get("data") else { return };
    for entry in data.entries() {
        let Some(rest) = entry.key.name().strip_prefix("resource.customizations.") else { continue };
        let Some((_, name)) = rest.split_once('.') else { continue };
        let (group, kind) = match name.split('_').collect::<Vec<_>>().as_slice() {
            [group, kind] if !group.is_empty() => (*group, *kind),
            [kind] if *kind != "all" => ("", *kind),
            _ => continue,
        };
        if is_glob(name) || is_placeholder(name) || kind.is_empty() {
            continue;
        }
        if kind.contains('.') {
            found.push(Found::Fault(Fault {
                at: entry.key.id(),
                message: format!("the key names the kind {kind} of the core group, as it has no underscore"),
                help: format!("join group and kind with an underscore; as it is {}", SETTINGS.dead),
                served: None,
            }));
            continue;
        }
        let named = Named { group, version: None, kind };
        let at = entry.key.id();
        let (group_at, kind_at) = (None, None);
        found.push(Found::Reference(Reference {
            family: &SETTINGS,
            at,
            named,
            group_at,
            kind_at,
            written: Written::Text,
        }));
    }
}
