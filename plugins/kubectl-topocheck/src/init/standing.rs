//! How what is waited for stands.

use std::collections::BTreeMap;

use super::asks::Need;
use super::thing::Thing;
use crate::checks;
use crate::model::Labels;
use crate::model::pod::Pod;
use crate::model::selector::Selector;
use crate::model::service::Service;
use crate::model::workload::Workload;
use crate::start::cause::What;
use crate::start::told::Scene;
use crate::start::{State, Stuck};
use crate::world::kinds::Kind;

/// How something stands that is waited for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// In a word.
    pub how: How,
    /// In a sentence that goes on from its name: `has no ready endpoint`.
    pub words: String,
    /// The pod behind it that does not start; empty if there is none.
    pub behind: String,
}

/// How something stands, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// It is as it must be, as far as the cluster shows.
    Ready,
    /// Nobody knows.
    Unknown,
    /// It is not yet.
    NotReady,
    /// It has failed, and does not come.
    Failed,
    /// It is not there.
    Absent,
}

impl How {
    /// Returns the word that documents have for it.
    pub fn name(self) -> &'static str {
        match self {
            How::Ready => "ready",
            How::Unknown => "unknown",
            How::NotReady => "not ready",
            How::Failed => "failed",
            How::Absent => "absent",
        }
    }
}

fn is(how: How, words: impl Into<String>) -> Standing {
    Standing { how, words: words.into(), behind: String::new() }
}

/// Tells how something stands.
pub fn of(thing: &Thing, scene: &Scene<'_>) -> Standing {
    match thing {
        Thing::Service { namespace, name, port, need, pod } => {
            let found = scene
                .names
                .objects
                .services
                .iter()
                .find(|one| one.metadata.name == *name && one.metadata.namespace == *namespace);
            match found {
                None => absent(Kind::Service, namespace, name, scene),
                Some(found) => service(found, port.as_deref(), *need, (pod.as_deref(), scene)),
            }
        }
        Thing::Object { kind, namespace, name } => object(kind, namespace, name, scene),
        Thing::Pods { namespace, selector } => by_labels(namespace, selector, scene),
        Thing::Host { host, .. } => is(How::Unknown, outside(host, scene)),
        Thing::Own { .. } => is(How::Unknown, "has to be a sidecar that was started before"),
        Thing::Hidden { .. } => is(How::Unknown, "is not written where it can be read"),
        Thing::File { volume, .. } if volume.is_empty() => {
            is(How::Unknown, "is in the container's own image or folder")
        }
        Thing::File { .. } => is(How::Unknown, "has to be written by another init container or a sidecar"),
    }
}

/// Says of a host that is no service that was read where it is. `db.data` may be a service of another namespace.
fn outside(host: &str, scene: &Scene<'_>) -> String {
    let parts: Vec<&str> = host.trim_end_matches('.').split('.').collect();
    let is_known = scene.names.whole.iter().any(|(kind, _)| *kind == Kind::Namespace);
    match parts.as_slice() {
        [name, of] if !is_known => format!(
            "is service {name} of namespace {of}, of which nothing was read, or outside of the cluster"
        ),
        _ => "is outside of the cluster, and is not asked from here".to_owned(),
    }
}

fn absent(kind: Kind, namespace: &str, name: &str, scene: &Scene<'_>) -> Standing {
    let near = scene.names.all(kind, namespace).map(|meta| meta.name.as_str());
    let near = crate::start::there::nearest(name, near)
        .map(|near| format!("; did you mean {near}?"))
        .unwrap_or_default();
    match scene.names.is_whole(kind, namespace) {
        true => is(How::Absent, format!("does not exist{near}")),
        false => is(How::Unknown, format!("is not in what was read{near}")),
    }
}

