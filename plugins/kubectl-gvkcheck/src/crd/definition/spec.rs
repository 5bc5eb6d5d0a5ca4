//! Names, versions, conversion and subresources of a CRD.

use std::collections::BTreeSet;

use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::Value;

use super::structural::{self, Root};
use super::{Faults, given, is_true, text};
use crate::identity::builtin;

/// The annotation that groups of the Kubernetes community need (`api-approved.kubernetes.io`).
const APPROVED: &str = "api-approved.kubernetes.io";

pub(super) fn check(crd: &Object<'_>, spec: Value<'_>, minor: u8, faults: &mut Faults) {
    group(crd, spec, faults);
    if let Some(scope) = spec.get("scope")
        && let Some(own) = scope.as_str().filter(|own| !matches!(*own, "Cluster" | "Namespaced"))
    {
        faults.add(scope, format!("the scope is Cluster or Namespaced, not {own:?}"));
    }
    if let Some(preserves) = spec.get("preserveUnknownFields")
        && super::super::parse::is_true(preserves)
    {
        let message = "preserveUnknownFields must be false in v1; set x-kubernetes-preserve-unknown-fields in the schema";
        faults.add(preserves, message);
    }
    if let Some(names) = spec.get("names") {
        self::names(names, faults);
    }
    versions(spec, minor, faults);
    if let Some(conversion) = given(spec, "conversion") {
        self::conversion(conversion, faults);
    }
}

fn group(crd: &Object<'_>, spec: Value<'_>, faults: &mut Faults) {
    let Some(value) = spec.get("group") else { return };
    let Some(group) = value.as_str() else { return };
    if let Err(why) = subdomain(group) {
        faults.add(value, format!("the group {group:?} is no DNS subdomain: {why}"));
    } else if !group.contains('.') {
        faults.add(value, format!("the group {group:?} must be a domain with a dot"));
    }
    let protected = ["k8s.io", "kubernetes.io"];
    let within = |domain: &&str| group == *domain || group.ends_with(&format!(".{domain}"));
    // Of a group of Kubernetes itself, `dead-reference` says more.
    if !protected.iter().any(within) || builtin::is_group(group) {
        return;
    }
    let annotation = crd.metadata().and_then(|metadata| metadata.get("annotations")?.get(APPROVED));
    match annotation.and_then(|value| value.as_str()) {
        Some(own) if own.starts_with("unapproved") || is_url(own) => {}
        Some(own) if !own.is_empty() => {
            let at = annotation.unwrap_or(value);
            faults.add(at, format!("{APPROVED} is a URL or begins with \"unapproved\"; this is {own:?}"));
        }
        _ => faults.add(value, format!("a group under {group} needs the annotation {APPROVED}")),
    }
}

fn is_url(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, rest)| {
        !scheme.is_empty() && !rest.is_empty() && !rest.starts_with(['/', '?', '#'])
    })
}

/// Checks a DNS subdomain (RFC 1123).
fn subdomain(text: &str) -> Result<(), String> {
    crate::schema::names::check_name(crate::schema::names::NameRule::Subdomain(253), text)
}

/// Tells whether a text is a label of DNS (RFC 1035): lower-case letters, digits and dashes, a letter first.
fn is_label(text: &str) -> bool {
    let inner = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && !text.ends_with('-')
        && text.len() <= 63
        && text.bytes().all(inner)
}

const LABEL: &str = "lower-case letters, digits and dashes, beginning with a letter, 63 at most";

fn names(names: Value<'_>, faults: &mut Faults) {
    for name in ["plural", "kind"] {
        faults.demand(names, name, false);
    }
    for name in ["plural", "singular"] {
        label(names.get(name), &format!("names.{name}"), faults);
    }
    for name in ["shortNames", "categories"] {
        for item in names.get(name).into_iter().flat_map(|list| list.items()) {
            if item.is_null() || item.as_str() == Some("") {
                faults.add(item, format!("each of names.{name} must not be empty"));
            }
            label(Some(item), &format!("each of names.{name}"), faults);
        }
    }
    for name in ["kind", "listKind"] {
        if let Some(value) = names.get(name)
            && let Some(own) = value.as_str().filter(|own| !own.is_empty() && !is_label(&own.to_lowercase()))
        {
            faults.add(
                value,
                format!("names.{name} is letters, digits and dashes, beginning with a letter, not {own:?}"),
            );
        }
    }
    if let (Some(kind), Some(list)) = (text(names, "kind"), names.get("listKind"))
        && list.as_str() == Some(kind)
    {
        faults.add(list, format!("kind and listKind are both {kind}"));
    }
}

fn label(value: Option<Value<'_>>, what: &str, faults: &mut Faults) {
    let Some(value) = value else { return };
    if let Some(own) = value.as_str().filter(|own| !own.is_empty() && !is_label(own)) {
        faults.add(value, format!("{what} is {LABEL}, not {own:?}"));
    }
}

