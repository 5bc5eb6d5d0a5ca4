//! `dataSource` and `dataSourceRef` of claims (`pkg/apis/core/validation`, validateDataSource): in the core group only a
//! PersistentVolumeClaim can be one; for other groups a volume populator or the snapshot controller looks.

use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::Value;

use super::{Family, Fault, Found, by_group, field, list, text};

static FAMILY: Family = Family {
    name: "data-source",
    dead: "nothing fills the volume: the claim stays Pending",
    ..Family::PLAIN
};

pub(super) fn find<'a>(object: &Object<'a>, found: &mut Vec<Found<'a>>) {
    if let Some(spec) = object.root.get("spec") {
        sources(spec, found);
    }
}

pub(super) fn templates<'a>(object: &Object<'a>, found: &mut Vec<Found<'a>>) {
    for template in list(object.root, &["spec", "volumeClaimTemplates"]) {
        if let Some(spec) = template.get("spec") {
            sources(spec, found);
        }
    }
}

fn sources<'a>(spec: Value<'a>, found: &mut Vec<Found<'a>>) {
    for name in ["dataSource", "dataSourceRef"] {
        let Some(source) = field(spec, name) else { continue };
        let core = text(field(source, "apiGroup")) == Some("");
        match text(field(source, "kind")) {
            Some("" | "PersistentVolumeClaim") if core => {}
            Some(kind) if core => found.push(Found::Fault(core_source(source, name, kind))),
            _ => found.extend(by_group(&FAMILY, source, "apiGroup", ("", ""))),
        }
    }
}

fn core_source(source: Value<'_>, name: &str, kind: &str) -> Fault {
    let outcome =
        if name == "dataSource" { "drops it, and the volume stays empty" } else { "refuses the claim" };
    let group = if kind == "VolumeSnapshot" {
        "set apiGroup: snapshot.storage.k8s.io"
    } else {
        "name the group of the kind in apiGroup"
    };
    Fault {
        at: field(source, "kind").unwrap_or(source).id(),
        message: format!(
            "{name} names {kind} of the core group, where only a PersistentVolumeClaim can be a source"
        ),
        help: format!("{group}; without it the API server {outcome}"),
        served: None,
    }
}
