//! `NodeName`: the pod wants one node (`plugins/nodename`).

use crate::schedule::cause::{Cause, Refusal, Status};
use crate::schedule::filter::{Filter, Judge, Prepared};
use crate::schedule::node::NodeInfo;
use crate::schedule::pod::PodInfo;
use crate::schedule::snapshot::Snapshot;

/// Refuses nodes other than the one of the pod's spec.
pub struct NodeName;

#[derive(Clone)]
struct Ready<'s>(&'s str);

impl Filter for NodeName {
    fn name(&self) -> &'static str {
        "NodeName"
    }

    fn prepare<'s>(&self, pod: &'s PodInfo, _: &'s Snapshot) -> Prepared<'s> {
        match pod.pod.spec.node_name.as_str() {
            "" => Prepared::Skip,
            name => Prepared::Ready(Box::new(Ready(name))),
        }
    }
}

impl<'s> Judge<'s> for Ready<'s> {
    fn refuse(&self, node: &NodeInfo) -> Option<Refusal> {
        let reason = "node(s) didn't match the requested node name";
        let cause = || Cause::NodeName { wanted: self.0.to_owned() };
        (node.name() != self.0).then(|| Refusal::new(Status::UnschedulableAndUnresolvable, reason, [cause()]))
    }

    fn copy(&self) -> Box<dyn Judge<'s> + 's> {
        Box::new(self.clone())
    }
}
