//! A filter: prepared once for a pod, it judges nodes (`k8s.io/kube-scheduler/framework`, `PreFilterPlugin`, `FilterPlugin`).

use std::collections::BTreeSet;
use std::fmt;

use super::cause::{Cause, Refusal, Status};
use super::node::NodeInfo;
use super::pod::PodInfo;
use super::snapshot::Snapshot;

/// A filter of the scheduler.
pub trait Filter: Sync {
    /// Returns the name that the scheduler has for it.
    fn name(&self) -> &'static str;

    /// Looks at a pod and the cluster once.
    fn prepare<'s>(&self, pod: &'s PodInfo, snapshot: &'s Snapshot) -> Prepared<'s>;
}

/// What a filter makes of a pod before it sees a node.
pub enum Prepared<'s> {
    /// It has nothing to say of this pod.
    Skip,
    /// It refuses the pod, wherever it would be.
    Refused(Refusal),
    /// It judges nodes.
    Ready(Box<dyn Judge<'s> + 's>),
}

impl Prepared<'_> {
    /// Refuses the pod wherever it would be.
    pub fn refused(
        status: Status,
        reason: impl Into<String>,
        causes: impl IntoIterator<Item = Cause>,
    ) -> Self {
        Prepared::Refused(Refusal::new(status, reason, causes))
    }

    /// Leaves the pod unjudged: nothing is refused, and the doubts say why.
    pub fn unjudged(doubts: Vec<String>) -> Self {
        Prepared::Ready(Box::new(Unjudged(doubts)))
    }
}

/// A filter that cannot judge.
#[derive(Clone)]
struct Unjudged(Vec<String>);

impl<'s> Judge<'s> for Unjudged {
    fn refuse(&self, _: &NodeInfo) -> Option<Refusal> {
        None
    }

    fn copy(&self) -> Box<dyn Judge<'s> + 's> {
        Box::new(self.clone())
    }

    fn doubts(&self) -> Vec<String> {
        self.0.clone()
    }
}

impl fmt::Debug for Prepared<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Prepared::Skip => f.write_str("Skip"),
            Prepared::Refused(refusal) => f.debug_tuple("Refused").field(refusal).finish(),
            Prepared::Ready(_) => f.write_str("Ready"),
        }
    }
}

/// A filter that is ready to judge nodes for one pod.
pub trait Judge<'s>: Send + Sync {
    /// Tells why a node will not do; none if it will.
    fn refuse(&self, node: &NodeInfo) -> Option<Refusal>;

    /// Returns the only nodes that are worth looking at, by name; none if all are.
    fn narrowed(&self) -> Option<&BTreeSet<String>> {
        None
    }

    /// Takes notice that a pod is put on a node.
    fn add(&mut self, _pod: &PodInfo, _node: &NodeInfo) {}

    /// Takes notice that a pod is taken off a node.
    fn remove(&mut self, _pod: &PodInfo, _node: &NodeInfo) {}

    /// Makes a copy, to be told of other pods.
    fn copy(&self) -> Box<dyn Judge<'s> + 's>;

    /// Says what could not be judged of the nodes that were asked about, if anything: the verdict is then partial.
    fn doubts(&self) -> Vec<String> {
        Vec::new()
    }
}
