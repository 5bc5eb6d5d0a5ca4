//! `NodeUnschedulable`: the node is cordoned (`plugins/nodeunschedulable`).

use super::taint_toleration::tolerates;
use crate::model::node::Taint;
use crate::schedule::cause::{Cause, Refusal, Status};
use crate::schedule::filter::{Filter, Judge, Prepared};
use crate::schedule::node::NodeInfo;
use crate::schedule::pod::PodInfo;
use crate::schedule::snapshot::Snapshot;

/// The taint that stands for being cordoned.
pub const UNSCHEDULABLE: &str = "node.kubernetes.io/unschedulable";

/// Refuses nodes that are cordoned, unless the pod tolerates that.
pub struct NodeUnschedulable;

#[derive(Clone)]
struct Ready;

impl Filter for NodeUnschedulable {
    fn name(&self) -> &'static str {
        "NodeUnschedulable"
    }

    fn prepare<'s>(&self, pod: &'s PodInfo, _: &'s Snapshot) -> Prepared<'s> {
        let taint =
            Taint { key: UNSCHEDULABLE.to_owned(), effect: "NoSchedule".to_owned(), ..Taint::default() };
        if tolerates(&pod.pod.spec.tolerations, &taint) {
            Prepared::Skip
        } else {
            Prepared::Ready(Box::new(Ready))
        }
    }
}

impl<'s> Judge<'s> for Ready {
    fn refuse(&self, node: &NodeInfo) -> Option<Refusal> {
        let reason = "node(s) were unschedulable";
        let refusal = || Refusal::new(Status::UnschedulableAndUnresolvable, reason, [Cause::Cordoned]);
        node.node.spec.unschedulable.then(refusal)
    }

    fn copy(&self) -> Box<dyn Judge<'s> + 's> {
        Box::new(Ready)
    }
}
