//! Resource backends of an Ingress, and the parameters of an IngressClass.

use kubecheck_core::model::object::Object;

use super::{Family, Found, by_group, dig, list};

static BACKEND: Family = Family {
    name: "ingress",
    dead: "the ingress controller finds nothing to route to, and such requests end at its default backend",
    ..Family::PLAIN
};

static PARAMETERS: Family = Family {
    name: "ingress",
    dead: "the ingress controller finds no parameters for the class",
    ..Family::PLAIN
};

pub(super) fn find<'a>(object: &Object<'a>, found: &mut Vec<Found<'a>>) {
    let Some(spec) = object.root.get("spec") else { return };
    let paths = list(spec, &["rules"]).flat_map(|rule| list(rule, &["http", "paths"]));
    let backends = paths.filter_map(|path| path.get("backend")).chain(spec.get("defaultBackend"));
    for resource in backends.filter_map(|backend| backend.get("resource")) {
        found.extend(by_group(&BACKEND, resource, "apiGroup", ("", "")));
    }
}

pub(super) fn class<'a>(object: &Object<'a>, found: &mut Vec<Found<'a>>) {
    let parameters = dig(object.root, &["spec", "parameters"]);
    found.extend(parameters.and_then(|parameters| by_group(&PARAMETERS, parameters, "apiGroup", ("", ""))));
}
