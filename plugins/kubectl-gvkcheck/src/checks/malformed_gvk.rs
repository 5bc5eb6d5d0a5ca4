//! `malformed-gvk`: the apiVersion or the kind is missing, or cannot be one.

use kubecheck_core::check::findings::{Draft, Findings};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Run};
use kubecheck_core::model::object::Object;

use kubecheck_core::model::tree::NodeId;

use crate::facts::{Facts, Gvkcheck, api_version_node, kind_node};
use crate::identity::{Malformed, Verdict};

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK008",
    name: "malformed-gvk",
    summary: "The apiVersion or the kind is missing, or cannot be one",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("malformed_gvk.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Object(check) };

fn check(object: &Object<'_>, facts: &Facts, findings: &mut Findings<'_>) {
    let Verdict::Malformed(malformed) = &facts.verdict else { return };
    let (at, message) = describe(object, malformed);
    findings.add(Draft::new(&RULE, at, message).help(help(malformed)));
}

fn describe(object: &Object<'_>, malformed: &Malformed) -> (NodeId, String) {
    let (root, api_version, kind) = (object.root.id(), api_version_node(object), kind_node(object));
    match malformed {
        Malformed::NoApiVersion => (root, "the object has no apiVersion".to_owned()),
        Malformed::NoKind => (root, "the object has no kind".to_owned()),
        Malformed::NotAMapping(found) => (root, format!("an object is a map, and this is {found}")),
        Malformed::ApiVersionType(found) => {
            (api_version, format!("apiVersion is a string, and this is {found}"))
        }
        Malformed::KindType(found) => (kind, format!("kind is a string, and this is {found}")),
        Malformed::ListItems => {
            let at = object.root.get("items").map_or(root, |items| items.id());
            (at, "a List has a list of items, and this one has none".to_owned())
        }
        Malformed::TooManySlashes(text) => {
            (api_version, format!("the apiVersion {text:?} has more than one slash; it is GROUP/VERSION"))
        }
        Malformed::ApiVersion(text) => (
            api_version,
            format!("the apiVersion {text:?} is neither GROUP/VERSION nor a version of the core group"),
        ),
        Malformed::GroupOnly(group) => {
            (api_version, format!("the apiVersion {group:?} is a group without its version"))
        }
        Malformed::Kind(text) => (kind, format!("{text:?} cannot be a kind: letters and digits only")),
    }
}

fn help(malformed: &Malformed) -> String {
    match malformed {
        Malformed::GroupOnly(group) => format!("write {group}/VERSION, such as {group}/v1"),
        Malformed::ListItems => "begin each item under items: with \"- \"".to_owned(),
        Malformed::NotAMapping(_) => "a manifest begins with apiVersion: and kind:".to_owned(),
        Malformed::NoKind | Malformed::KindType(_) | Malformed::Kind(_) => {
            "see the kinds: kubectl gvkcheck resolve".to_owned()
        }
        _ => "find the apiVersion of a kind: kubectl gvkcheck resolve KIND".to_owned(),
    }
}
