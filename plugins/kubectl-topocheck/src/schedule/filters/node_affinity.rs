//! `NodeAffinity`: `nodeSelector` and required node affinity (`plugins/nodeaffinity`).

use std::collections::BTreeSet;

use crate::model::Labels;
use crate::model::selector::NodeSelector;
use crate::schedule::cause::{self, Cause, Refusal, Status};
use crate::schedule::filter::{Filter, Judge, Prepared};
use crate::schedule::node::NodeInfo;
use crate::schedule::pod::PodInfo;
use crate::schedule::snapshot::Snapshot;

/// Refuses nodes that the pod does not select.
pub struct NodeAffinity;

/// What a pod demands of its node.
#[derive(Clone, Debug)]
pub struct Required<'s> {
    labels: Option<&'s Labels>,
    affinity: Option<&'s NodeSelector>,
}

#[derive(Clone)]
struct Ready<'s> {
    required: Required<'s>,
    names: Option<BTreeSet<String>>,
}

impl<'s> Required<'s> {
    /// Reads what a pod demands.
    pub fn of(pod: &'s PodInfo) -> Required<'s> {
        let affinity = pod.pod.spec.affinity.as_ref().and_then(|affinity| affinity.node_affinity.as_ref());
        Required {
            labels: pod.pod.spec.node_selector.as_ref(),
            affinity: affinity.and_then(|affinity| affinity.required.as_ref()),
        }
    }

    /// Tells whether a node will do.
    pub fn matches(&self, node: &NodeInfo) -> bool {
        self.unmet_labels(node.labels()).next().is_none()
            && self.affinity.is_none_or(|affinity| affinity.matches(node.name(), node.labels()))
    }

    fn unmet_labels(&self, labels: &Labels) -> impl Iterator<Item = Cause> {
        let wanted = self.labels.into_iter().flatten();
        let unmet = wanted.filter(|(key, value)| labels.get(*key) != Some(*value));
        unmet.map(|(key, value)| Cause::Label {
            key: key.clone(),
            wanted: value.clone(),
            found: labels.get(key).cloned(),
        })
    }

    fn causes(&self, node: &NodeInfo) -> Vec<Cause> {
        let mut causes: Vec<Cause> = self.unmet_labels(node.labels()).collect();
        if let Some(affinity) = self.affinity.filter(|affinity| !affinity.matches(node.name(), node.labels()))
        {
            causes.extend(cause::terms(&affinity.node_selector_terms, node.name(), node.labels()));
        }
        causes
    }

    /// Returns the nodes that the terms name; none if there is a term that names no node.
    fn names(&self) -> Option<BTreeSet<String>> {
        let terms = &self.affinity?.node_selector_terms;
        let mut all = BTreeSet::new();
        for term in terms {
            let named = term
                .match_fields
                .iter()
                .filter(|field| field.key == "metadata.name" && field.operator == "In");
            let sets = named.map(|field| field.values.iter().cloned().collect::<BTreeSet<String>>());
            all.extend(sets.reduce(|own, other| own.intersection(&other).cloned().collect())?);
        }
        (!terms.is_empty()).then_some(all)
    }
}

impl Filter for NodeAffinity {
    fn name(&self) -> &'static str {
        "NodeAffinity"
    }

    fn prepare<'s>(&self, pod: &'s PodInfo, _: &'s Snapshot) -> Prepared<'s> {
        let required = Required::of(pod);
        if required.labels.is_none() && required.affinity.is_none() {
            return Prepared::Skip;
        }
        let names = required.names();
        if names.as_ref().is_some_and(BTreeSet::is_empty) {
            let reason = "pod affinity terms conflict";
            return Prepared::Refused(Refusal::new(
                Status::UnschedulableAndUnresolvable,
                reason,
                [Cause::NodeNames],
            ));
        }
        Prepared::Ready(Box::new(Ready { required, names }))
    }
}

impl<'s> Judge<'s> for Ready<'s> {
    fn refuse(&self, node: &NodeInfo) -> Option<Refusal> {
        if self.required.matches(node) {
            return None;
        }
        let reason = "node(s) didn't match Pod's node affinity/selector";
        Some(Refusal::new(Status::UnschedulableAndUnresolvable, reason, self.required.causes(node)))
    }

    fn narrowed(&self) -> Option<&BTreeSet<String>> {
        self.names.as_ref()
    }

    fn copy(&self) -> Box<dyn Judge<'s> + 's> {
        Box::new(self.clone())
    }
}
