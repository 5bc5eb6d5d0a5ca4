//! Why pods do not start: for each the first thing that stops it, from its status, its events and what it names.
//!
//! A pod goes through [`cause::Stage`]s, and nothing behind the one that fails is tried: so each is asked in turn, by a module of its
//! own, and the first that has an answer ends the search. [`refused`] knows of pods that are not even made. Everything is a function of
//! what was read, and of the time. [`needs`] says what else would be worth reading, [`group`] joins what is the same, [`there`] tells
//! whether what a pod names exists.

mod admitted;
mod again;
pub mod cause;
mod containers;
mod created;
pub mod doubts;
pub mod events;
pub mod group;
mod held;
pub mod image;
mod job;
pub mod needs;
pub mod owner;
mod probe;
mod ready;
pub mod refused;
mod sandbox;
mod scheduled;
#[cfg(test)]
pub(crate) mod testing;
pub mod text;
pub mod there;
pub mod told;
pub mod values;
mod volumes;

use std::collections::BTreeMap;

use kubecheck_core::model::time::{self, Timestamp};

use crate::model::node::Node;
use crate::model::pod::Pod;
use crate::schedule::snapshot::Snapshot;
use crate::world::objects::Objects;
pub use again::Crash;
pub(crate) use again::{ended, how, in_a_row, logs, logs_of};
use cause::{Cause, What};
pub(crate) use containers::parts;
pub(crate) use created::GONE;
use doubts::Doubts;
use events::Events;
pub(crate) use held::holding;
use owner::{Owner, Owners};
pub(crate) use probe::killed;

/// What is looked at.
#[derive(Debug)]
pub struct Look<'o> {
    /// The objects.
    pub objects: &'o Objects,
    /// Their events.
    pub events: Events,
    /// The workloads.
    pub owners: Owners,
    nodes: BTreeMap<&'o str, &'o Node>,
    pods: BTreeMap<(&'o str, &'o str), &'o Pod>,
    /// The cluster as the scheduler sees it; none if it was not read.
    pub snapshot: Option<&'o Snapshot>,
    /// Whether all nodes were read: what a dump lacks may only not have been printed.
    pub has_all_nodes: bool,
    /// The time it is.
    pub now: Timestamp,
    /// How many seconds a pod may take for what nobody says to have failed.
    pub grace: i64,
    /// How many seconds an init container may take.
    pub overdue: i64,
}

/// How a pod stands.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// It has started, or has ended, or is being deleted.
    Fine,
    /// It is on its way; with what it is at.
    InProgress(String),
    /// It does not start.
    Stuck(Box<Cause>),
    /// It has started, and a container of it ends again and again.
    Crashing(Crash),
}

/// A pod or workload that does not start, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Stuck {
    /// What.
    pub subject: Subject,
    /// Why.
    pub cause: Cause,
}

/// What does not start: a pod, or a workload whose pods are not made.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    /// The namespace.
    pub namespace: String,
    /// The kind.
    pub kind: String,
    /// The name.
    pub name: String,
    /// What the pod belongs to.
    pub owner: Option<Owner>,
    /// The node of the pod; empty if it has none.
    pub node: String,
    /// How many pods a workload has and wants, if it is one.
    pub made: Option<(i64, i64)>,
}

/// What was found of all pods.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// What does not start.
    pub stuck: Vec<Stuck>,
    /// Pods that are on their way, and what they are at.
    pub in_progress: Vec<(Subject, String)>,
    /// Pods that have started and end again, and how.
    pub crashing: Vec<(Subject, Crash)>,
    /// How many pods were looked at.
    pub pods: usize,
    /// The workloads that lack pods without anybody saying why.
    pub lacking: Vec<Subject>,
    /// What could not be judged of pods without a node.
    pub doubts: Doubts,
}

