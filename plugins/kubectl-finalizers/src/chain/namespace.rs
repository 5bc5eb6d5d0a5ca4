//! What the namespace controller says of a namespace that it deletes
//! (`k8s.io/kubernetes/pkg/controller/namespace/deletion/status_condition_utils.go`).
//!
//! While pods remain the controller writes that all content was removed: it looks at pods first (KEP-5080) and returns before it counts
//! the rest. So a condition that is False says nothing until the pods are gone.

use serde_json::Value;

/// What a True condition tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Groups whose API server does not answer, `group/version`.
    Discovery(Vec<String>),
    /// Names of groups that cannot be parsed.
    Parsing,
    /// Objects that cannot be deleted.
    Content(Refusal),
    /// What is left: resource, group and count.
    Remaining(Vec<(String, String, u64)>),
    /// Finalizers that are left, with the count of objects.
    Finalizers(Vec<(String, u64)>),
    /// A condition of somebody else.
    Other,
}

/// Why content cannot be deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A conversion webhook does not answer: the apiVersion and the kind.
    Conversion(String, String),
    /// An admission webhook does not answer, or refuses.
    Admission(String),
    /// Objects that were deleted are still there, and have no finalizers; what is left explains it.
    Left,
    /// Anything else; the message says it.
    Other,
}

/// A condition that is True.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Its type.
    pub name: String,
    /// Its reason.
    pub reason: String,
    /// Its message.
    pub message: String,
    /// What it tells.
    pub trouble: Trouble,
}

/// Reads the conditions of a namespace that are True.
pub fn conditions(namespace: &Value) -> Vec<Condition> {
    let all = namespace["status"]["conditions"].as_array().map(Vec::as_slice).unwrap_or_default();
    all.iter().filter(|condition| condition["status"] == "True").map(Condition::read).collect()
}

impl Condition {
    fn read(condition: &Value) -> Condition {
        let text = |name: &str| condition[name].as_str().unwrap_or_default().to_owned();
        let (name, message) = (text("type"), text("message"));
        let trouble = match name.as_str() {
            "NamespaceDeletionDiscoveryFailure" => Trouble::Discovery(groups(&message)),
            "NamespaceDeletionGroupVersionParsingFailure" => Trouble::Parsing,
            "NamespaceDeletionContentFailure" => Trouble::Content(refusal(&message)),
            "NamespaceContentRemaining" => Trouble::Remaining(remaining(&message)),
            "NamespaceFinalizersRemaining" => Trouble::Finalizers(finalizers(&message)),
            _ => Trouble::Other,
        };
        Condition { name, reason: text("reason"), message, trouble }
    }
}

/// Reads the group versions out of `unable to retrieve the complete list of server APIs: a.io/v1: why, b.io/v1: why`
/// (`k8s.io/client-go/discovery`, `ErrGroupDiscoveryFailed`). Reasons may have commas and colons of their own.
fn groups(message: &str) -> Vec<String> {
    let list = message.split_once("list of server APIs: ").map_or(message, |(_, list)| list);
    let mut found: Vec<String> = Vec::new();
    for part in list.split(", ") {
        let Some((name, _)) = part.split_once(": ") else { continue };
        let is_version =
            |text: &str| text.starts_with('v') && text[1..].starts_with(|c: char| c.is_ascii_digit());
        let is_plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-/".contains(&byte));
        let version = name.rsplit_once('/').map(|(_, version)| version);
        if is_plain && version.is_some_and(is_version) && !found.iter().any(|own| own == name) {
            found.push(name.to_owned());
        }
    }
    found
}

/// Reads `Some resources are remaining: widgets.example.com has 3 resource instances, pods. has 1 resource instances`.
fn remaining(message: &str) -> Vec<(String, String, u64)> {
    let list = message.split_once(": ").map_or(message, |(_, list)| list);
    let part = |part: &str| {
        let (name, count) = part.strip_suffix(" resource instances")?.split_once(" has ")?;
        let (plural, group) = name.split_once('.')?;
        Some((plural.to_owned(), group.to_owned(), count.parse().ok()?))
    };
    list.split(", ").filter_map(part).collect()
}

