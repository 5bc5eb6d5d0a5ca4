//! `InterPodAffinity`: which pods must be near, and which must not (`plugins/interpodaffinity/filtering.go`).

use std::collections::BTreeMap;

use crate::schedule::cause::{Cause, Refusal, Status};
use crate::schedule::filter::{Filter, Judge, Prepared};
use crate::schedule::node::NodeInfo;
use crate::schedule::pod::{PodInfo, Term};
use crate::schedule::snapshot::Snapshot;

/// Refuses nodes without neighbours that the pod wants, or with some that it or they do not want.
pub struct InterPodAffinity;

/// What is met in each domain, by label and value.
#[derive(Clone, Default)]
struct Counts(BTreeMap<String, BTreeMap<String, Met>>);

/// How many terms are met in a domain, and by whom.
#[derive(Clone, Default)]
struct Met {
    count: i64,
    by: Vec<String>,
}

impl Counts {
    fn change(&mut self, term: &Term, by: &PodInfo, node: &NodeInfo, change: i64) {
        let Some(domain) = node.labels().get(&term.topology_key) else { return };
        let domains = self.0.entry(term.topology_key.clone()).or_default();
        let met = domains.entry(domain.clone()).or_default();
        met.count += change;
        if change > 0 {
            met.by.push(by.pod.key());
        }
        if met.count == 0 {
            domains.remove(domain);
        }
        if domains.is_empty() {
            self.0.remove(&term.topology_key);
        }
    }

    fn get(&self, key: &str, domain: &str) -> Option<&Met> {
        self.0.get(key)?.get(domain).filter(|met| met.count > 0)
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Met {
    /// Names the first pod, and says how many others there are. A pod that meets several terms is one.
    fn by(&self) -> (String, usize) {
        let mut names: Vec<&String> = self.by.iter().collect();
        names.sort();
        names.dedup();
        (names.first().copied().cloned().unwrap_or_default(), names.len().saturating_sub(1))
    }
}

#[derive(Clone)]
struct Ready<'s> {
    pod: &'s PodInfo,
    snapshot: &'s Snapshot,
    /// Placed pods that keep the pod away.
    existing: Counts,
    /// Placed pods that meet all terms of the pod's affinity.
    affinity: Counts,
    /// Placed pods that meet a term of the pod's anti-affinity.
    anti_affinity: Counts,
}

impl Filter for InterPodAffinity {
    fn name(&self) -> &'static str {
        "InterPodAffinity"
    }

    fn prepare<'s>(&self, pod: &'s PodInfo, snapshot: &'s Snapshot) -> Prepared<'s> {
        let mut ready = Ready {
            pod,
            snapshot,
            existing: Counts::default(),
            affinity: Counts::default(),
            anti_affinity: Counts::default(),
        };
        snapshot.placed().for_each(|(node, other)| ready.change(other, node, 1));
        if ready.existing.is_empty() && pod.affinity.is_empty() && pod.anti_affinity.is_empty() {
            return Prepared::Skip;
        }
        Prepared::Ready(Box::new(ready))
    }
}

impl Ready<'_> {
    fn change(&mut self, other: &PodInfo, node: &NodeInfo, by: i64) {
        for term in &other.anti_affinity {
            if self.keeps_away(term) {
                self.existing.change(term, other, node, by);
            }
        }
        if self.pod.affinity.is_empty() && self.pod.anti_affinity.is_empty() {
            return;
        }
        let labels = self.snapshot.namespace(other.namespace());
        if !self.pod.affinity.is_empty() && self.pod.affinity.iter().all(|term| term.wants(other, labels)) {
            self.pod.affinity.iter().for_each(|term| self.affinity.change(term, other, node, by));
        }
        for term in self.pod.anti_affinity.iter().filter(|term| term.wants(other, labels)) {
            self.anti_affinity.change(term, other, node, by);
        }
    }

    fn keeps_away(&self, term: &Term) -> bool {
        term.keeps_away(self.pod, self.snapshot.namespace(self.pod.namespace()))
    }

    /// Returns terms of the pod's affinity that nobody near meets.
    fn alone(&self, node: &NodeInfo) -> Vec<Cause> {
        let mut causes = Vec::new();
        let mut has_all_keys = true;
        for (at, term) in self.pod.affinity.iter().enumerate() {
            let domain = node.labels().get(&term.topology_key).cloned();
            has_all_keys &= domain.is_some();
            let met = domain.as_ref().and_then(|domain| self.affinity.get(&term.topology_key, domain));
            if met.is_none() {
                let (key, selector) = (term.topology_key.clone(), term.selector.to_string());
                causes.push(Cause::Affinity { term: at, key, domain, selector });
            }
        }
        // The first of a group that wants to be together has nobody to join.
        let is_first = has_all_keys && self.affinity.is_empty() && self.wants_itself();
        if is_first { Vec::new() } else { causes }
    }

    fn wants_itself(&self) -> bool {
        let labels = self.snapshot.namespace(self.pod.namespace());
        self.pod.affinity.iter().all(|term| term.wants(self.pod, labels))
    }

    /// Returns terms of the pod's anti-affinity that somebody near meets.
    fn unwanted(&self, node: &NodeInfo) -> Vec<Cause> {
        let terms = self.pod.anti_affinity.iter().enumerate();
        let met = terms.filter_map(|(at, term)| {
            let domain = node.labels().get(&term.topology_key)?;
            let (by, others) = self.anti_affinity.get(&term.topology_key, domain)?.by();
            let (key, domain) = (term.topology_key.clone(), domain.clone());
            Some(Cause::AntiAffinity { term: at, key, domain, by, others })
        });
        met.collect()
    }

    /// Returns where placed pods keep the pod away.
    fn kept_away(&self, node: &NodeInfo) -> Vec<Cause> {
        let domains = self.existing.0.keys().filter_map(|key| Some((key, node.labels().get(key)?)));
        let met = domains.filter_map(|(key, domain)| {
            let (by, others) = self.existing.get(key, domain)?.by();
            Some(Cause::ExistingAntiAffinity { key: key.clone(), domain: domain.clone(), by, others })
        });
        met.collect()
    }
}

impl<'s> Judge<'s> for Ready<'s> {
    fn refuse(&self, node: &NodeInfo) -> Option<Refusal> {
        let found = [
            (
                Status::UnschedulableAndUnresolvable,
                "node(s) didn't match pod affinity rules",
                self.alone(node),
            ),
            (Status::Unschedulable, "node(s) didn't match pod anti-affinity rules", self.unwanted(node)),
            (
                Status::Unschedulable,
                "node(s) didn't satisfy existing pods anti-affinity rules",
                self.kept_away(node),
            ),
        ];
        let mut refused: Option<Refusal> = None;
        for (status, reason, causes) in found.into_iter().filter(|(_, _, causes)| !causes.is_empty()) {
            match &mut refused {
                Some(refusal) => refusal.causes.extend(causes),
                None => refused = Some(Refusal::new(status, reason, causes)),
            }
        }
        refused
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

    fn doubts(&self) -> Vec<String> {
        let terms = || self.pod.affinity.iter().chain(&self.pod.anti_affinity);
        let is_selecting =
            |term: &Term| !term.namespace_selector.is_nothing() && !term.namespace_selector.is_empty();
        let is_blind = self.snapshot.around.unread.contains("namespaces") && terms().any(is_selecting);
        is_blind
            .then(|| "the labels of namespaces, by which its affinity selects pods, were not read".to_owned())
            .into_iter()
            .collect()
    }
}
