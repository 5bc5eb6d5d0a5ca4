//! Pods that are the same to the scheduler: what is said of one is said of all.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::pod::PodInfo;
use crate::model::pod::{Pod, PodSpec};

/// Puts pods together that are the same to the scheduler; the numbers are their places in the list.
pub fn of(pods: &[Arc<PodInfo>]) -> Vec<Vec<usize>> {
    let mut classes: Vec<(Pod, Vec<usize>)> = Vec::new();
    // Only pods of one maker are compared with each other.
    let mut by_maker: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (at, pod) in pods.iter().enumerate() {
        let owner = pod.pod.metadata.controller().map_or("", |owner| owner.uid.as_str());
        let known = by_maker.entry((pod.namespace(), owner)).or_default();
        let reduced = reduce(&pod.pod);
        let same = known.iter().copied().find(|class| !owner.is_empty() && classes[*class].0 == reduced);
        match same {
            Some(class) => classes[class].1.push(at),
            None => {
                known.push(classes.len());
                classes.push((reduced, vec![at]));
            }
        }
    }
    classes.into_iter().map(|(_, members)| members).collect()
}

/// Keeps of a pod what the scheduler looks at. A claim that is made for the pod is its own, so that its name is kept then.
fn reduce(pod: &Pod) -> Pod {
    let mut spec: PodSpec = pod.spec.clone();
    spec.volumes.retain(|volume| !volume.is_of_configuration());
    for container in spec.containers.iter_mut().chain(&mut spec.init_containers) {
        container.volume_mounts.clear();
    }
    let has_own_claims =
        spec.volumes.iter().any(|volume| volume.ephemeral.is_some()) || !spec.resource_claims.is_empty();
    let mut reduced = Pod { spec, ..Pod::default() };
    reduced.metadata.labels = pod.metadata.labels.clone();
    reduced.status.nominated_node_name = pod.status.nominated_node_name.clone();
    if has_own_claims {
        reduced.metadata.name = pod.metadata.name.clone();
    }
    reduced
}
