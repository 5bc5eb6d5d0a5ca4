//! What a CustomResourceDefinition says of its own group and conversion (apiextensions-apiserver,
//! `pkg/apis/apiextensions/validation/validation.go`).

use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::Value;

use super::{Fault, Found, dig, field, text};
use crate::identity::builtin;

pub(super) fn find<'a>(object: &Object<'a>, found: &mut Vec<Found<'a>>) {
    let Some(spec) = object.root.get("spec") else { return };
    found.extend(group(spec).map(Found::Fault));
    found.extend(conversion(spec).map(Found::Fault));
}

/// The server hands every path below a group that it serves itself to its own handlers (apiserver,
/// `pkg/server/handler.go`, director), so that no CRD's resource is ever reached there.
fn group(spec: Value<'_>) -> Option<Fault> {
    let value = field(spec, "group")?;
    let group = text(Some(value)).filter(|group| group.contains('.') && builtin::is_group(group))?;
    Some(Fault {
        at: value.id(),
        message: format!(
            "{group} is a group of Kubernetes itself, where a CRD's resources are never reached"
        ),
        help: "choose a group below a domain of your own".to_owned(),
        served: Some(group.to_owned()),
    })
}

fn conversion(spec: Value<'_>) -> Option<Fault> {
    let conversion = field(spec, "conversion")?;
    let list = dig(conversion, &["webhook", "conversionReviewVersions"])
        .or_else(|| field(conversion, "conversionReviewVersions"))?;
    let known = |item: Value<'_>| text(Some(item)).is_none_or(|text| matches!(text, "v1" | "v1beta1"));
    let strange = list.is_sequence() && list.items().next().is_some() && !list.items().any(known);
    strange.then(|| Fault {
        at: list.id(),
        message: "conversionReviewVersions has neither v1 nor v1beta1, the ConversionReviews that the API server can send".to_owned(),
        help: "list v1; the API server refuses the object as it is".to_owned(),
        served: None,
    })
}
