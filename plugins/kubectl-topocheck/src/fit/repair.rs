//! Which edits take away what stands between a pod and one node.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

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

/// Returns how far a node is from taking the pod: the number of causes, and for amounts the part that is missing.
pub(crate) fn lack(said: &OnNode) -> f64 {
    let of = |cause: &Cause| match cause {
        Cause::Resource { requested, used, allocatable, .. } => {
            1.0 + (*requested as f64 - (*allocatable as f64 - *used as f64)) / (*requested).max(1) as f64
        }
        Cause::Skew { pods, fewest, max_skew, .. } => {
            1.0 + (*pods as f64 - *fewest as f64 - *max_skew as f64) / 100.0
        }
        Cause::AntiAffinity { others, .. } | Cause::ExistingAntiAffinity { others, .. } => {
            1.0 + *others as f64 / 10.0
        }
        _ => 1.0,
    };
    said.refused.iter().flat_map(|refused| &refused.refusal.causes).map(of).sum()
}

/// How a pod may ask for less of a resource if so much is free; none if it cannot.
type Lowered = BTreeMap<(String, i64), Option<Vec<Edit>>>;

/// Knows the edits for one pod.
pub(crate) struct Repairs<'s> {
    pod: &'s PodInfo,
    snapshot: &'s Snapshot,
    /// How the pod may ask for less, by the resource and how much of it is free: many nodes have the same.
    lowered: RefCell<Lowered>,
}

/// What a set of edits is made of while it is put together.
#[derive(Default)]
struct Draft {
    edits: Vec<Edit>,
    missing: Missing,
    /// Pods that have to go, whatever room they leave.
    gone: Vec<Arc<PodInfo>>,
    why: Vec<String>,
    cost: f64,
}

impl<'s> Repairs<'s> {
    /// Begins to repair for one pod.
    pub(crate) fn new(pod: &'s PodInfo, snapshot: &'s Snapshot) -> Repairs<'s> {
        Repairs { pod, snapshot, lowered: RefCell::default() }
    }

    /// Returns sets of edits that may let the pod onto a node: with as many edits of the pod, of the cluster, or as few pods as can be.
    pub(crate) fn of(&self, node: &NodeInfo, said: &OnNode) -> Vec<Candidate> {
        let causes: Vec<&Cause> = said.refused.iter().flat_map(|refused| &refused.refusal.causes).collect();
        if causes.is_empty() {
            return Vec::new();
        }
        let sets = [Risk::Pod, Risk::Cluster, Risk::Eviction].map(|wish| self.set(node, &causes, wish));
        let mut found: Vec<Candidate> = Vec::new();
        for candidate in sets.into_iter().flatten() {
            if !found.iter().any(|own| own.edits == candidate.edits) {
                found.push(candidate);
            }
        }
        found
    }

    /// Puts together one edit for each cause, of the risk that is wished where there is a choice.
    fn set(&self, node: &NodeInfo, causes: &[&Cause], wish: Risk) -> Option<Candidate> {
        let mut draft = Draft::default();
        let is_cordoned = causes.iter().any(|cause| matches!(cause, Cause::Cordoned));
        for cause in causes {
            match cause {
                Cause::Taint(taint) if is_cordoned && taint.key == UNSCHEDULABLE => {}
                Cause::Pods { used, allocatable } => {
                    draft.missing.places += used + 1 - allocatable;
                    draft.why.push(format!("{} takes {allocatable} pods", node.name()));
                }
                Cause::Resource { .. } => self.resource(node, cause, wish, &mut draft)?,
                Cause::Port { port, protocol, by, .. } => {
                    draft.gone.extend(node.pods.iter().filter(|other| other.pod.key() == *by).cloned());
                    draft.why.push(format!("port {port}/{protocol} of {}", node.name()));
                }
                Cause::AntiAffinity { key, domain, .. } | Cause::ExistingAntiAffinity { key, domain, .. } => {
                    draft.gone.extend(self.in_the_way(cause, key, domain));
                    draft.why.push(format!("anti-affinity in {key}={domain}"));
                }
                cause => draft.edits.extend(one(self.pod, node, cause, wish)?),
            }
        }
        self.finish(node, draft)
    }

    /// Lowers a request, or notes what is missing, so that pods go.
    fn resource(&self, node: &NodeInfo, cause: &Cause, wish: Risk, draft: &mut Draft) -> Option<()> {
        let Cause::Resource { name, requested, used, allocatable } = cause else { return None };
        let free = allocatable - used;
        let lower = || requests::lower(&self.pod.pod, name, free, &self.snapshot.features);
        let lowered = self.lowered.borrow_mut().entry((name.clone(), free)).or_insert_with(lower).clone();
        match lowered.filter(|_| wish != Risk::Eviction) {
            Some(lowered) => {
                draft.edits.extend(lowered);
                draft.cost += (requested - free) as f64 / *requested as f64;
            }
            None if requested > allocatable => return None,
            None => {
                draft.missing.resources.push((name.clone(), requested - free));
                draft.why.push(format!("{name} on {}", node.name()));
            }
        }
        Some(())
    }

    /// Returns the pods that anti-affinity is about.
    fn in_the_way(&self, cause: &Cause, key: &str, domain: &str) -> Vec<Arc<PodInfo>> {
        let own = self.snapshot.namespace(self.pod.namespace());
        let is_meant = |other: &PodInfo| match cause {
            Cause::AntiAffinity { term, .. } => {
                let labels = self.snapshot.namespace(other.namespace());
                self.pod.anti_affinity.get(*term).is_some_and(|term| term.wants(other, labels))
            }
            _ => other
                .anti_affinity
                .iter()
                .any(|term| term.topology_key == key && term.keeps_away(self.pod, own)),
        };
        let is_near = |node: &&Arc<NodeInfo>| node.labels().get(key).is_some_and(|own| own == domain);
        let near = self.snapshot.nodes.iter().filter(is_near).flat_map(|node| &node.pods);
        near.filter(|other| is_meant(other)).cloned().collect()
    }

    /// Adds the departure of pods that are in the way, and of as few others as leave enough room.
    fn finish(&self, node: &NodeInfo, draft: Draft) -> Option<Candidate> {
        let Draft { mut edits, missing, gone, mut why, mut cost } = draft;
        if !gone.is_empty() || !missing.resources.is_empty() || missing.places > 0 {
            if !gone.iter().all(|other| evict::may_go(other, self.pod, self.snapshot)) {
                return None;
            }
            let mut pods: Vec<String> = gone.iter().map(|other| other.pod.key()).collect();
            pods.sort();
            pods.dedup();
            let victims = evict::fewest(node, self.pod, self.snapshot, &missing, &pods)?;
            pods.extend(victims.pods);
            why.sort();
            why.dedup();
            cost += pods.len() as f64;
            edits.push(Edit::DeletePods { pods, why: why.join(", "), is_fewest: victims.is_fewest });
        }
        edits.dedup();
        Some(Candidate { node: node.name().to_owned(), edits, cost })
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
                // The selector may be the class's, which puts it into each pod (`plugin/pkg/admission/runtimeclass`).
                _ if pod.pod.spec.runtime_class_name.is_some() => return None,
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
    // Who scales nodes down will not wait for a pod.
    let is_going = ["ToBeDeletedByClusterAutoscaler", "karpenter.sh/disrupted"].contains(&taint.key.as_str());
    if is_condition || is_going {
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
