//! What is read to tell of init containers.

use std::collections::BTreeSet;

use super::thing::Thing;
use super::waits;
use crate::model::container::Container;
use crate::model::pod::PodSpec;
use crate::start::there::Place;
use crate::world::kinds::Kind;
use crate::world::objects::Objects;

/// What is read first.
pub const FIRST: [Kind; 12] = [
    Kind::Pod,
    Kind::Event,
    Kind::Node,
    Kind::Namespace,
    Kind::Deployment,
    Kind::ReplicaSet,
    Kind::StatefulSet,
    Kind::DaemonSet,
    Kind::Job,
    Kind::ReplicationController,
    Kind::Service,
    Kind::EndpointSlice,
];

/// What may be read besides.
pub const THEN: [Kind; 3] = [Kind::ConfigMap, Kind::Secret, Kind::PersistentVolumeClaim];

/// Returns the ConfigMaps that say in the environment of init containers what is waited for, by namespace and name.
pub fn config_maps(objects: &Objects, namespace: Option<&str>) -> BTreeSet<(String, String)> {
    let all = specs(objects, namespace).into_iter();
    all.flat_map(|(namespace, spec)| named(spec).map(|name| (namespace.to_owned(), name.to_owned())))
        .collect()
}

/// Returns what pods are made of, with their namespaces: those that have not ended, and those that workloads make.
fn specs<'o>(objects: &'o Objects, namespace: Option<&str>) -> Vec<(&'o str, &'o PodSpec)> {
    let is_meant = |name: &str| namespace.is_none_or(|wanted| wanted == name);
    let pods = objects.pods.iter().filter(|pod| !pod.is_terminal());
    let of_pods = pods.map(|pod| (pod.metadata.namespace.as_str(), &pod.spec));
    let kinds = [&objects.deployments, &objects.stateful_sets, &objects.daemon_sets, &objects.jobs];
    let workloads = kinds.into_iter().flatten();
    let of_workloads = workloads.map(|one| (one.metadata.namespace.as_str(), &one.spec.template.spec));
    of_pods.chain(of_workloads).filter(|(namespace, _)| is_meant(namespace)).collect()
}

/// Returns the names of ConfigMaps in the environments of init containers.
pub(crate) fn named(spec: &PodSpec) -> impl Iterator<Item = &str> {
    spec.init_containers.iter().flat_map(|container: &Container| {
        let whole = container
            .env_from
            .iter()
            .filter_map(|from| from.config_map_ref.as_ref())
            .map(|map| map.name.as_str());
        let keys =
            container.env.iter().filter_map(|one| one.value_from.as_ref()?.config_map_key_ref.as_ref());
        whole.chain(keys.map(|key| key.name.as_str()))
    })
}

/// Returns what all init containers wait for, of pods that have not ended and of workloads.
pub fn things(objects: &Objects, namespace: Option<&str>) -> BTreeSet<Thing> {
    let specs = specs(objects, namespace);
    let waits = specs.into_iter().flat_map(|(namespace, spec)| {
        let of = move |container: &Container| waits::of(container, spec, namespace, objects).waits;
        spec.init_containers.iter().flat_map(of)
    });
    waits.map(|wait| wait.thing).collect()
}

/// Returns the lists that tell how what is waited for stands, beyond what was read first in one namespace or in all.
pub fn places(things: BTreeSet<Thing>, namespace: Option<&str>) -> BTreeSet<Place> {
    let is_elsewhere = |of: &str| namespace.is_some_and(|namespace| namespace != of);
    let mut places = BTreeSet::new();
    for thing in things {
        let (of, kind) = match &thing {
            Thing::Object { kind, namespace, .. } => (namespace, kind.as_str()),
            Thing::Service { namespace, .. } | Thing::Pods { namespace, .. } => (namespace, ""),
            _ => continue,
        };
        let own = match kind {
            "secret" => Some(Kind::Secret),
            "configmap" => Some(Kind::ConfigMap),
            "persistentvolumeclaim" => Some(Kind::PersistentVolumeClaim),
            _ => None,
        };
        places.extend(own.map(|kind| (kind, of.clone())));
        if is_elsewhere(of) && own.is_none() {
            let namespaced = FIRST.into_iter().filter(|kind| kind.resource().namespaced);
            places.extend(namespaced.map(|kind| (kind, of.clone())));
        }
    }
    places
}
