//! `TaintToleration`: taints that the pod does not tolerate (`plugins/tainttoleration`).

use crate::model::affinity::Toleration;
use crate::model::node::Taint;
use crate::schedule::cause::{Cause, Refusal, Status};
use crate::schedule::filter::{Filter, Judge, Prepared};
use crate::schedule::node::NodeInfo;
use crate::schedule::pod::PodInfo;
use crate::schedule::snapshot::Snapshot;

/// Refuses nodes with a taint that the pod does not tolerate.
pub struct TaintToleration;

#[derive(Clone)]
struct Ready<'s> {
    tolerations: &'s [Toleration],
    names_taints: bool,
}

impl Filter for TaintToleration {
    fn name(&self) -> &'static str {
        "TaintToleration"
    }

    fn prepare<'s>(&self, pod: &'s PodInfo, snapshot: &'s Snapshot) -> Prepared<'s> {
        let names_taints = snapshot.features.names_taints;
        Prepared::Ready(Box::new(Ready { tolerations: &pod.pod.spec.tolerations, names_taints }))
    }
}

impl<'s> Judge<'s> for Ready<'s> {
    fn refuse(&self, node: &NodeInfo) -> Option<Refusal> {
        let refused: Vec<&Taint> = untolerated(&node.node.spec.taints, self.tolerations).collect();
        let first = refused.first()?;
        let reason = match self.names_taints {
            true => format!("node(s) had untolerated taint {{{}: {}}}", first.key, first.value),
            false => "node(s) had untolerated taint(s)".to_owned(),
        };
        let causes = refused.into_iter().cloned().map(Cause::Taint);
        Some(Refusal::new(Status::UnschedulableAndUnresolvable, reason, causes))
    }

    fn copy(&self) -> Box<dyn Judge<'s> + 's> {
        Box::new(self.clone())
    }
}

/// Returns the taints that keep a pod away.
pub fn untolerated<'t>(
    taints: &'t [Taint],
    tolerations: &'t [Toleration],
) -> impl Iterator<Item = &'t Taint> {
    let keeps_away = |taint: &&Taint| matches!(taint.effect.as_str(), "NoSchedule" | "NoExecute");
    taints.iter().filter(keeps_away).filter(|taint| !tolerates(tolerations, taint))
}

/// Tells whether a taint is tolerated (`k8s.io/api/core/v1/toleration.go`, `ToleratesTaint`; `Lt` and `Gt` are off by default).
pub fn tolerates(tolerations: &[Toleration], taint: &Taint) -> bool {
    tolerations.iter().any(|toleration| {
        let is_meant = |own: &str, other: &str| own.is_empty() || own == other;
        is_meant(&toleration.effect, &taint.effect)
            && is_meant(&toleration.key, &taint.key)
            && match toleration.operator.as_str() {
                "" | "Equal" => toleration.value == taint.value,
                "Exists" => true,
                _ => false,
            }
    })
}
