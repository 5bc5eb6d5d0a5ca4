//! Flux: sources are found by their kind alone, and the CRDs list the kinds (fluxcd/kustomize-controller and
//! helm-controller, getSource); health checks by group and kind; the targets of patches as kustomize finds them.

use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::Value;

use super::{Family, Fault, Found, by_api_version, dig, field, kustomize, list, text};
use crate::identity::names;

static HEALTH: Family = Family {
    name: "flux",
    mapper: true,
    dead: "the health check cannot find the object: the Kustomization waits for its timeout and is not Ready",
    ..Family::PLAIN
};

pub(super) fn kustomization<'a>(object: &Object<'a>, found: &mut Vec<Found<'a>>) {
    let Some(spec) = object.root.get("spec") else { return };
    source(spec, &["sourceRef"], &["Bucket", "ExternalArtifact", "GitRepository", "OCIRepository"], found);
    for check in list(spec, &["healthChecks"]).filter(|check| check.get("apiVersion").is_some()) {
        found.extend(by_api_version(&HEALTH, check, ("", "")));
    }
    targets(spec, "patches", found);
}

pub(super) fn release<'a>(object: &Object<'a>, found: &mut Vec<Found<'a>>) {
    let Some(spec) = object.root.get("spec") else { return };
    source(spec, &["chart", "spec", "sourceRef"], &["Bucket", "GitRepository", "HelmRepository"], found);
    source(spec, &["chartRef"], &["ExternalArtifact", "HelmChart", "OCIRepository"], found);
    for renderer in list(spec, &["postRenderers"]).filter_map(|renderer| renderer.get("kustomize")) {
        targets(renderer, "patches", found);
    }
    for ignored in list(spec, &["driftDetection", "ignore"]).filter_map(|ignored| ignored.get("target")) {
        kustomize::selector(ignored, found);
    }
}

pub(super) fn automation<'a>(object: &Object<'a>, found: &mut Vec<Found<'a>>) {
    if let Some(spec) = object.root.get("spec") {
        source(spec, &["sourceRef"], &["GitRepository"], found);
    }
}

fn targets<'a>(map: Value<'a>, name: &str, found: &mut Vec<Found<'a>>) {
    list(map, &[name])
        .filter_map(|patch| patch.get("target"))
        .for_each(|target| kustomize::selector(target, found));
}

/// The kinds of which an Alert takes events.
const EVENTS: [&str; 11] = [
    "Bucket",
    "ExternalArtifact",
    "GitRepository",
    "HelmChart",
    "HelmRelease",
    "HelmRepository",
    "ImagePolicy",
    "ImageRepository",
    "ImageUpdateAutomation",
    "Kustomization",
    "OCIRepository",
];

pub(super) fn alert<'a>(object: &Object<'a>, found: &mut Vec<Found<'a>>) {
    for source in list(object.root, &["spec", "eventSources"]) {
        kind(source, "an event source", &EVENTS, found);
    }
}

pub(super) fn receiver<'a>(object: &Object<'a>, found: &mut Vec<Found<'a>>) {
    for resource in list(object.root, &["spec", "resources"]) {
        kind(resource, "a resource of a Receiver", &EVENTS, found);
    }
}

fn source<'a>(spec: Value<'a>, fields: &[&str], taken: &[&str], found: &mut Vec<Found<'a>>) {
    if let Some(source) = dig(spec, fields) {
        kind(source, &fields.join("."), taken, found);
    }
}

/// Demands a kind that a field takes. A kind that nobody knows may be a newer Flux's.
fn kind<'a>(map: Value<'a>, what: &str, taken: &[&str], found: &mut Vec<Found<'a>>) {
    let Some(kind) = field(map, "kind") else { return };
    let Some(own) = text(Some(kind)).filter(|own| !own.is_empty() && !taken.contains(own)) else { return };
    let flux = EVENTS.contains(&own);
    let known = flux || kubecheck_catalog::kinds().iter().any(|kind| kind.kind == own);
    if known || EVENTS.iter().any(|event| names::distance(event, own) <= 1) {
        found.push(Found::Fault(Fault {
            at: kind.id(),
            message: format!("{what} cannot be a kind {own}"),
            help: format!(
                "name one of {}; the CRD lists them, and the API server refuses the object",
                taken.join(", ")
            ),
            served: None,
        }));
    }
}
