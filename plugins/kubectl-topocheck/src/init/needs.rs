//! What is read to tell of init containers.

use std::collections::BTreeSet;

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

/// Returns the ConfigMaps that say in the environment of init containers what is waited for, by namespace and name.
pub fn config_maps(objects: &Objects, namespace: Option<&str>) -> BTreeSet<(String, String)> {
    let is_meant = |name: &str| namespace.is_none_or(|wanted| wanted == name);
    let of_pods =
        objects.pods.iter().filter(|pod| !pod.is_terminal()).map(|pod| (&pod.metadata.namespace, &pod.spec));
    let kinds = [&objects.deployments, &objects.stateful_sets, &objects.daemon_sets, &objects.jobs];
    let of_workloads =
        kinds.into_iter().flatten().map(|one| (&one.metadata.namespace, &one.spec.template.spec));
    let all = of_pods.chain(of_workloads).filter(|(namespace, _)| is_meant(namespace));
    all.flat_map(|(namespace, spec)| named(spec).map(|name| (namespace.clone(), name.to_owned()))).collect()
}

fn named(spec: &PodSpec) -> impl Iterator<Item = &str> {
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

/// Returns the lists that tell whether what is waited for is there.
pub fn places(things: impl Iterator<Item = super::thing::Thing>) -> BTreeSet<Place> {
    let place = |thing: super::thing::Thing| match thing {
        super::thing::Thing::Object { kind, namespace, .. } => {
            let kind = match kind.as_str() {
                "secret" => Kind::Secret,
                "configmap" => Kind::ConfigMap,
                "persistentvolumeclaim" => Kind::PersistentVolumeClaim,
                _ => return None,
            };
            Some((kind, namespace))
        }
        _ => None,
    };
    things.filter_map(place).collect()
}
