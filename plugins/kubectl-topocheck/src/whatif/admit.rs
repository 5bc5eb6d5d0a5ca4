//! What the API server makes of a pod that is created, as far as the scheduler looks at it.
//!
//! Sources: `pkg/apis/core/v1/defaults.go`, `plugin/pkg/admission/priority`, `pkg/registry/core/pod/strategy.go`
//! (`applyMatchLabelKeysAndMismatchLabelKeys`), `pkg/controller/daemon/util` (`AddOrUpdateDaemonPodTolerations`).

use std::sync::Arc;

use crate::fit::command::maker;
use crate::model::affinity::{Affinity, PodAffinityTerm, Toleration};
use crate::model::container::Resources;
use crate::model::meta::Meta;
use crate::model::pod::{Pod, PodResourceClaim};
use crate::model::policy::PriorityClass;
use crate::model::selector::{LabelSelector, Requirement};
use crate::model::storage::PersistentVolumeClaim;
use crate::model::workload::Workload;
use crate::world::kinds::Kind;
use crate::world::objects::Objects;

/// Pods that a manifest makes.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// What makes them: `Deployment shop/web`.
    pub by: String,
    /// One of them.
    pub pod: Pod,
    /// How many; none for one on every node that is selected.
    pub replicas: Option<i64>,
    /// The claims that are made for each of them.
    pub templates: Vec<PersistentVolumeClaim>,
    /// Why the API server takes none of them, if so.
    pub refused: Option<String>,
    /// What of them could not be taken into account.
    pub doubts: Vec<String>,
    /// How many pods of the same workload are in the cluster already; they are counted as they are.
    pub existing: usize,
}

impl Wanted {
    fn new(kind: &str, mut pod: Pod, replicas: Option<i64>, cluster: &Objects) -> Wanted {
        let refused = match replicas {
            Some(count) if count < 0 => Some(format!("{count} pods are less than none")),
            _ => unknown_class(&pod, cluster),
        };
        let doubts = unknown(&mut pod);
        let is_own = |other: &&Arc<Pod>| {
            other.metadata.namespace == pod.metadata.namespace
                && !other.is_terminal()
                && maker(other)
                    .is_some_and(|(own, name)| own.eq_ignore_ascii_case(kind) && name == pod.metadata.name)
        };
        let existing = cluster.pods.iter().filter(is_own).count();
        let by = format!("{kind} {}", pod.key());
        Wanted { by, pod, replicas, templates: Vec::new(), refused, doubts, existing }
    }
}

/// Says that the class of priority is not there, so that no pod is taken (`plugin/pkg/admission/priority`).
fn unknown_class(pod: &Pod, cluster: &Objects) -> Option<String> {
    let name = pod.spec.priority_class_name.as_str();
    let is_known = name.is_empty() || name.starts_with("system-");
    let is_there = || cluster.priorities.iter().any(|class| class.metadata.name == name);
    (!is_known && cluster.has(Kind::PriorityClass) && !is_there())
        .then(|| format!("there is no PriorityClass {name}"))
}

/// Takes out of a pod what is made by controllers from what is not read here, and names it.
fn unknown(pod: &mut Pod) -> Vec<String> {
    let mut doubts = Vec::new();
    let is_made = |own: &PodResourceClaim| own.resource_claim_template_name.is_some();
    for own in pod.spec.resource_claims.iter().filter(|own| is_made(own)) {
        let template = own.resource_claim_template_name.as_deref().unwrap_or_default();
        doubts.push(format!("the devices that ResourceClaimTemplate {template} asks for, which is not read"));
    }
    pod.spec.resource_claims.retain(|own| !is_made(own));
    if let Some(class) = pod.spec.runtime_class_name.as_ref().filter(|_| pod.spec.overhead.is_empty()) {
        doubts.push(format!("overhead and node selector of RuntimeClass {class}, which are not read"));
    }
    doubts
}

/// Returns the pods that manifests make, as they would be created. `within` is the namespace of what names none.
pub fn all(manifests: &Objects, cluster: &Objects, within: &str) -> Vec<Wanted> {
    let mut found = Vec::new();
    for pod in &manifests.pods {
        let pod = admitted(pod.as_ref().clone(), within, cluster);
        found.push(Wanted::new("Pod", pod, Some(1), cluster));
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
    mark(&mut pod, kind);
    if kind == "DaemonSet" {
        pod.spec.tolerations.extend(of_daemons(pod.spec.host_network));
    }
    let pod = admitted(pod, within, cluster);
    let replicas = match kind {
        "DaemonSet" => None,
        "Job" => {
            let at_once = workload.spec.parallelism.unwrap_or(1);
            Some(workload.spec.completions.map_or(at_once, |all| all.min(at_once)))
        }
        _ => Some(workload.spec.replicas.unwrap_or(1)),
    };
    let wanted = Wanted::new(kind, pod, replicas, cluster);
    Wanted { templates: workload.spec.volume_claim_templates.clone(), ..wanted }
}

/// Gives a pod the label by which its controller tells versions apart: it has a new value, which no pod that is there has.
fn mark(pod: &mut Pod, kind: &str) {
    let label = match kind {
        "Deployment" => "pod-template-hash",
        "StatefulSet" | "DaemonSet" => "controller-revision-hash",
        _ => return,
    };
    pod.metadata.labels.entry(label.to_owned()).or_insert_with(|| "what-if".to_owned());
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
