//! Targets in kustomizations (kustomize, `api/types/selector.go`): group, version and kind of a patch's target are anchored
//! regular expressions, those of replacements are compared as they are; an absent part matches anything, and so an absent
//! group is not the core group.
//!
//! Kustomize asks no cluster: a target of an old version is right if the resources have it.

use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::Value;

use super::{Family, Fault, Found, Reference, Written, dig, field, list, text};
use crate::refs::kinds::Named;

pub(super) static FAMILY: Family = Family {
    name: "kustomize",
    versioned: true,
    offline: true,
    dead: "the target matches no resource, and kustomize leaves the patch out without a word",
    ..Family::PLAIN
};

pub(super) fn find<'a>(object: &Object<'a>, found: &mut Vec<Found<'a>>) {
    let patches = list(object.root, &["patches"]).chain(list(object.root, &["patchesJson6902"]));
    let targets = patches.filter_map(|patch| patch.get("target"));
    let replacements = list(object.root, &["replacements"]).flat_map(|replacement| {
        let selected = list(replacement, &["targets"]).filter_map(|target| target.get("select"));
        selected.chain(dig(replacement, &["source"])).collect::<Vec<_>>()
    });
    targets.chain(replacements).for_each(|target| selector(target, found));
}

/// Reads a target; Flux has them as well.
pub(super) fn selector<'a>(target: Value<'a>, found: &mut Vec<Found<'a>>) {
    let (group_at, kind_at) = (field(target, "group"), field(target, "kind"));
    let parts = [group_at, field(target, "version"), kind_at].map(text);
    let [Some(group), Some(version), Some(kind)] = parts else { return };
    if let (Some(at), Some((before, after))) = (field(target, "version"), version.split_once('/')) {
        found.push(Found::Fault(Fault {
            at: at.id(),
            message: format!("there is no version {version}: the group {before} has a field of its own"),
            help: format!("set group: {before} and version: {after}; as it is {}", FAMILY.dead),
            served: None,
        }));
        return;
    }
    if group.is_empty() || kind.is_empty() || [group, version, kind].iter().any(|part| !is_literal(part)) {
        return;
    }
    let named = Named { group, version: (!version.is_empty()).then_some(version), kind };
    let (at, written) = (target.id(), Written::Field("group"));
    found.push(Found::Reference(Reference { family: &FAMILY, at, named, group_at, kind_at, written }));
}

/// Tells whether a regular expression is a name; a dot in a group is meant as one.
fn is_literal(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'/'))
}
