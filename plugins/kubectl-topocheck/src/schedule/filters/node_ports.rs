//! `NodePorts`: ports of the node that are taken (`plugins/nodeports`).

use crate::schedule::cause::{Cause, Refusal, Status};
use crate::schedule::filter::{Filter, Judge, Prepared};
use crate::schedule::node::NodeInfo;
use crate::schedule::pod::{HostPort, PodInfo};
use crate::schedule::snapshot::Snapshot;

/// Refuses nodes on which a port that the pod wants is taken.
pub struct NodePorts;

#[derive(Clone)]
struct Ready<'s>(&'s [HostPort]);

impl Filter for NodePorts {
    fn name(&self) -> &'static str {
        "NodePorts"
    }

    fn prepare<'s>(&self, pod: &'s PodInfo, _: &'s Snapshot) -> Prepared<'s> {
        if pod.ports.is_empty() { Prepared::Skip } else { Prepared::Ready(Box::new(Ready(&pod.ports))) }
    }
}

impl<'s> Judge<'s> for Ready<'s> {
    fn refuse(&self, node: &NodeInfo) -> Option<Refusal> {
        let taken = self.0.iter().filter_map(|port| {
            let holder = node.holder(port)?;
            let HostPort { port, protocol, ip } = port.clone();
            Some(Cause::Port { port, protocol, ip, by: holder.pod.key() })
        });
        let taken: Vec<Cause> = taken.collect();
        let reason = "node(s) didn't have free ports for the requested pod ports";
        (!taken.is_empty()).then(|| Refusal::new(Status::Unschedulable, reason, taken))
    }

    fn copy(&self) -> Box<dyn Judge<'s> + 's> {
        Box::new(self.clone())
    }
}
