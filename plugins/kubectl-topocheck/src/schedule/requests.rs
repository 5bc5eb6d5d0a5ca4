//! What a pod asks for (`k8s.io/component-helpers/resource/helpers.go`, `PodRequests`).

use super::version::Features;
use crate::model::ResourceList;
use crate::model::container::Container;
use crate::model::pod::Pod;
use crate::model::status::ContainerStatus;

/// Which numbers count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// What is written in the spec: for a pod that has no node yet.
    Spec,
    /// What the pod has now as well, while it is being resized: for a pod on a node.
    Status,
}

/// Returns all that a pod asks for: the larger of its containers with its sidecars and of each init container with the sidecars before
/// it, or what the pod itself says; and its overhead.
pub fn of(pod: &Pod, basis: Basis, features: &Features) -> ResourceList {
    let basis = if features.in_place_resize { basis } else { Basis::Spec };
    let mut requests = of_containers(pod, basis);
    if features.pod_level_resources {
        override_by_pod(&mut requests, pod, basis, features);
    }
    add(&mut requests, &pod.spec.overhead);
    requests
}

fn of_containers(pod: &Pod, basis: Basis) -> ResourceList {
    let mut requests = ResourceList::new();
    for container in &pod.spec.containers {
        add(&mut requests, &effective(pod, container, &pod.status.container_statuses, basis));
    }
    let (mut sidecars, mut largest) = (ResourceList::new(), ResourceList::new());
    for container in &pod.spec.init_containers {
        let while_it_runs = if container.is_sidecar() {
            let own = effective(pod, container, &pod.status.init_container_statuses, basis);
            add(&mut requests, &own);
            add(&mut sidecars, &own);
            sidecars.clone()
        } else {
            let mut sum = container.resources.requests.clone();
            add(&mut sum, &sidecars);
            sum
        };
        raise(&mut largest, &while_it_runs);
    }
    raise(&mut requests, &largest);
    requests
}

/// Returns what a container asks for: while it is being resized, the largest of what it is to have, has, and was promised.
fn effective(pod: &Pod, container: &Container, statuses: &[ContainerStatus], basis: Basis) -> ResourceList {
    let wanted = &container.resources.requests;
    let status = statuses.iter().find(|status| status.name == container.name && basis == Basis::Status);
    let Some((status, actual)) = status.and_then(|status| Some((status, status.resources.as_ref()?))) else {
        return wanted.clone();
    };
    largest(pod, wanted, &actual.requests, &status.allocated_resources)
}

fn largest(
    pod: &Pod,
    wanted: &ResourceList,
    actual: &ResourceList,
    allocated: &ResourceList,
) -> ResourceList {
    let mut all = actual.clone();
    raise(&mut all, allocated);
    if !is_infeasible(pod) {
        raise(&mut all, wanted);
    }
    all
}

/// Tells whether a resize was refused for good, so that what is wanted will not come.
fn is_infeasible(pod: &Pod) -> bool {
    pod.status.condition("PodResizePending").is_some_and(|condition| condition.reason == "Infeasible")
}

/// Takes what is written for the pod as a whole instead of the sum of its containers.
fn override_by_pod(requests: &mut ResourceList, pod: &Pod, basis: Basis, features: &Features) {
    let Some(own) = &pod.spec.resources else { return };
    let status = pod.status.resources.as_ref();
    let status = status.filter(|_| basis == Basis::Status && features.in_place_pod_level_resize);
    let resized =
        status.map(|status| largest(pod, &own.requests, &status.requests, &pod.status.allocated_resources));
    for (name, quantity) in own.requests.iter().filter(|(name, _)| is_of_pod(name)) {
        let quantity = match &resized {
            Some(resized) => resized.get(name).copied().unwrap_or_default(),
            None => *quantity,
        };
        requests.insert(name.clone(), quantity);
    }
}

/// Tells whether a resource can be asked for by a pod as a whole (`IsSupportedPodLevelResource`).
fn is_of_pod(name: &str) -> bool {
    name == super::resources::CPU || name == super::resources::MEMORY || name.starts_with("hugepages-")
}

fn add(sum: &mut ResourceList, more: &ResourceList) {
    for (name, quantity) in more {
        let own = sum.entry(name.clone()).or_default();
        *own = *own + *quantity;
    }
}

fn raise(most: &mut ResourceList, other: &ResourceList) {
    for (name, quantity) in other {
        most.entry(name.clone()).and_modify(|own| *own = (*own).max(*quantity)).or_insert(*quantity);
    }
}
