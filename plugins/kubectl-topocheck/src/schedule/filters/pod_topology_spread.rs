//! `PodTopologySpread`: pods must be spread evenly (`plugins/podtopologyspread`).
//!
//! The constraints that a cluster has by default never refuse a node (`systemDefaultConstraints` are all `ScheduleAnyway`).

use std::collections::BTreeMap;

use super::node_affinity::Required;
use super::taint_toleration::untolerated;
use crate::model::affinity::{Toleration, TopologySpreadConstraint};
use crate::model::selector::{Requirement, Selector};
use crate::schedule::cause::{Cause, Refusal, Status};
use crate::schedule::filter::{Filter, Judge, Prepared};
use crate::schedule::node::NodeInfo;
use crate::schedule::pod::PodInfo;
use crate::schedule::snapshot::Snapshot;

/// Refuses nodes on which the pod would be one too many of its kind.
pub struct PodTopologySpread;

/// A constraint, and what there is of it in the cluster.
#[derive(Clone)]
struct Constraint<'s> {
    /// Which constraint of the pod.
    index: usize,
    key: &'s str,
    max_skew: i64,
    min_domains: i64,
    selector: Selector,
    honors_affinity: bool,
    honors_taints: bool,
    /// How many pods each domain has.
    counts: BTreeMap<String, i64>,
    /// How many domains have so many pods: what is fewest stands first.
    levels: BTreeMap<i64, usize>,
}

#[derive(Clone)]
struct Ready<'s> {
    pod: &'s PodInfo,
    required: Required<'s>,
    tolerations: &'s [Toleration],
    constraints: Vec<Constraint<'s>>,
}

impl Filter for PodTopologySpread {
    fn name(&self) -> &'static str {
        "PodTopologySpread"
    }

    fn prepare<'s>(&self, pod: &'s PodInfo, snapshot: &'s Snapshot) -> Prepared<'s> {
        let all = pod.pod.spec.topology_spread_constraints.iter().enumerate();
        let binding = all.filter(|(_, constraint)| constraint.when_unsatisfiable == "DoNotSchedule");
        let constraints: Vec<Constraint<'s>> =
            binding.map(|(index, own)| Constraint::new(index, own, pod)).collect();
        if constraints.is_empty() {
            return Prepared::Skip;
        }
        let tolerations = &pod.pod.spec.tolerations;
        let mut ready = Ready { pod, required: Required::of(pod), tolerations, constraints };
        snapshot.nodes.iter().for_each(|node| ready.count(node));
        Prepared::Ready(Box::new(ready))
    }
}

impl<'s> Constraint<'s> {
    fn new(index: usize, own: &'s TopologySpreadConstraint, pod: &PodInfo) -> Constraint<'s> {
        let labels = pod.labels();
        let like =
            own.match_label_keys.iter().filter_map(|key| Some(Requirement::equal(key, labels.get(key)?)));
        Constraint {
            index,
            key: &own.topology_key,
            max_skew: own.max_skew,
            min_domains: own.min_domains.unwrap_or(1),
            selector: Selector::new(own.label_selector.as_ref()).and(like),
            honors_affinity: own.node_affinity_policy.as_deref() != Some("Ignore"),
            honors_taints: own.node_taints_policy.as_deref() == Some("Honor"),
            counts: BTreeMap::new(),
            levels: BTreeMap::new(),
        }
    }

    /// Changes how many pods a domain has, and makes a domain of it if it was none.
    fn change(&mut self, domain: &str, by: i64) {
        match self.counts.get_mut(domain) {
            Some(count) => {
                let before = *count;
                *count += by;
                let after = *count;
                self.leave(before);
                *self.levels.entry(after).or_default() += 1;
            }
            None => {
                self.counts.insert(domain.to_owned(), by);
                *self.levels.entry(by).or_default() += 1;
            }
        }
    }

    fn leave(&mut self, level: i64) {
        if let Some(domains) = self.levels.get_mut(&level) {
            *domains -= 1;
            if *domains == 0 {
                self.levels.remove(&level);
            }
        }
    }

    fn domains(&self) -> i64 {
        i64::try_from(self.counts.len()).unwrap_or(i64::MAX)
    }

    /// Returns how many pods the domain with the fewest has; without any domain no skew is too large, as the scheduler has it.
    fn fewest(&self) -> i64 {
        if self.domains() < self.min_domains {
            return 0;
        }
        self.levels.first_key_value().map_or(i64::from(i32::MAX), |(count, _)| *count)
    }

    fn cause(&self, domain: &str, pods: i64) -> Cause {
        let (domains, fewest) = (self.domains(), self.fewest());
        let emptiest = self.counts.iter().find(|(_, count)| **count == fewest && domains >= self.min_domains);
        Cause::Skew {
            constraint: self.index,
            key: self.key.to_owned(),
            domain: domain.to_owned(),
            pods,
            fewest,
            emptiest: emptiest.map(|(domain, _)| domain.clone()),
            max_skew: self.max_skew,
            domains,
            min_domains: self.min_domains,
        }
    }
}

impl Ready<'_> {
    /// Counts the pods of a node, if it has all labels by which pods are spread.
    fn count(&mut self, node: &NodeInfo) {
        if !self.has_all_keys(node) {
            return;
        }
        for at in 0..self.constraints.len() {
            if !self.counts(&self.constraints[at], node) {
                continue;
            }
            let constraint = &mut self.constraints[at];
            let is_meant = |own: &&std::sync::Arc<PodInfo>| {
                !own.pod.metadata.is_deleted()
                    && own.namespace() == self.pod.namespace()
                    && constraint.selector.matches(own.labels())
            };
            // A selector of everything counts nothing (`countPodsMatchSelector`).
            let found =
                if constraint.selector.is_empty() { 0 } else { node.pods.iter().filter(is_meant).count() };
            if let Some(domain) = node.labels().get(constraint.key) {
                constraint.change(domain, i64::try_from(found).unwrap_or(i64::MAX));
            }
        }
    }

