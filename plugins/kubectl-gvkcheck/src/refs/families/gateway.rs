//! References in the Gateway API: group and kind, each with its default (sigs.k8s.io/gateway-api, `apis/v1/shared_types.go`
//! and `object_reference_types.go`): a parent is a Gateway, a backend a Service, a certificate a Secret.

use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::Value;

use super::{Family, Found, by_group, dig, field, list};

const GROUP: &str = "gateway.networking.k8s.io";

static PARENT: Family = Family {
    name: "gateway-api",
    dead: "no controller takes the route up: status.parents stays empty for this parent",
    ..Family::PLAIN
};

static BACKEND: Family = Family {
    name: "gateway-api",
    dead: "the route gets ResolvedRefs False (InvalidKind), and its share of the requests is answered with 500",
    ..Family::PLAIN
};

static CERTIFICATE: Family = Family {
    name: "gateway-api",
    dead: "the listener gets ResolvedRefs False (InvalidCertificateRef) and serves no TLS",
    ..Family::PLAIN
};

static OTHER: Family = Family {
    name: "gateway-api",
    dead: "the controller does not find it, and sets a condition that is False",
    ..Family::PLAIN
};

static GRANT: Family =
    Family { name: "gateway-api", dead: "the grant permits nothing by this entry", ..Family::PLAIN };

pub(super) fn route<'a>(object: &Object<'a>, found: &mut Vec<Found<'a>>) {
    let Some(spec) = object.root.get("spec") else { return };
    for parent in list(spec, &["parentRefs"]) {
        found.extend(by_group(&PARENT, parent, "group", (GROUP, "Gateway")));
    }
    for rule in list(spec, &["rules"]) {
        filters(rule, found);
        for backend in list(rule, &["backendRefs"]) {
            found.extend(by_group(&BACKEND, backend, "group", ("", "Service")));
            filters(backend, found);
        }
    }
}

fn filters<'a>(map: Value<'a>, found: &mut Vec<Found<'a>>) {
    for filter in list(map, &["filters"]) {
        let mirror = dig(filter, &["requestMirror", "backendRef"]);
        found.extend(mirror.and_then(|backend| by_group(&BACKEND, backend, "group", ("", "Service"))));
        let extension = field(filter, "extensionRef");
        found.extend(extension.and_then(|extension| by_group(&OTHER, extension, "group", ("", ""))));
    }
}

pub(super) fn gateway<'a>(object: &Object<'a>, found: &mut Vec<Found<'a>>) {
    let Some(spec) = object.root.get("spec") else { return };
    for listener in list(spec, &["listeners"]) {
        for certificate in list(listener, &["tls", "certificateRefs"]) {
            found.extend(by_group(&CERTIFICATE, certificate, "group", ("", "Secret")));
        }
        for kind in list(listener, &["allowedRoutes", "kinds"]) {
            found.extend(by_group(&OTHER, kind, "group", (GROUP, "")));
        }
    }
    let parameters = dig(spec, &["infrastructure", "parametersRef"]);
    found.extend(parameters.and_then(|parameters| by_group(&OTHER, parameters, "group", ("", ""))));
}

pub(super) fn class<'a>(object: &Object<'a>, found: &mut Vec<Found<'a>>) {
    let parameters = dig(object.root, &["spec", "parametersRef"]);
    found.extend(parameters.and_then(|parameters| by_group(&OTHER, parameters, "group", ("", ""))));
}

pub(super) fn grant<'a>(object: &Object<'a>, found: &mut Vec<Found<'a>>) {
    for side in ["from", "to"] {
        for entry in list(object.root, &["spec", side]) {
            found.extend(by_group(&GRANT, entry, "group", ("", "")));
        }
    }
}

pub(super) fn policy<'a>(object: &Object<'a>, found: &mut Vec<Found<'a>>) {
    let Some(spec) = object.root.get("spec") else { return };
    for target in list(spec, &["targetRefs"]) {
        found.extend(by_group(&OTHER, target, "group", ("", "")));
    }
    for authority in list(spec, &["validation", "caCertificateRefs"]) {
        found.extend(by_group(&OTHER, authority, "group", ("", "")));
    }
}