fn versions(spec: Value<'_>, minor: u8, faults: &mut Faults) {
    let Some(list) = spec.get("versions").filter(Value::is_sequence) else { return };
    let stored: Vec<Value<'_>> = list.items().filter(|version| is_true(*version, "storage")).collect();
    match stored.as_slice() {
        [_] => {}
        [] => faults.add(list, "no version has storage: true; exactly one has to"),
        [_, second, ..] => faults.add(
            second.get("storage").unwrap_or(*second),
            "a second version has storage: true; exactly one has to",
        ),
    }
    let mut seen = BTreeSet::new();
    for version in list.items().filter(Value::is_mapping) {
        if let Some(name) = version.get("name") {
            let own = name.as_str().unwrap_or_default();
            if !own.is_empty() && !seen.insert(own) {
                faults.add(name, format!("the version {own} is there twice"));
            }
            faults.demand(version, "name", false);
            label(Some(name), "a version's name", faults);
        }
        self::version(version, minor, faults);
    }
}

fn version(version: Value<'_>, minor: u8, faults: &mut Faults) {
    if let Some(warning) = given(version, "deprecationWarning") {
        let own = warning.as_str().unwrap_or("x");
        if !is_true(version, "deprecated") {
            faults.add(warning, "deprecationWarning goes with deprecated: true");
        } else if own.is_empty() || own.len() > 256 || own.chars().any(char::is_control) {
            faults.add(warning, "deprecationWarning has between 1 and 256 characters that can be printed");
        }
    }
    let subresources = given(version, "subresources");
    let status = subresources.is_some_and(|own| given(own, "status").is_some());
    let schema = given(version, "schema").and_then(|schema| given(schema, "openAPIV3Schema"));
    // Of one that is absent, `missing-field` tells.
    if let Some(schema) = schema {
        structural::check(schema, Root { status, minor }, faults);
    }
    if let Some(scale) = subresources.and_then(|own| given(own, "scale")) {
        for name in ["specReplicasPath", "statusReplicasPath"] {
            faults.demand(scale, name, false);
        }
        for (name, under) in [
            ("specReplicasPath", &[".spec."][..]),
            ("statusReplicasPath", &[".status."]),
            ("labelSelectorPath", &[".spec.", ".status."]),
        ] {
            if let Some(path) = scale.get(name)
                && let Some(own) = path.as_str().filter(|own| !own.is_empty())
                && !under.iter().any(|start| own.starts_with(start))
            {
                faults.add(path, format!("{name} is a path under {}, not {own:?}", under.join(" or ")));
            }
        }
    }
    for column in version.get("additionalPrinterColumns").into_iter().flat_map(|list| list.items()) {
        self::column(column, faults);
    }
}

fn column(column: Value<'_>, faults: &mut Faults) {
    const TYPES: [&str; 5] = ["integer", "number", "string", "boolean", "date"];
    const FORMATS: [&str; 8] = ["int32", "int64", "float", "double", "byte", "date", "date-time", "password"];
    for name in ["name", "type", "jsonPath"] {
        faults.demand(column, name, column.is_null());
    }
    for (name, values) in [("type", &TYPES[..]), ("format", &FORMATS)] {
        if let Some(value) = column.get(name)
            && let Some(own) = value.as_str().filter(|own| !own.is_empty() && !values.contains(own))
        {
            faults.add(value, format!("a column's {name} is one of {}, not {own:?}", values.join(", ")));
        }
    }
    if let Some(path) = column.get("jsonPath")
        && let Some(own) = path.as_str().filter(|own| !own.is_empty() && !own.starts_with('.'))
    {
        faults.add(path, format!("a column's jsonPath begins with a dot, and this is {own:?}"));
    }
}

fn conversion(conversion: Value<'_>, faults: &mut Faults) {
    let Some(strategy) = conversion.get("strategy") else { return };
    let webhook = given(conversion, "webhook");
    match strategy.as_str() {
        Some("Webhook") => match webhook {
            None => faults.add(conversion, "the strategy Webhook needs conversion.webhook"),
            Some(webhook) => self::webhook(webhook, faults),
        },
        Some("None") => {
            if let Some(webhook) = webhook.filter(|webhook| {
                given(*webhook, "clientConfig").is_some() || webhook.get("conversionReviewVersions").is_some()
            }) {
                faults.add(webhook, "conversion.webhook goes with the strategy Webhook");
            }
        }
        Some(other) if !other.is_empty() => {
            faults.add(strategy, format!("the strategy is None or Webhook, not {other:?}"));
        }
        _ => faults.demand(conversion, "strategy", true),
    }
}

fn webhook(webhook: Value<'_>, faults: &mut Faults) {
    match given(webhook, "clientConfig") {
        None => faults.add(webhook, "the strategy Webhook needs conversion.webhook.clientConfig"),
        Some(client) => {
            if given(client, "url").is_some() == given(client, "service").is_some() {
                faults.add(client, "clientConfig has exactly one of url and service");
            }
            if let Some(service) = given(client, "service") {
                faults.demand(service, "name", false);
                faults.demand(service, "namespace", false);
            }
        }
    }
    // Whether one of them is known to the server, `dead-reference` tells.
    let Some(versions) = given(webhook, "conversionReviewVersions") else { return };
    if versions.items().next().is_none() {
        faults.add(versions, "conversionReviewVersions needs a version");
    }
    let mut seen = BTreeSet::new();
    for item in versions.items() {
        if let Some(own) = item.as_str().filter(|own| !seen.insert(*own)) {
            faults.add(item, format!("{own} is there twice"));
        }
    }
}
