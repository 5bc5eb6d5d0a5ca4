//! `spec.scaleTargetRef` of KEDA's ScaledObject (kedacore/keda, `apis/keda/v1alpha1/gvkr.go`, ParseGVKR).
//!
//! Without an apiVersion it is apps/v1, without a kind Deployment; group, kind and version are mapped together. A ScaledJob
//! holds its job and names none.

use kubecheck_core::model::object::Object;

use super::{Family, Found, by_api_version, dig};

static FAMILY: Family = Family {
    name: "keda",
    versioned: true,
    mapper: true,
    scale: true,
    dead: "KEDA sets the condition Ready to False (ScaledObjectCheckFailed) and makes no HorizontalPodAutoscaler",
    ..Family::PLAIN
};

pub(super) fn find<'a>(object: &Object<'a>, found: &mut Vec<Found<'a>>) {
    let target = dig(object.root, &["spec", "scaleTargetRef"]).filter(|target| target.is_mapping());
    found.extend(target.and_then(|target| by_api_version(&FAMILY, target, ("apps/v1", "Deployment"))));
}
