//! Which edits take away what stands between a pod and one node.

use std::collections::BTreeSet;

use super::Candidate;
use super::edit::{Edit, Risk};
use super::evict::{self, Missing};
use super::requests;
use crate::model::affinity::Toleration;
use crate::model::node::Taint;
use crate::model::selector::{NodeSelectorTerm, Requirement};
use crate::schedule::cause::Cause;
use crate::schedule::filters::node_unschedulable::UNSCHEDULABLE;
use crate::schedule::node::NodeInfo;
use crate::schedule::pod::PodInfo;
use crate::schedule::snapshot::Snapshot;
use crate::schedule::verdict::OnNode;

/// Labels that say what a node is: they cannot be given to another.
const IDENTITY: [&str; 8] = [
    "kubernetes.io/hostname",
    "kubernetes.io/arch",
    "kubernetes.io/os",
    "topology.kubernetes.io/zone",
    "topology.kubernetes.io/region",
    "failure-domain.beta.kubernetes.io/zone",
    "failure-domain.beta.kubernetes.io/region",
    "node.kubernetes.io/instance-type",
];

/// Returns sets of edits that may let a pod onto a node: with as many edits of the pod, of the cluster, or as few pods as can be.
pub(crate) fn of(pod: &PodInfo, node: &NodeInfo, said: &OnNode, snapshot: &Snapshot) -> Vec<Candidate> {
    let causes: Vec<&Cause> = said.refused.iter().flat_map(|refused| &refused.refusal.causes).collect();
    if causes.is_empty() {
        return Vec::new();
    }
    let sets = [Risk::Pod, Risk::Cluster, Risk::Eviction].map(|wish| set(pod, node, &causes, snapshot, wish));
    let mut found: Vec<Candidate> = Vec::new();
    for candidate in sets.into_iter().flatten() {
        if !found.iter().any(|own| own.edits == candidate.edits) {
            found.push(candidate);
        }
    }
    found
}

/// Puts together one edit for each cause, of the risk that is wished where there is a choice.
fn set(
    pod: &PodInfo,
    node: &NodeInfo,
    causes: &[&Cause],
    snapshot: &Snapshot,
    wish: Risk,
) -> Option<Candidate> {
    let (mut edits, mut missing, mut gone, mut cost) = (Vec::new(), Missing::default(), BTreeSet::new(), 0.0);
    let mut why = Vec::new();
    let is_cordoned = causes.iter().any(|cause| matches!(cause, Cause::Cordoned));
    for cause in causes {
        match cause {
            Cause::Taint(taint) if is_cordoned && taint.key == UNSCHEDULABLE => {}
            Cause::Pods { used, allocatable } => {
                missing.places += used + 1 - allocatable;
                why.push(format!("{} takes {allocatable} pods", node.name()));
            }
            Cause::Resource { name, requested, used, allocatable } => {
                let free = allocatable - used;
                let lowered = requests::lower(&pod.pod, name, free, &snapshot.features);
                match lowered.filter(|_| wish != Risk::Eviction) {
                    Some(lowered) => {
                        edits.extend(lowered);
                        cost += share(*requested, free);
                    }
                    None if requested > allocatable => return None,
                    None => {
                        missing.resources.push((name.clone(), requested - free));
                        why.push(format!("{name} on {}", node.name()));
                    }
                }
            }
            Cause::Port { port, protocol, by, .. } => {
                gone.insert(by.clone());
                why.push(format!("port {port}/{protocol} of {}", node.name()));
            }
            Cause::AntiAffinity { key, domain, .. } | Cause::ExistingAntiAffinity { key, domain, .. } => {
                gone.extend(in_the_way(pod, cause, snapshot));
                why.push(format!("anti-affinity in {key}={domain}"));
            }
            cause => edits.extend(one(pod, node, cause, wish)?),
        }
    }
    edits.extend(departures(pod, node, &missing, gone, why, snapshot)?);
    edits.iter().for_each(|edit| cost += weight(edit));
    edits.dedup();
    Some(Candidate { node: node.name().to_owned(), edits, cost })
}

/// Returns the share of a request that would go.
fn share(requested: i64, free: i64) -> f64 {
    (requested - free) as f64 / requested as f64
}

fn weight(edit: &Edit) -> f64 {
    match edit {
        Edit::DeletePods { pods, .. } => pods.len() as f64,
        _ => 0.0,
    }
}

/// Returns the edit that takes a cause away which is about nothing but labels, taints and terms.
fn one(pod: &PodInfo, node: &NodeInfo, cause: &Cause, wish: Risk) -> Option<Vec<Edit>> {
    let name = node.name().to_owned();
    Some(match cause {
        Cause::Cordoned => vec![Edit::Uncordon { node: name }],
        Cause::Taint(taint) => vec![taint_edit(taint, name, wish)?],
        Cause::Label { key, wanted, found } => {
            let is_identity = IDENTITY.contains(&key.as_str());
            match wish {
                Risk::Cluster | Risk::Eviction if !is_identity => {
                    vec![Edit::LabelNode { node: name, key: key.clone(), value: Some(wanted.clone()) }]
                }
                _ => vec![Edit::SetNodeSelector { key: key.clone(), value: found.clone() }],
            }
        }
        // One term is enough, so the first that can be met is met.
        Cause::Term { index: 0, .. } => terms(pod, node, wish)?,
        Cause::Term { .. } => Vec::new(),
        Cause::SpreadKey { key, .. } if key == IDENTITY[0] => {
            vec![Edit::LabelNode { node: name.clone(), key: key.clone(), value: Some(name) }]
        }
        Cause::Skew { constraint, key, pods, fewest, max_skew, .. } => {
            let (from, to) = (*max_skew, pods - fewest);
            vec![Edit::RaiseMaxSkew { constraint: *constraint, key: key.clone(), from, to }]
        }
        _ => return None,
    })
}