    fn has_all_keys(&self, node: &NodeInfo) -> bool {
        self.constraints.iter().all(|constraint| node.labels().contains_key(constraint.key))
    }

    /// Tells whether a node counts for a constraint (`matchNodeInclusionPolicies`).
    fn counts(&self, constraint: &Constraint<'_>, node: &NodeInfo) -> bool {
        let is_tolerated = || untolerated(&node.node.spec.taints, self.tolerations).next().is_none();
        (!constraint.honors_affinity || self.required.matches(node))
            && (!constraint.honors_taints || is_tolerated())
    }

    fn change(&mut self, pod: &PodInfo, node: &NodeInfo, by: i64) {
        if pod.namespace() != self.pod.namespace() || !self.has_all_keys(node) {
            return;
        }
        for at in 0..self.constraints.len() {
            let constraint = &self.constraints[at];
            if !constraint.selector.matches(pod.labels()) || !self.counts(constraint, node) {
                continue;
            }
            if let Some(domain) = node.labels().get(constraint.key) {
                self.constraints[at].change(domain, by);
            }
        }
    }
}

impl<'s> Judge<'s> for Ready<'s> {
    fn refuse(&self, node: &NodeInfo) -> Option<Refusal> {
        let mut first: Option<Refusal> = None;
        for constraint in &self.constraints {
            let Some(domain) = node.labels().get(constraint.key) else {
                let reason = "node(s) didn't match pod topology spread constraints (missing required label)";
                let cause = Cause::SpreadKey { constraint: constraint.index, key: constraint.key.to_owned() };
                note(&mut first, Status::UnschedulableAndUnresolvable, reason, cause);
                continue;
            };
            let own = i64::from(constraint.selector.matches(self.pod.labels()));
            let pods = constraint.counts.get(domain).copied().unwrap_or(0) + own;
            if pods - constraint.fewest() > constraint.max_skew {
                let reason = "node(s) didn't match pod topology spread constraints";
                note(&mut first, Status::Unschedulable, reason, constraint.cause(domain, pods));
            }
        }
        first
    }

    fn add(&mut self, pod: &PodInfo, node: &NodeInfo) {
        self.change(pod, node, 1);
    }

    fn remove(&mut self, pod: &PodInfo, node: &NodeInfo) {
        self.change(pod, node, -1);
    }

    fn copy(&self) -> Box<dyn Judge<'s> + 's> {
        Box::new(self.clone())
    }
}

/// The scheduler speaks of the first constraint only; the causes are those of all.
fn note(first: &mut Option<Refusal>, status: Status, reason: &str, cause: Cause) {
    match first {
        Some(refusal) => refusal.causes.push(cause),
        None => *first = Some(Refusal::new(status, reason, [cause])),
    }
}
