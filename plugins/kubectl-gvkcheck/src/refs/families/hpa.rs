//! `spec.scaleTargetRef` of a HorizontalPodAutoscaler.
//!
//! The controller takes the group from the apiVersion and maps group and kind (`pkg/controller/podautoscaler/horizontal.go`,
//! reconcileAutoscaler): the version is not looked at, and an absent apiVersion means the core group.

use kubecheck_core::model::object::Object;

use super::{Family, Found, by_api_version, dig};

static FAMILY: Family = Family {
    name: "hpa",
    mapper: true,
    scale: true,
    dead: "the controller reports FailedGetScale every 15 seconds (--horizontal-pod-autoscaler-sync-period) and never scales",
    ..Family::PLAIN
};

pub(super) fn find<'a>(object: &Object<'a>, found: &mut Vec<Found<'a>>) {
    let target = dig(object.root, &["spec", "scaleTargetRef"]).filter(|target| target.is_mapping());
    found.extend(target.and_then(|target| by_api_version(&FAMILY, target, ("", ""))));
}