fn service(
    found: &Service,
    port: Option<&str>,
    need: Need,
    (pod, scene): (Option<&str>, &Scene<'_>),
) -> Standing {
    let spec = &found.spec;
    if spec.kind == "ExternalName" {
        return is(
            How::Unknown,
            format!("stands for {}, which is outside of the cluster", spec.external_name),
        );
    }
    let wanted = port.and_then(|port| port.parse::<i64>().ok());
    if let Some(wanted) = wanted.filter(|_| !found.is_headless() && !spec.ports.is_empty()) {
        let ports: Vec<i64> = spec.ports.iter().map(|port| port.port).collect();
        if !ports.contains(&wanted) {
            let ports: Vec<String> = ports.iter().map(i64::to_string).collect();
            return is(How::Absent, format!("has no port {wanted}; it has {}", ports.join(", ")));
        }
    }
    let is_named_always = !found.is_headless() || spec.publish_not_ready_addresses;
    if need == Need::Name && is_named_always && pod.is_none() {
        return is(How::Ready, "exists, so that its name has an address");
    }
    let namespace = &found.metadata.namespace;
    let behind: Vec<&Pod> = match spec.selector.is_empty() {
        true => Vec::new(),
        false => pods(namespace, &spec.selector, scene).collect(),
    };
    if let Some(name) = pod {
        return match behind.iter().find(|one| one.metadata.name == name) {
            Some(one) => pods_stand(&[one], scene),
            None => is(How::NotReady, format!("is not there: no pod {name} has the labels of the service")),
        };
    }
    let slices = scene.names.objects.endpoint_slices.iter().filter(|slice| {
        slice.metadata.namespace == *namespace && slice.service() == Some(&found.metadata.name)
    });
    // A pod with addresses of two families stands in slices of both.
    let mut families: BTreeMap<&str, usize> = BTreeMap::new();
    for slice in slices {
        *families.entry(&slice.address_type).or_default() += slice.ready();
    }
    let ready = families.into_values().max().unwrap_or_default();
    let ready = ready.max(behind.iter().filter(|pod| is_ready(pod)).count());
    if ready > 0 {
        let endpoints = if ready == 1 { "endpoint" } else { "endpoints" };
        return is(How::Ready, format!("has {ready} ready {endpoints}"));
    }
    if spec.selector.is_empty() {
        return is(
            How::NotReady,
            "has no ready endpoint, and no selector: somebody has to write its endpoints",
        );
    }
    match behind.is_empty() {
        true => nobody(namespace, &spec.selector, scene),
        false => pods_stand(&behind, scene),
    }
}

/// The kinds that make pods.
const WORKLOADS: [Kind; 6] = [
    Kind::Deployment,
    Kind::ReplicaSet,
    Kind::StatefulSet,
    Kind::DaemonSet,
    Kind::Job,
    Kind::ReplicationController,
];

/// Tells why there are no pods with some labels.
fn nobody(namespace: &str, selector: &Labels, scene: &Scene<'_>) -> Standing {
    let shown = Selector::of_labels(selector);
    let makers = makers(namespace, selector, scene);
    match makers.first() {
        Some((kind, one)) if one.spec.replicas == Some(0) => {
            is(How::NotReady, format!("has no pod: {kind}/{} is scaled to 0", one.metadata.name))
        }
        Some((kind, one)) => {
            is(How::NotReady, format!("has no pod yet; {kind}/{} makes them", one.metadata.name))
        }
        None if !WORKLOADS.iter().all(|kind| scene.names.is_whole(*kind, namespace)) => {
            is(How::Unknown, format!("has no pod with its labels {shown}, and not all workloads were read"))
        }
        None => is(How::Absent, format!("has no pod, and no workload makes pods with its labels {shown}")),
    }
}

/// Returns the workloads that make pods with some labels.
pub(super) fn makers<'s>(
    namespace: &str,
    selector: &Labels,
    scene: &Scene<'s>,
) -> Vec<(&'static str, &'s std::sync::Arc<Workload>)> {
    let wanted = Selector::of_labels(selector);
    let all = scene.look.owners.all().filter(|(_, one)| {
        one.metadata.namespace == namespace
            && one.metadata.controller().is_none()
            && wanted.matches(&one.spec.template.metadata.labels)
    });
    all.collect()
}

/// Returns the pods with some labels that have not ended.
fn pods<'s>(namespace: &str, selector: &Labels, scene: &Scene<'s>) -> impl Iterator<Item = &'s Pod> {
    let wanted = Selector::of_labels(selector);
    let namespace = namespace.to_owned();
    scene.look.objects.pods.iter().map(std::convert::AsRef::as_ref).filter(move |pod: &&Pod| {
        pod.metadata.namespace == namespace
            && !pod.is_terminal()
            && !pod.metadata.is_deleted()
            && wanted.matches(&pod.metadata.labels)
    })
}

pub(super) fn is_ready(pod: &Pod) -> bool {
    pod.status.condition("Ready").is_some_and(|ready| ready.status == "True")
}

/// Tells how pods stand of which none is ready, by the first that is stopped.
fn pods_stand(behind: &[&Pod], scene: &Scene<'_>) -> Standing {
    if let Some(ready) = behind.iter().find(|pod| is_ready(pod)) {
        return is(How::Ready, format!("pod {} is ready", ready.metadata.name));
    }
    let mut at = None;
    for pod in behind {
        let subject = scene.look.subject(pod);
        let name = &pod.metadata.name;
        match scene.look.one(pod) {
            State::Stuck(cause) => {
                // What that pod waits for itself is told of it, not here: they may wait for each other.
                let words = match (&cause.what, &cause.container) {
                    (What::InitOverdue { .. }, Some(part)) => {
                        format!("it waits itself, in init container {}", part.name)
                    }
                    _ => {
                        let one = Stuck { subject, cause: *cause };
                        let (rule, words) = checks::word(&one, scene);
                        format!("{}: {}", rule.name, words.message)
                    }
                };
                let words = format!("has no ready endpoint; pod {name}: {words}");
                return Standing { behind: name.clone(), ..is(How::NotReady, words) };
            }
            State::InProgress(what) => at = at.or(Some(format!("pod {name}: {what}"))),
            State::Crashing(crash) => {
                let says = crash.says;
                return is(How::NotReady, format!("has no ready endpoint; pod {name}: {says}"));
            }
            State::Fine => {}
        }
    }
    let at = at.map(|at| format!("; {at}")).unwrap_or_default();
    is(How::NotReady, format!("has no ready endpoint{at}"))
}

