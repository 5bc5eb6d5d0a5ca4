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

/// The kinds of source.toolkit.fluxcd.io.
const SOURCES: [&str; 6] =
    ["Bucket", "ExternalArtifact", "GitRepository", "HelmChart", "HelmRepository", "OCIRepository"];

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

/// Demands a kind that the field takes. A kind that nobody knows may be a newer Flux's.
fn source<'a>(spec: Value<'a>, fields: &[&str], taken: &[&str], found: &mut Vec<Found<'a>>) {
    let Some(kind) = dig(spec, fields).and_then(|source| field(source, "kind")) else { return };
    let Some(own) = text(Some(kind)).filter(|own| !own.is_empty() && !taken.contains(own)) else { return };
    let known = SOURCES.contains(&own) || kubecheck_catalog::kinds().iter().any(|kind| kind.kind == own);
    let near = SOURCES.iter().any(|source| names::distance(source, own) <= 1);
    if known || near {
        found.push(Found::Fault(Fault {
            at: kind.id(),
            message: format!("{} takes {}, not {own}", fields.join("."), taken.join(", ")),
            help: "the API server refuses the object: the CRD lists the kinds".to_owned(),
        }));
    }
}
