//! All that is said of one pod: its verdict, the scheduler's message, and whether preemption helps.

use super::cause::Status;
use super::filters::dynamic_resources;
use super::filters::dynamic_resources::after::{self, After};
use super::message::{self, Diagnosis};
use super::pod::PodInfo;
use super::preempt::{self, Preemption};
use super::snapshot::Snapshot;
use super::verdict::{self, Trial, Verdict};

/// All that is said of one pod.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// How it stands.
    pub state: State,
    /// What all filters say.
    pub verdict: Verdict,
    /// What the scheduler would write into the pod's condition; none if the pod fits.
    pub message: Option<String>,
    /// What it wrote when it chose the node on which room is being made: it looks at the pod again only when something happens there,
    /// and would then say [`message`](Judgement::message).
    pub earlier: Option<String>,
    /// What preemption would do; none if the pod fits, or is not looked at.
    pub preemption: Option<Preemption>,
}

/// How a pod that has no node stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// No node will do.
    Unschedulable,
    /// The scheduler fails on it, and tries again.
    Failing,
    /// Nothing can be said: the nodes could not be read.
    Unknown,
    /// It is not looked at before its gates go, or before the claims of devices that it names are there.
    Gated,
    /// Room is being made for it on a node.
    Nominated,
    /// It fits: the scheduler has not come to it yet, or does not look at it.
    Schedulable,
}

impl State {
    /// Returns the name that documents have for it.
    pub fn name(self) -> &'static str {
        match self {
            State::Unschedulable => "unschedulable",
            State::Failing => "failing",
            State::Unknown => "unknown",
            State::Gated => "gated",
            State::Nominated => "nominated",
            State::Schedulable => "schedulable",
        }
    }
}

/// What the API server writes into the condition of a gated pod (`pkg/registry/core/pod/strategy.go`).
const GATED: &str = "Scheduling is blocked due to non-empty scheduling gates";
/// What the scheduler says if there is no node (`pkg/scheduler/schedule_one.go`, `ErrNoNodesAvailable`).
const NO_NODES: &str = "no nodes available to schedule pods";

/// Judges a pod.
pub fn of(pod: &PodInfo, snapshot: &Snapshot) -> Judgement {
    let trial = Trial::new(pod, snapshot);
    let mut verdict = verdict::of(&trial);
    let nominated = &pod.pod.status.nominated_node_name;
    let diagnosis = message::diagnose(&verdict, snapshot, nominated);
    let preemption = (diagnosis.is_refusal() && !snapshot.nodes.is_empty())
        .then(|| preempt::try_out(&trial, &verdict, &open(&verdict, &diagnosis, nominated)));
    if matches!(preemption, Some(Preemption::Helps(_))) {
        verdict.doubts.extend(snapshot.around.unread("preemption", &["poddisruptionbudgets"]));
    }
    let is_held_back = dynamic_resources::held_back(pod, snapshot).is_some();
    let message = match () {
        () if !pod.pod.spec.scheduling_gates.is_empty() => Some(GATED.to_owned()),
        // The scheduler does not take such a pod into its queue, and writes nothing.
        () if is_held_back => None,
        () if snapshot.around.unread.contains("nodes") => None,
        () if snapshot.nodes.is_empty() => Some(NO_NODES.to_owned()),
        () => message::write(&diagnosis, snapshot.nodes.len(), &after(&trial, &verdict, preemption.as_ref())),
    };
    let state = match () {
        () if !pod.pod.spec.scheduling_gates.is_empty() || is_held_back => State::Gated,
        () if snapshot.around.unread.contains("nodes") => State::Unknown,
        () if matches!(diagnosis, Diagnosis::Fits) && message.is_none() => State::Schedulable,
        () if matches!(diagnosis, Diagnosis::Failed(_)) => State::Failing,
        () if !pod.pod.status.nominated_node_name.is_empty() => State::Nominated,
        () => State::Unschedulable,
    };
    let is_waited_for = matches!(preemption, Some(Preemption::NotEligible(preempt::TERMINATING)));
    let earlier = message::write(&diagnosis, snapshot.nodes.len(), "").filter(|_| is_waited_for);
    Judgement { state, verdict, message, earlier, preemption }
}

