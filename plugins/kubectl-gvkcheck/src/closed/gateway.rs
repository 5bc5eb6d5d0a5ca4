//! What routes and Gateways of the Gateway API need.

use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::Value;

use super::consequences::{self as follows, Consequence};
use super::wants::{Need, NeedKey, Wants};
use super::{Space, at, items, text_at};

/// The group of the Gateway API.
pub(super) const GROUP: &str = "gateway.networking.k8s.io";

/// Adds what a route or a Gateway needs.
pub(super) fn read(object: &Object<'_>, kind: &str, wants: &mut Wants<'_, '_>) {
    let root = object.root;
    match kind {
        "HTTPRoute" | "GRPCRoute" | "TLSRoute" | "TCPRoute" | "UDPRoute" => {
            for parent in items(root, &["spec", "parentRefs"]) {
                add(parent, (GROUP, "Gateway"), "a parent", &follows::ROUTE_PARENT, wants);
            }
            for rule in items(root, &["spec", "rules"]) {
                let filters = items(rule, &["filters"]);
                let mirrors = filters.filter_map(|filter| at(filter, &["requestMirror", "backendRef"]));
                for backend in items(rule, &["backendRefs"]).chain(mirrors) {
                    add(backend, ("", "Service"), "a backend", &follows::ROUTE_BACKEND, wants);
                }
            }
        }
        "Gateway" => {
            for listener in items(root, &["spec", "listeners"]) {
                for secret in items(listener, &["tls", "certificateRefs"]) {
                    add(secret, ("", "Secret"), "a listener", &follows::LISTENER_SECRET, wants);
                }
            }
        }
        _ => {}
    }
}

/// Adds what a reference names, if that is of the group and kind that it has by default.
fn add(
    reference: Value<'_>,
    (group, kind): (&str, &str),
    what: &str,
    missing: &'static Consequence,
    wants: &mut Wants<'_, '_>,
) {
    let other = |field, usual: &str| {
        reference.get(field).is_some_and(|value| !value.is_null() && value.as_str() != Some(usual))
    };
    let Some(name) = reference.get("name").filter(|_| !other("group", group) && !other("kind", kind)) else {
        return;
    };
    let space = text_at(reference, &["namespace"]).map(|namespace| Space::of(Some(namespace)));
    let port = reference.get("port").filter(|_| kind == "Service");
    let port = port.map(|at| NeedKey { at, noun: "port", missing: &follows::ROUTE_PORT });
    wants.add(&Need { kind, space, name, what, missing: Some(missing) }, port.into_iter().collect());
}