/// Tolerates a taint or takes it off; those that say how a node is come back by themselves, and are right.
fn taint_edit(taint: &Taint, node: String, wish: Risk) -> Option<Edit> {
    let is_condition = taint.key.starts_with("node.kubernetes.io/")
        || taint.key.starts_with("node.cloudprovider.kubernetes.io/");
    if taint.key == UNSCHEDULABLE {
        return Some(Edit::Uncordon { node });
    }
    if is_condition {
        return None;
    }
    let operator = if taint.value.is_empty() { "Exists" } else { "Equal" };
    Some(match wish {
        Risk::Cluster => Edit::RemoveTaint { node, taint: taint.clone() },
        _ => Edit::AddToleration(Toleration {
            key: taint.key.clone(),
            operator: operator.to_owned(),
            value: taint.value.clone(),
            effect: taint.effect.clone(),
        }),
    })
}

fn terms(pod: &PodInfo, node: &NodeInfo, wish: Risk) -> Option<Vec<Edit>> {
    let affinity = pod.pod.spec.affinity.as_ref()?.node_affinity.as_ref()?;
    let terms = &affinity.required.as_ref()?.node_selector_terms;
    let named =
        |term: &&NodeSelectorTerm| !term.match_expressions.is_empty() || !term.match_fields.is_empty();
    let edits = |(at, term): (usize, &NodeSelectorTerm)| term_edits(at, term, node, wish);
    terms.iter().enumerate().filter(|(_, term)| named(term)).filter_map(edits).min_by_key(Vec::len)
}

/// Returns the edits after which one term matches a node.
fn term_edits(at: usize, term: &NodeSelectorTerm, node: &NodeInfo, wish: Risk) -> Option<Vec<Edit>> {
    let fields = NodeSelectorTerm { match_expressions: Vec::new(), ..term.clone() };
    if !term.match_fields.is_empty() && fields.unmet(node.name(), node.labels()).is_some() {
        return None;
    }
    let unmet = term.match_expressions.iter().filter(|one| !one.matches(node.labels()));
    unmet.map(|one| requirement_edit(at, one, node, wish)).collect()
}

fn requirement_edit(term: usize, one: &Requirement, node: &NodeInfo, wish: Risk) -> Option<Edit> {
    let found = node.labels().get(&one.key);
    let is_identity = IDENTITY.contains(&one.key.as_str());
    let widen = found.filter(|_| one.operator == "In" && (wish == Risk::Pod || is_identity));
    if let Some(value) = widen {
        return Some(Edit::WidenTerm { term, key: one.key.clone(), value: value.clone() });
    }
    if is_identity || !one.is_valid() {
        return None;
    }
    let number = |by: i64| one.values.first()?.parse::<i64>().ok().map(|bound| (bound + by).to_string());
    let value = match one.operator.as_str() {
        "In" => Some(one.values.first()?.clone()),
        "Exists" => Some(String::new()),
        "Gt" => Some(number(1)?),
        "Lt" => Some(number(-1).filter(|value| !value.starts_with('-'))?),
        _ => None,
    };
    Some(Edit::LabelNode { node: node.name().to_owned(), key: one.key.clone(), value })
}

/// Names the pods that anti-affinity is about.
fn in_the_way(pod: &PodInfo, cause: &Cause, snapshot: &Snapshot) -> Vec<String> {
    let (Cause::AntiAffinity { key, domain, .. } | Cause::ExistingAntiAffinity { key, domain, .. }) = cause
    else {
        return Vec::new();
    };
    let own = snapshot.namespace(pod.namespace());
    let is_meant = |other: &PodInfo| match cause {
        Cause::AntiAffinity { term, .. } => {
            let labels = snapshot.namespace(other.namespace());
            pod.anti_affinity.get(*term).is_some_and(|term| term.wants(other, labels))
        }
        _ => other.anti_affinity.iter().any(|term| term.topology_key == *key && term.keeps_away(pod, own)),
    };
    let near = snapshot.placed().filter(|(node, _)| node.labels().get(key) == Some(domain));
    near.filter(|(_, other)| is_meant(other)).map(|(_, other)| other.pod.key()).collect()
}

/// Returns the departure of pods that are in the way, and of as few others as leave enough room; nothing if none has to go.
fn departures(
    pod: &PodInfo,
    node: &NodeInfo,
    missing: &Missing,
    gone: BTreeSet<String>,
    mut why: Vec<String>,
    snapshot: &Snapshot,
) -> Option<Option<Edit>> {
    if gone.is_empty() && missing.resources.is_empty() && missing.places <= 0 {
        return Some(None);
    }
    let must: Vec<String> = gone.into_iter().collect();
    let is_movable = |key: &String| {
        let found = snapshot.placed().find(|(_, other)| other.pod.key() == *key);
        found.is_some_and(|(_, other)| {
            !super::edit::is_daemon(&other.pod) && other.pod.priority() <= pod.pod.priority()
        })
    };
    if !must.iter().all(is_movable) {
        return None;
    }
    let victims = evict::fewest(node, pod, missing, &must)?;
    why.sort();
    why.dedup();
    let pods: Vec<String> = must.into_iter().chain(victims.pods).collect();
    Some(Some(Edit::DeletePods { pods, why: why.join(", "), is_fewest: victims.is_fewest }))
}
