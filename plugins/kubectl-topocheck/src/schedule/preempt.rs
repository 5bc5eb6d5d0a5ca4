//! The dry run of preemption: would it help if pods of lower priority went, and which ones would have to?
//!
//! Sources: `framework/preemption/preemption.go`, `plugins/defaultpreemption/default_preemption.go`, `util/utils.go`.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use kubecheck_core::model::time::{self, Timestamp};
use rayon::prelude::*;

use super::cause::{Refusal, Status};
use super::filter::Judge;
use super::message;
use super::node::NodeInfo;
use super::nominated;
use super::pod::PodInfo;
use super::snapshot::Snapshot;
use super::verdict::{self, Refused, Trial, Verdict};
use crate::model::policy::PodDisruptionBudget;
use crate::model::selector::Selector;

/// What preemption would do for a pod.
#[derive(Clone, Debug, PartialEq)]
pub enum Preemption {
    /// The pod may not preempt: why, in the scheduler's words.
    NotEligible(&'static str),
    /// No node can be made room on: how many, by reason.
    Hopeless(BTreeMap<String, usize>),
    /// The scheduler fails while it tries: why, in its words.
    Failing(String),
    /// Pods would go; the best node first, which is the one that the scheduler takes.
    Helps(Vec<Candidate>),
}

/// A node on which pods would have to go.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The node.
    pub node: String,
    /// The pods, the most important first: `namespace/name`.
    pub victims: Vec<String>,
    /// How many of them have a disruption budget that does not allow it.
    pub violations: usize,
    rank: Rank,
}

/// By what the scheduler chooses among nodes: the smaller the better.
type Rank = (usize, i64, i64, usize, Reverse<Option<Timestamp>>);

/// What the scheduler says of a pod that waits for others to go.
pub const TERMINATING: &str = "not eligible due to a terminating pod on the nominated node.";
/// The scheduler's word for nodes without pods of a lower priority.
const NO_VICTIMS: &str = "No preemption victims found for incoming pod";
/// The scheduler's word for nodes on which nothing can be done.
const NOT_HELPFUL: &str = "Preemption is not helpful for scheduling";

/// Tries what would be if pods of lower priority went. `open` are the nodes that are refused only for now.
pub fn try_out(trial: &Trial<'_>, verdict: &Verdict, open: &[&str]) -> Preemption {
    if let Some(why) = not_eligible(trial, verdict) {
        return Preemption::NotEligible(why);
    }
    let snapshot = trial.snapshot;
    let tried: Vec<Result<Candidate, Refused>> =
        open.par_iter().filter_map(|name| Some(on_node(trial, snapshot.node(name)?))).collect();
    let (mut found, mut reasons, mut failures) = (Vec::new(), BTreeMap::new(), BTreeSet::new());
    for outcome in tried {
        match outcome {
            Ok(candidate) => found.push(candidate),
            Err(Refused { plugin, refusal, .. }) if refusal.status == Status::Error => {
                failures.insert(message::failed(plugin, &refusal.reasons));
            }
            Err(refused) => {
                refused.refusal.reasons.into_iter().for_each(|why| *reasons.entry(why).or_default() += 1);
            }
        }
    }
    if found.is_empty() && !failures.is_empty() {
        let all: Vec<String> = failures.into_iter().collect();
        return Preemption::Failing(if all.len() == 1 {
            all.concat()
        } else {
            format!("[{}]", all.join(", "))
        });
    }
    if found.is_empty() {
        let others = snapshot.nodes.len() - open.len();
        if others > 0 {
            *reasons.entry(NOT_HELPFUL.to_owned()).or_default() += others;
        }
        return Preemption::Hopeless(reasons);
    }
    found.sort_by_key(|candidate| candidate.rank);
    Preemption::Helps(found)
}