impl Found {
    /// Tells whether events would tell more: of pods that are on their way or of which nothing says why, of workloads that lack pods.
    pub fn is_open(&self) -> bool {
        let is_open = |one: &Stuck| match &one.cause.what {
            What::Unknown { .. } => true,
            What::Probe { why, .. } => why.is_empty(),
            What::Image(fault) => fault.kind == image::Kind::Other,
            _ => false,
        };
        !self.lacking.is_empty() || !self.in_progress.is_empty() || self.stuck.iter().any(is_open)
    }
}

impl<'o> Look<'o> {
    /// Makes ready to look.
    pub fn new(objects: &'o Objects, now: Timestamp) -> Look<'o> {
        Look {
            objects,
            events: Events::new(&objects.events),
            owners: Owners::new(objects),
            nodes: objects.nodes.iter().map(|node| (node.metadata.name.as_str(), node.as_ref())).collect(),
            pods: objects.pods.iter().map(|pod| (names(pod), pod.as_ref())).collect(),
            snapshot: None,
            has_all_nodes: false,
            now,
            grace: 30,
            overdue: 30,
        }
    }

    /// Finds what does not start, among all pods or those in one namespace.
    pub fn all(&self, namespace: Option<&str>) -> Found {
        let is_meant = |name: &str| namespace.is_none_or(|wanted| wanted == name);
        let mut found = Found::default();
        found.stuck.extend(refused::find(self).into_iter().filter(|one| is_meant(&one.subject.namespace)));
        found.lacking = refused::unsaid(self, &is_meant);
        let mut asked = scheduled::Asked::default();
        for pod in self.objects.pods.iter().filter(|pod| is_meant(&pod.metadata.namespace)) {
            found.pods += 1;
            match self.pod(pod, &mut asked) {
                State::Fine => {}
                State::InProgress(at) => found.in_progress.push((self.subject(pod), at)),
                State::Crashing(how) => found.crashing.push((self.subject(pod), how)),
                State::Stuck(cause) => {
                    found.stuck.push(Stuck { subject: self.subject(pod), cause: *cause });
                }
            }
        }
        found.doubts = asked.doubts;
        found
    }

    /// Finds why one pod does not start.
    pub fn one(&self, pod: &Pod) -> State {
        self.pod(pod, &mut scheduled::Asked::default())
    }

    fn pod(&self, pod: &Pod, asked: &mut scheduled::Asked) -> State {
        if pod.metadata.is_deleted() || pod.status.phase == "Succeeded" {
            return State::Fine;
        }
        if pod.status.phase == "Failed" {
            return admitted::ended(self, pod);
        }
        if pod.is_unbound() {
            return scheduled::state(self, pod, asked);
        }
        if pod.status.condition("Ready").is_some_and(|ready| ready.status == "True") {
            return ready::at_last(self, pod);
        }
        created::state(self, pod)
    }

    /// Names a pod.
    pub fn subject(&self, pod: &Pod) -> Subject {
        Subject {
            namespace: pod.metadata.namespace.clone(),
            kind: "Pod".to_owned(),
            name: pod.metadata.name.clone(),
            owner: self.owners.top(&pod.metadata),
            node: pod.spec.node_name.clone(),
            made: None,
        }
    }

    /// Returns the pod of a subject, if it is one.
    pub fn pod_of(&self, subject: &Subject) -> Option<&'o Pod> {
        let key = (subject.namespace.as_str(), subject.name.as_str());
        self.pods.get(&key).copied().filter(|_| subject.kind == "Pod")
    }

    /// Returns a node.
    pub fn node(&self, name: &str) -> Option<&'o Node> {
        self.nodes.get(name).copied()
    }

    /// Returns the seconds since a time; none if it is not known.
    pub(crate) fn age(&self, since: Option<Timestamp>) -> Option<i64> {
        since.map(|since| time::seconds(since, self.now))
    }

    /// Tells whether something is older than the grace; what has no time is.
    pub(crate) fn is_late(&self, since: Option<Timestamp>) -> bool {
        self.age(since).is_none_or(|age| age >= self.grace)
    }
}

fn names(pod: &Pod) -> (&str, &str) {
    (&pod.metadata.namespace, &pod.metadata.name)
}
