//! `spec.group` and `spec.version` of an APIService.
//!
//! Without a service it stands for what kube-apiserver itself serves. That version and group make its name is judged with
//! names.

use kubecheck_core::model::object::Object;

use super::{Fault, Found, field, text};
use crate::identity::builtin;

pub(super) fn find<'a>(object: &Object<'a>, found: &mut Vec<Found<'a>>) {
    let Some(spec) = object.root.get("spec") else { return };
    let (Some(group), Some(version)) = (text(field(spec, "group")), text(field(spec, "version"))) else {
        return;
    };
    let local = field(spec, "service").is_none();
    let known = kubecheck_catalog::kinds().iter().any(|kind| kind.group == group && kind.version == version);
    if local && builtin::is_group(group) && !known {
        found.push(Found::Fault(Fault {
            at: field(spec, "version").unwrap_or(spec).id(),
            message: format!("kube-apiserver never served {group}/{version}, and this APIService names no service that does"),
            help: "name the service in spec.service, or the version that is served; requests for it end with 404".to_owned(),
            served: None,
        }));
    }
}
