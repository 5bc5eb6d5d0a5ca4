//! Verdicts about groups that Kubernetes itself serves.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use kubecheck_catalog::{self as catalog, Kind, Minor, Resource};

use super::verdict::{self, Malformed, Verdict, WhyGroup};
use super::{Claim, Target, names};

/// The built-in groups but the core one.
pub static GROUPS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
    catalog::kinds().iter().map(|kind| kind.group).filter(|name| !name.is_empty()).collect()
});

/// Tells whether a group is built in, at any version of Kubernetes. The core group is.
pub fn is_group(group: &str) -> bool {
    group.is_empty() || GROUPS.contains(group)
}

/// Judges a kind that exists at some version of Kubernetes.
pub fn exact(kind: &'static Kind, target: Target<'_>) -> Verdict {
    let says = target.says(kind);
    if says == Some(true) {
        return Verdict::Served(kind);
    }
    match kind.at(target.minor) {
        _ if verdict::gone(kind, target.minor) => Verdict::Removed(kind),
        Some(_) if says.is_some() => Verdict::NotServedHere(kind),
        Some(resource) if resource.enabled => Verdict::Served(kind),
        Some(_) => Verdict::OffByDefault(kind),
        None if first(kind).is_some_and(|first| first > target.minor) => Verdict::NotYet(kind),
        None => Verdict::Removed(kind),
    }
}

/// Returns the first version of Kubernetes that has a kind, as far as the catalogue goes back.
pub fn first(kind: &Kind) -> Option<Minor> {
    kind.eras().next().map(|(from, _, _)| from)
}

/// Judges a claim in a built-in group that the catalogue does not have.
pub fn in_group(claim: Claim<'_>, target: Target<'_>) -> Verdict {
    let same = sorted(named(claim.kind).filter(|kind| kind.group == claim.group), target);
    if !same.is_empty() {
        return Verdict::UnknownVersion(same);
    }
    if claim.group.is_empty() && is_group(claim.version) && !claim.version.starts_with('v') {
        return Verdict::Malformed(Malformed::GroupOnly(claim.version.to_owned()));
    }
    if let Some(subresource) = subresource(claim, target) {
        return Verdict::UnknownKind { nearest: None, subresource: Some(subresource) };
    }
    let elsewhere = right_homes(claim.kind, target);
    if !elsewhere.is_empty() {
        return Verdict::WrongGroup { right: elsewhere, why: WhyGroup::BuiltIn };
    }
    not_a_kind(claim, target)
}

/// Judges a kind name that no built-in group has: written otherwise, or unknown.
pub fn not_a_kind(claim: Claim<'_>, target: Target<'_>) -> Verdict {
    let preferring_group = |found: Vec<&'static Kind>| {
        found.iter().copied().find(|kind| kind.group == claim.group).or(found.first().copied())
    };
    let by_case = kinds().filter(|kind| kind.kind.eq_ignore_ascii_case(claim.kind));
    if let Some(kind) = preferring_group(sorted(by_case, target)) {
        return Verdict::KindCase(kind);
    }
    let by_resource = kinds().filter(|kind| is_resource_name(kind, claim.kind));
    if let Some(kind) = preferring_group(sorted(by_resource, target)) {
        return Verdict::PluralKind(kind);
    }
    Verdict::UnknownKind { nearest: nearest(claim, target), subresource: None }
}

/// Returns where a kind lives: what the target serves, or, if it serves none, every version there is.
pub fn right_homes(name: &str, target: Target<'_>) -> Vec<&'static Kind> {
    let all = sorted(named(name), target);
    let served: Vec<_> = all.iter().copied().filter(|kind| target.serves(kind)).collect();
    if served.is_empty() { all } else { served }
}

fn kinds() -> impl Iterator<Item = &'static Kind> {
    catalog::kinds().iter()
}

fn named(name: &str) -> impl Iterator<Item = &'static Kind> {
    kinds().filter(move |kind| kind.kind == name)
}

/// Sorts kinds: served at the target first, deprecated ones last, then as the group prefers, then the newest.
pub fn sorted(kinds: impl Iterator<Item = &'static Kind>, target: Target<'_>) -> Vec<&'static Kind> {
    let mut found: Vec<_> = kinds.collect();
    found.sort_by_key(|kind| {
        let deprecated = kind.lifecycle.deprecated.is_some_and(|since| since <= target.minor);
        (
            !target.serves(kind),
            deprecated,
            target.rank(kind).unwrap_or(usize::MAX),
            kind.group,
            names::version_rank(kind.version),
        )
    });
    found
}

/// Tells whether a word is the plural, the singular (in another case than the kind) or a short name of a kind.
fn is_resource_name(kind: &Kind, word: &str) -> bool {
    let names = |resource: &Resource| {
        let own = [resource.plural, resource.singular];
        own.iter().chain(&resource.short_names).any(|name| name.eq_ignore_ascii_case(word))
    };
    kind.eras().any(|(_, _, resource)| names(resource))
}

/// Finds the subresource that has the kind, such as `pods/eviction` for `policy/v1 Eviction`.
fn subresource(claim: Claim<'_>, target: Target<'_>) -> Option<(&'static Kind, &'static str)> {
    kinds().filter(|kind| target.serves(kind)).find_map(|kind| {
        let subresources = &target.resource(kind)?.subresources;
        let found = subresources.iter().find(|sub| {
            sub.kind == claim.kind
                && sub.kind != kind.kind
                && (sub.group == claim.group || sub.group.is_empty())
        })?;
        Some((kind, found.name))
    })
}

/// Finds the kind that was likely meant: the nearest name, of this group before others.
fn nearest(claim: Claim<'_>, target: Target<'_>) -> Option<&'static Kind> {
    let distance = |kind: &Kind| names::distance(kind.kind, claim.kind);
    let close = kinds().filter(|kind| names::is_close(kind.kind, claim.kind));
    sorted(close, target).into_iter().min_by_key(|kind| (distance(kind), kind.group != claim.group))
}
