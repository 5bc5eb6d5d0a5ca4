//! What the API server makes of a pod that is created, as far as the scheduler looks at it.
//!
//! Sources: `pkg/apis/core/v1/defaults.go`, `plugin/pkg/admission/priority`, `pkg/registry/core/pod/strategy.go`
//! (`applyMatchLabelKeysAndMismatchLabelKeys`), `pkg/controller/daemon/util` (`AddOrUpdateDaemonPodTolerations`).

use std::sync::Arc;

use crate::model::affinity::{Affinity, PodAffinityTerm, Toleration};
use crate::model::container::Resources;
use crate::model::meta::Meta;
use crate::model::pod::Pod;
use crate::model::policy::PriorityClass;
use crate::model::selector::{LabelSelector, Requirement};
use crate::model::workload::Workload;
use crate::world::objects::Objects;

/// Pods that a manifest makes.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// What makes them: `Deployment shop/web`.
    pub by: String,
    /// One of them.
    pub pod: Pod,
    /// How many; none for one on every node that takes it.
    pub replicas: Option<i64>,
}

/// Returns the pods that manifests make, as they would be created. `within` is the namespace of what names none.
pub fn all(manifests: &Objects, cluster: &Objects, within: &str) -> Vec<Wanted> {
    let mut found = Vec::new();
    for pod in &manifests.pods {
        let pod = admitted(pod.as_ref().clone(), within, cluster);
        found.push(Wanted { by: format!("Pod {}", pod.key()), pod, replicas: Some(1) });
    }
    let kinds = [
        ("Deployment", &manifests.deployments),
        ("ReplicaSet", &manifests.replica_sets),
        ("StatefulSet", &manifests.stateful_sets),
        ("DaemonSet", &manifests.daemon_sets),
        ("Job", &manifests.jobs),
        ("ReplicationController", &manifests.replication_controllers),
    ];
    for (kind, workloads) in kinds {
        found.extend(workloads.iter().map(|workload| of_workload(kind, workload, cluster, within)));
    }
    found
}

fn of_workload(kind: &str, workload: &Arc<Workload>, cluster: &Objects, within: &str) -> Wanted {
    let template = &workload.spec.template;
    let mut pod = Pod { spec: template.spec.clone(), ..Pod::default() };
    pod.metadata = Meta { namespace: workload.metadata.namespace.clone(), ..template.metadata.clone() };
    pod.metadata.name = workload.metadata.name.clone();
    if kind == "DaemonSet" {
        pod.spec.tolerations.extend(of_daemons(pod.spec.host_network));
    }
    let pod = admitted(pod, within, cluster);
    let replicas = match kind {
        "DaemonSet" => None,
        "Job" => Some(workload.spec.parallelism.unwrap_or(1)),
        _ => Some(workload.spec.replicas.unwrap_or(1)),
    };
    Wanted { by: format!("{kind} {}", pod.key()), pod, replicas }
}

/// Fills in what the API server would.
fn admitted(mut pod: Pod, within: &str, cluster: &Objects) -> Pod {
    if pod.metadata.namespace.is_empty() {
        pod.metadata.namespace = within.to_owned();
    }
    for container in pod.spec.containers.iter_mut().chain(&mut pod.spec.init_containers) {
        request_what_is_limited(&mut container.resources);
        for port in &mut container.ports {
            // On the node's network each port is one of the node.
            if pod.spec.host_network && port.host_port == 0 {
                port.host_port = port.container_port;
            }
        }
    }
    if let Some(own) = &mut pod.spec.resources {
        request_what_is_limited(own);
    }
    prioritise(&mut pod, &cluster.priorities);
    let labels = pod.metadata.labels.clone();
    if let Some(affinity) = &mut pod.spec.affinity {
        merge_keys(affinity, &labels);
    }
    pod
}

/// A limit without a request is one.
fn request_what_is_limited(resources: &mut Resources) {
    for (name, limit) in &resources.limits {
        resources.requests.entry(name.clone()).or_insert(*limit);
    }
}

fn prioritise(pod: &mut Pod, classes: &[Arc<PriorityClass>]) {
    let named = |class: &&Arc<PriorityClass>| class.metadata.name == pod.spec.priority_class_name;
    let usual = |class: &&Arc<PriorityClass>| class.global_default && pod.spec.priority_class_name.is_empty();
    let class = classes.iter().find(named).or_else(|| classes.iter().find(usual));
    let built_in = match pod.spec.priority_class_name.as_str() {
        "system-node-critical" => Some(2_000_001_000),
        "system-cluster-critical" => Some(2_000_000_000),
        _ => None,
    };
    pod.spec.priority = class.map(|class| class.value).or(built_in).or(pod.spec.priority);
    if pod.spec.preemption_policy.is_none() {
        pod.spec.preemption_policy = class.and_then(|class| class.preemption_policy.clone());
    }
}

/// Puts the values of labels into the selectors that want those of the pod itself.
fn merge_keys(affinity: &mut Affinity, labels: &crate::model::Labels) {
    let all = [&mut affinity.pod_affinity, &mut affinity.pod_anti_affinity];
    for term in all.into_iter().flatten().flat_map(|affinity| &mut affinity.required) {
        let PodAffinityTerm { match_label_keys, mismatch_label_keys, label_selector, .. } = term;
        let own = |key: &String| Some(Requirement::equal(key, labels.get(key)?));
        let like: Vec<Requirement> = match_label_keys.iter().filter_map(own).collect();
        let unlike = mismatch_label_keys.iter().filter_map(own);
        let unlike = unlike.map(|one| Requirement { operator: "NotIn".to_owned(), ..one });
        let more: Vec<Requirement> = like.into_iter().chain(unlike).collect();
        if let (Some(selector), false) = (label_selector.as_mut(), more.is_empty()) {
            let LabelSelector { match_expressions, .. } = selector;
            match_expressions.extend(more);
        }
    }
}

/// Returns what pods of a DaemonSet tolerate.
fn of_daemons(is_on_host_network: bool) -> Vec<Toleration> {
    let of = |name: &str, effect: &str| Toleration {
        key: format!("node.kubernetes.io/{name}"),
        operator: "Exists".to_owned(),
        effect: effect.to_owned(),
        ..Toleration::default()
    };
    let mut all = vec![
        of("not-ready", "NoExecute"),
        of("unreachable", "NoExecute"),
        of("disk-pressure", "NoSchedule"),
        of("memory-pressure", "NoSchedule"),
        of("pid-pressure", "NoSchedule"),
        of("unschedulable", "NoSchedule"),
    ];
    if is_on_host_network {
        all.push(of("network-unavailable", "NoSchedule"));
    }
    all
}
