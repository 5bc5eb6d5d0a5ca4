//! `spec.targetRef` of a VerticalPodAutoscaler (kubernetes/autoscaler, `vertical-pod-autoscaler/pkg/target/fetcher.go`).
//!
//! The well-known workloads are found by their kind alone; for any other kind group and kind are mapped, and its subresource
//! scale tells the pods.

use kubecheck_core::model::object::Object;

use super::{Family, Found, by_api_version, dig};

static FAMILY: Family = Family {
    name: "vpa",
    mapper: true,
    scale: true,
    by_kind: &[
        "CronJob",
        "DaemonSet",
        "Deployment",
        "Job",
        "ReplicaSet",
        "ReplicationController",
        "StatefulSet",
    ],
    dead: "the recommender cannot find the pods, sets the condition ConfigUnsupported and recommends nothing",
    ..Family::PLAIN
};

pub(super) fn find<'a>(object: &Object<'a>, found: &mut Vec<Found<'a>>) {
    let target = dig(object.root, &["spec", "targetRef"]).filter(|target| target.is_mapping());
    found.extend(target.and_then(|target| by_api_version(&FAMILY, target, ("", ""))));
}