/// Tells why a pod may not preempt (`PodEligibleToPreemptOthers`).
fn not_eligible(trial: &Trial<'_>, verdict: &Verdict) -> Option<&'static str> {
    let pod = trial.pod;
    if pod.pod.spec.preemption_policy.as_deref() == Some("Never") {
        return Some("not eligible due to preemptionPolicy=Never.");
    }
    let nominated = &pod.pod.status.nominated_node_name;
    let node = trial.snapshot.node(nominated)?;
    let said = verdict.nodes.iter().find(|node| node.name == *nominated)?;
    let first = said.first().map(|refused| refused.refusal.status);
    if first == Some(Status::UnschedulableAndUnresolvable) {
        return None;
    }
    let is_going = |other: &Arc<PodInfo>| is_lower(other, pod) && is_preempted(other);
    node.pods.iter().any(is_going).then_some(TERMINATING)
}

fn is_lower(other: &PodInfo, pod: &PodInfo) -> bool {
    other.pod.priority() < pod.pod.priority()
}

fn is_preempted(pod: &PodInfo) -> bool {
    let target = pod.pod.status.condition("DisruptionTarget");
    pod.pod.metadata.is_deleted()
        && target.is_some_and(|target| target.status == "True" && target.reason == "PreemptionByScheduler")
}

/// A node from which pods are taken, and the filters that are told.
struct Room<'t, 's> {
    trial: &'t Trial<'s>,
    node: NodeInfo,
    judges: Vec<(&'static str, Box<dyn Judge<'s> + 's>)>,
}

impl Room<'_, '_> {
    fn take(&mut self, pod: &PodInfo) {
        self.node.remove(pod);
        self.judges.iter_mut().for_each(|(_, judge)| judge.remove(pod, &self.node));
    }

    fn put(&mut self, pod: &Arc<PodInfo>) {
        self.node.add(pod.clone());
        self.judges.iter_mut().for_each(|(_, judge)| judge.add(pod, &self.node));
    }

    /// Returns the first refusal, with and without the pods for which room is being made.
    fn refused(&self) -> Option<Refused> {
        let others = nominated::before(self.trial.pod, &self.node, self.trial.snapshot);
        let first = if others.is_empty() {
            None
        } else {
            let (mut node, mut judges) = (self.node.clone(), verdict::copies(&self.judges));
            for other in others {
                node.add(other.clone());
                judges.iter_mut().for_each(|(_, judge)| judge.add(other, &node));
            }
            verdict::first(&judges, &node)
        };
        first.or_else(|| verdict::first(&self.judges, &self.node))
    }
}

/// Finds the pods of one node that would have to go, or why that would not do (`SelectVictimsOnNode`).
fn on_node(trial: &Trial<'_>, node: &Arc<NodeInfo>) -> Result<Candidate, Refused> {
    let mut possible: Vec<Arc<PodInfo>> =
        node.pods.iter().filter(|other| is_lower(other, trial.pod)).cloned().collect();
    if possible.is_empty() {
        return Err(Refused::new(
            "DefaultPreemption",
            Refusal::new(Status::UnschedulableAndUnresolvable, NO_VICTIMS, []),
        ));
    }
    let mut room = Room { trial, node: node.as_ref().clone(), judges: trial.copies() };
    possible.iter().for_each(|pod| room.take(pod));
    if let Some(refused) = room.refused() {
        return Err(refused);
    }
    possible.sort_by_key(|pod| importance(pod));
    let (violating, others) = by_budget(&possible, trial.snapshot);
    let mut victims = Vec::new();
    let mut spare = |pods: Vec<Arc<PodInfo>>| {
        let before = victims.len();
        for pod in pods {
            room.put(&pod);
            if room.refused().is_some() {
                room.take(&pod);
                victims.push(pod);
            }
        }
        victims.len() - before
    };
    let violations = spare(violating);
    spare(others);
    victims.sort_by_key(|pod| importance(pod));
    Ok(candidate(node.name(), &victims, violations))
}

/// By what pods are ordered, the most important first: priority, then how long they have run.
fn importance(pod: &PodInfo) -> (Reverse<i64>, bool, Option<Timestamp>) {
    let started = started(pod);
    (Reverse(pod.pod.priority()), started.is_none(), started)
}

fn started(pod: &PodInfo) -> Option<Timestamp> {
    pod.pod.status.start_time.as_deref().and_then(time::parse)
}

/// Puts pods whose disruption budget would be overdrawn before the others (`filterPodsWithPDBViolation`).
fn by_budget(pods: &[Arc<PodInfo>], snapshot: &Snapshot) -> (Vec<Arc<PodInfo>>, Vec<Arc<PodInfo>>) {
    let budgets = &snapshot.around.budgets;
    let mut left: Vec<i64> = budgets.iter().map(|budget| budget.status.disruptions_allowed).collect();
    pods.iter().cloned().partition(|pod| {
        let mut is_overdrawn = false;
        for (budget, left) in budgets.iter().zip(&mut left) {
            if is_of(budget, pod) && !budget.status.disrupted_pods.contains_key(&pod.pod.metadata.name) {
                *left -= 1;
                is_overdrawn |= *left < 0;
            }
        }
        is_overdrawn
    })
}

/// Tells whether a budget is for a pod (`filterPodsWithPDBViolation`).
fn is_of(budget: &PodDisruptionBudget, pod: &PodInfo) -> bool {
    if budget.metadata.namespace != pod.namespace() || pod.labels().is_empty() {
        return false;
    }
    let selector = Selector::new(budget.spec.selector.as_ref());
    !selector.is_empty() && selector.matches(pod.labels())
}

/// Tells whether a budget says that a pod must not go now.
pub fn is_guarded(pod: &PodInfo, snapshot: &Snapshot) -> bool {
    let budgets = &snapshot.around.budgets;
    budgets.iter().any(|budget| budget.status.disruptions_allowed <= 0 && is_of(budget, pod))
}

/// Says by what the scheduler would choose this node (`pickOneNodeForPreemption`).
fn candidate(node: &str, victims: &[Arc<PodInfo>], violations: usize) -> Candidate {
    let priorities = || victims.iter().map(|pod| pod.pod.priority());
    let highest = priorities().max().unwrap_or_default();
    // Each counts as more than nothing, so that few pods are better than many of negative priority.
    let sum = priorities()
        .fold(0_i64, |sum, priority| sum.saturating_add(priority.saturating_add(i64::from(i32::MAX) + 1)));
    let first = victims.iter().filter(|pod| pod.pod.priority() == highest).map(|pod| started(pod));
    // A pod that has not started begins now, which is later than all that have.
    let earliest = first.min_by_key(|started| (started.is_none(), *started)).flatten();
    let earliest = earliest.unwrap_or(Timestamp::MAX);
    Candidate {
        node: node.to_owned(),
        victims: victims.iter().map(|pod| pod.pod.key()).collect(),
        violations,
        rank: (violations, highest, sum, victims.len(), Reverse(Some(earliest))),
    }
}

impl Preemption {
    /// Returns what the scheduler says of it; nothing if it helps.
    pub fn message(&self, nodes: usize) -> String {
        match self {
            Preemption::NotEligible(why) => format!("preemption: {why}"),
            Preemption::Failing(why) => format!("preemption: {why}"),
            Preemption::Helps(_) => String::new(),
            Preemption::Hopeless(reasons) => {
                let mut counted: Vec<String> =
                    reasons.iter().map(|(why, count)| format!("{count} {why}")).collect();
                counted.sort();
                format!("preemption: 0/{nodes} nodes are available: {}.", counted.join(", "))
            }
        }
    }
}
