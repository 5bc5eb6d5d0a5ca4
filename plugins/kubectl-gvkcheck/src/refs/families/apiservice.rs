//! `spec.group` and `spec.version` of an APIService.
//!
//! Its name must be version and group (kube-aggregator, `pkg/apis/apiregistration/validation`). Without a service it stands
//! for what kube-apiserver itself serves.

use kubecheck_core::model::object::Object;

use super::{Fault, Found, dig, field, text};
use crate::identity::builtin;

pub(super) fn find<'a>(object: &Object<'a>, found: &mut Vec<Found<'a>>) {
    let Some(spec) = object.root.get("spec") else { return };
    let (Some(group), Some(version)) = (text(field(spec, "group")), text(field(spec, "version"))) else {
        return;
    };
    let name = dig(object.root, &["metadata", "name"]);
    let Some(own) = text(name).filter(|own| !own.is_empty() && !version.is_empty()) else { return };
    let right = format!("{version}.{group}");
    if own != right {
        found.push(Found::Fault(Fault {
            at: name.unwrap_or(spec).id(),
            message: format!("the name of this APIService must be {right}, not {own}"),
            help: "version and group make the name; the API server refuses the object as it is".to_owned(),
        }));
        return;
    }
    let local = field(spec, "service").is_none();
    if local && group.contains('.') && !builtin::is_group(group) {
        return;
    }
    let known = kubecheck_catalog::kinds().iter().any(|kind| kind.group == group && kind.version == version);
    if local && builtin::is_group(group) && !known {
        found.push(Found::Fault(Fault {
            at: field(spec, "version").unwrap_or(spec).id(),
            message: format!("kube-apiserver never served {group}/{version}, and this APIService names no service that does"),
            help: "name the service in spec.service, or the version that is served; requests for it end with 404".to_owned(),
        }));
    }
}