/// Returns the nodes that are refused only for now, as far as the scheduler has seen: by the first filter that refuses.
fn open<'v>(verdict: &'v Verdict, diagnosis: &Diagnosis, nominated: &str) -> Vec<&'v str> {
    if !matches!(diagnosis, Diagnosis::Nodes(_)) {
        return Vec::new();
    }
    let is_left = |name: &str| name == nominated || verdict.narrowed.keeps(name);
    let nodes = verdict.nodes.iter().filter(|node| is_left(&node.name));
    let is_open = |node: &&verdict::OnNode| {
        node.first().is_some_and(|first| first.refusal.status == Status::Unschedulable)
    };
    nodes.filter(is_open).map(|node| node.name.as_str()).collect()
}

/// Returns what the scheduler says after its filters (`RunPostFilterPlugins`): first of claims of devices, then of preemption.
fn after(trial: &Trial<'_>, verdict: &Verdict, preemption: Option<&Preemption>) -> String {
    let Some(preemption) = preemption else { return String::new() };
    let said = preemption.message(trial.snapshot.nodes.len());
    match after::after(trial, verdict) {
        // Where preemption helps, nothing is said; where it fails, nothing else.
        _ if said.is_empty() || matches!(preemption, Preemption::Failing(_)) => said,
        After::Nothing => said,
        After::Says(words) => format!("{words}, {said}"),
        After::Fails(words) => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::{Value, json};

    use super::*;
    use crate::schedule::snapshot::Around;
    use crate::schedule::version::{Features, NEWEST};

    fn judged(nodes: &[Value], pods: &[Value], around: Around) -> Judgement {
        fn read<T: serde::de::DeserializeOwned>(all: &[Value]) -> Vec<Arc<T>> {
            all.iter()
                .map(|one| Arc::new(serde_json::from_value(one.clone()).expect("it is of its kind")))
                .collect()
        }
        let snapshot = Snapshot::new(read(nodes), read(pods), around, Features::of(NEWEST, None));
        of(&snapshot.pending[0], &snapshot)
    }

    #[test]
    fn of_nodes_that_could_not_be_read_nothing_is_said() {
        let pod = json!({"metadata": {"name": "web"}});
        let around = Around { unread: ["nodes", "pods"].into(), ..Around::default() };
        let judgement = judged(&[], std::slice::from_ref(&pod), around);
        assert_eq!(judgement.message, None);
        let doubts =
            ["nodes", "pods"].map(|kind| format!("the verdict needs {kind}, which could not be read"));
        assert_eq!(judgement.verdict.doubts, doubts);
        let judgement = judged(&[], &[pod], Around::default());
        assert_eq!(judgement.message.as_deref(), Some(NO_NODES));
        assert!(judgement.verdict.doubts.is_empty());
    }

    #[test]
    fn while_others_go_the_scheduler_does_not_look_again() {
        let node = json!({"metadata": {"name": "a"}, "status": {"allocatable": {"cpu": "1", "pods": "10"}}});
        let containers = json!([{"name": "main", "resources": {"requests": {"cpu": "1"}}}]);
        let target = json!({"type": "DisruptionTarget", "status": "True", "reason": "PreemptionByScheduler"});
        let pods = [
            json!({
                "metadata": {"name": "web"}, "spec": {"priority": 10, "containers": containers},
                "status": {"nominatedNodeName": "a"},
            }),
            json!({
                "metadata": {"name": "old", "deletionTimestamp": "2026-01-01T00:00:00Z"},
                "spec": {"nodeName": "a", "priority": 0, "containers": containers},
                "status": {"conditions": [target]},
            }),
        ];
        let judgement = judged(&[node], &pods, Around::default());
        assert_eq!(judgement.state, State::Nominated);
        let earlier = "0/1 nodes are available: 1 Insufficient cpu.";
        assert_eq!(judgement.earlier.as_deref(), Some(earlier));
        let said = judgement.message.expect("it has no node");
        assert!(said.starts_with(earlier) && said.ends_with(preempt::TERMINATING), "{said}");
    }
}