/// Reads `Some content in the namespace has finalizers remaining: example.com/x in 2 resource instances`.
fn finalizers(message: &str) -> Vec<(String, u64)> {
    let list = message.split_once(": ").map_or(message, |(_, list)| list);
    let part = |part: &str| {
        let (name, count) = part.strip_suffix(" resource instances")?.rsplit_once(" in ")?;
        Some((name.to_owned(), count.parse().ok()?))
    };
    list.split(", ").filter_map(part).collect()
}

/// Reads why content cannot be deleted.
pub fn refusal(message: &str) -> Refusal {
    if let Some((api_version, kind)) = conversion(message) {
        return Refusal::Conversion(api_version, kind);
    }
    // `failed calling webhook "x.example.com": …` and `admission webhook "x.example.com" denied the request: …`.
    let quoted = |before: &str| {
        let (_, rest) = message.split_once(before)?;
        rest.split_once('"').map(|(name, _)| name.to_owned())
    };
    match quoted("failed calling webhook \"").or_else(|| quoted("admission webhook \"")) {
        Some(name) => Refusal::Admission(name),
        None if message.contains("unexpected items still remain in namespace") => Refusal::Left,
        None => Refusal::Other,
    }
}

/// Reads the apiVersion and the kind out of `conversion webhook for example.com/v1, Kind=Widget failed: …`
/// (`k8s.io/apiextensions-apiserver/pkg/apiserver/conversion/webhook_converter.go`).
pub fn conversion(message: &str) -> Option<(String, String)> {
    let (_, rest) = message.split_once("conversion webhook for ")?;
    let (api_version, rest) = rest.split_once(", Kind=")?;
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    Some((api_version.to_owned(), rest[..end].to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dead_groups_are_read_in_both_of_their_forms() {
        let stale = "Discovery failed for some groups, 2 failing: unable to retrieve the complete list of server APIs: \
                     a.example/v1: stale GroupVersion discovery: a.example/v1, metrics.k8s.io/v1beta1: the server is \
                     currently unable to handle the request, status: 503, b: c";
        assert_eq!(groups(stale), ["a.example/v1", "metrics.k8s.io/v1beta1"]);
        assert_eq!(
            groups("Get \"https://10.0.0.1/api\": dial tcp: connection refused"),
            Vec::<String>::new()
        );
    }

    #[test]
    fn what_is_left_is_counted() {
        let message = "Some resources are remaining: pods. has 1 resource instances, widgets.example.com has 3 resource instances";
        let pods = ("pods".to_owned(), String::new(), 1);
        assert_eq!(remaining(message), [pods, ("widgets".to_owned(), "example.com".to_owned(), 3)]);
        let message = "Some content in the namespace has finalizers remaining: a in b/c in 2 resource instances, d in 1 resource instances";
        assert_eq!(finalizers(message), [("a in b/c".to_owned(), 2), ("d".to_owned(), 1)]);
    }

    #[test]
    fn webhooks_are_named_in_what_failed() {
        let message = "Failed to delete all resource types, 1 remaining: conversion webhook for example.com/v1, Kind=Widget failed: \
                       Post \"https://x.y.svc:443/?timeout=30s\": service \"x\" not found";
        let expected = Refusal::Conversion("example.com/v1".to_owned(), "Widget".to_owned());
        assert_eq!(refusal(message), expected);
        let message = "Internal error occurred: failed calling webhook \"deny.example.com\": failed to call webhook: Post …";
        assert_eq!(refusal(message), Refusal::Admission("deny.example.com".to_owned()));
        assert_eq!(refusal("widgets is forbidden"), Refusal::Other);
        let message = "Failed to delete all resource types, 1 remaining: unexpected items still remain in namespace: x for gvr: \
                       /v1, Resource=pods";
        assert_eq!(refusal(message), Refusal::Left);
    }
}