fn by_labels(namespace: &str, selector: &str, scene: &Scene<'_>) -> Standing {
    let labels: Option<Labels> = selector
        .split(',')
        .map(|pair| {
            pair.split_once("==").or_else(|| pair.split_once('=')).filter(|(key, _)| !key.ends_with('!'))
        })
        .map(|pair| pair.map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned())))
        .collect();
    let Some(labels) = labels else { return is(How::Unknown, "is a selector that is not read here") };
    let found: Vec<&Pod> = pods(namespace, &labels, scene).collect();
    match found.is_empty() {
        true => nobody(namespace, &labels, scene),
        false => pods_stand(&found, scene),
    }
}

fn object(kind: &str, namespace: &str, name: &str, scene: &Scene<'_>) -> Standing {
    let listed = match kind {
        "job" => return job(namespace, name, scene),
        "deployment" => Kind::Deployment,
        "statefulset" => Kind::StatefulSet,
        "daemonset" => Kind::DaemonSet,
        "pod" => Kind::Pod,
        "secret" => Kind::Secret,
        "configmap" => Kind::ConfigMap,
        "persistentvolumeclaim" => Kind::PersistentVolumeClaim,
        _ => return is(How::Unknown, "is of a kind that is not read here"),
    };
    let found = scene.names.all(listed, namespace).any(|meta| meta.name == name);
    if !found {
        return absent(listed, namespace, name, scene);
    }
    let owner = |kind: &str| crate::start::owner::Owner { kind: kind.to_owned(), name: name.to_owned() };
    let workload = |kind: &str| scene.look.owners.find(namespace, &owner(kind));
    let (ready, want) = match listed {
        Kind::Deployment | Kind::StatefulSet => {
            let title = if listed == Kind::Deployment { "Deployment" } else { "StatefulSet" };
            workload(title).map_or((0, 1), |one| (one.status.ready_replicas, one.spec.replicas.unwrap_or(1)))
        }
        Kind::DaemonSet => workload("DaemonSet")
            .map_or((0, 1), |one| (one.status.number_ready, one.status.desired_number_scheduled)),
        Kind::Pod => {
            let pod = scene
                .look
                .objects
                .pods
                .iter()
                .find(|pod| pod.metadata.name == name && pod.metadata.namespace == namespace);
            return pod.map_or(is(How::Unknown, "is not known"), |pod| pods_stand(&[pod], scene));
        }
        _ => return is(How::Ready, "exists"),
    };
    let how = if ready >= want { How::Ready } else { How::NotReady };
    is(how, format!("has {ready} of {want} pods ready"))
}

fn job(namespace: &str, name: &str, scene: &Scene<'_>) -> Standing {
    let owner = crate::start::owner::Owner { kind: "Job".to_owned(), name: name.to_owned() };
    let Some(found) = scene.look.owners.find(namespace, &owner) else {
        return absent(Kind::Job, namespace, name, scene);
    };
    let is_so = |kind: &str| found.condition(kind).filter(|condition| condition.status == "True");
    if is_so("Complete").is_some() {
        return is(How::Ready, "is complete");
    }
    if let Some(failed) = is_so("Failed") {
        let why = if failed.message.is_empty() { &failed.reason } else { &failed.message };
        return is(How::Failed, format!("has failed for good: {why}"));
    }
    if found.spec.suspend {
        return is(How::NotReady, "is suspended");
    }
    let owned = scene.look.objects.pods.iter().map(std::convert::AsRef::as_ref).filter(|pod: &&Pod| {
        pod.metadata.namespace == namespace
            && pod.metadata.controller().is_some_and(|of| of.kind == "Job" && of.name == name)
            && !pod.is_terminal()
    });
    let pods: Vec<&Pod> = owned.collect();
    let stands = pods_stand(&pods, scene);
    let why = stands.words.split_once("; ").map(|(_, why)| format!("; {why}")).unwrap_or_default();
    let (active, failed) = (found.status.active, found.status.failed);
    let words = format!("is not complete: {active} active, {failed} failed{why}");
    Standing { behind: stands.behind, ..is(How::NotReady, words) }
}
