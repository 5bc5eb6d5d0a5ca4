//! Pods without a node: one line of what the scheduler has against them; `kubectl topocheck pending` tells all of it.

use std::collections::BTreeMap;

use kubecheck_core::model::time;

use super::cause::{Cause, Said, Stage, What};
use super::doubts::Doubts;
use super::{Look, State};
use crate::model::event::Event;
use crate::model::meta::Meta;
use crate::model::pod::Pod;
use crate::schedule::judgement::{self, State as Judged};
use crate::schedule::message::short;
use crate::schedule::pod::PodInfo;

/// What was found of pods that are alike, so that the scheduler's engine is asked once for all of them.
#[derive(Debug, Default)]
pub(super) struct Asked {
    answers: BTreeMap<(String, String), Answer>,
    /// What could not be judged.
    pub(super) doubts: Doubts,
}

/// Why a pod has no node, as far as that is known.
#[derive(Clone, Debug)]
enum Answer {
    /// This is why.
    Because(String),
    /// It fits on this node.
    Fits(String),
    /// It may fit; not all was read that matters.
    Blind,
    /// Nobody says.
    Unsaid,
}

/// Tells how a pod without a node stands.
pub(super) fn state(look: &Look<'_>, pod: &Pod, asked: &mut Asked) -> State {
    let condition = pod.status.condition("PodScheduled").filter(|condition| condition.status == "False");
    let created = pod.metadata.created();
    if !look.is_late(created) {
        return State::InProgress("waits for a node".to_owned());
    }
    if let Some(at) = on_its_way(look, pod) {
        return State::InProgress(at);
    }
    let said = condition.map_or_else(Said::default, |condition| Said {
        by: "condition PodScheduled".to_owned(),
        text: condition.message.clone(),
    });
    let since = condition.and_then(|condition| condition.since()).or(created);
    let why = match (why(look, pod, asked, &said.text), look.age(since)) {
        (Answer::Because(why), _) => why,
        // Nothing says that it has waited for long.
        (Answer::Fits(node), None) => {
            return State::InProgress(format!("it fits on {node}; since when it waits is not known"));
        }
        (Answer::Blind, None) => {
            return State::InProgress(
                "it waits for a node; not all was read that could keep it from one".to_owned(),
            );
        }
        (Answer::Fits(node), Some(age)) => {
            format!("it fits on {node}, and no scheduler has taken it up for {}", time::age(age))
        }
        (Answer::Blind, Some(_)) => {
            "no scheduler has said why, and not all was read that could keep it from one".to_owned()
        }
        (Answer::Unsaid, _) => "no scheduler has said why".to_owned(),
    };
    let what = What::NoNode { why };
    State::Stuck(Box::new(Cause { stage: Stage::Scheduling, what, container: None, since, said }))
}

/// Tells whether room is made for a pod by others that are being deleted within their time, or by a node that an autoscaler adds.
fn on_its_way(look: &Look<'_>, pod: &Pod) -> Option<String> {
    let nominated = &pod.status.nominated_node_name;
    let is_going = |other: &Pod| {
        let due = other.metadata.deletion_timestamp.as_deref().and_then(time::parse);
        other.spec.node_name == *nominated && look.age(due).is_some_and(|age| age < look.grace)
    };
    if !nominated.is_empty() && look.objects.pods.iter().any(|other| is_going(other)) {
        return Some(format!("other pods go from {nominated}, and make room for it"));
    }
    is_being_scaled(look, pod).then(|| "an autoscaler said that it adds a node for it".to_owned())
}

/// For how many seconds an autoscaler may take from what it says to a node.
const SCALES: i64 = 900;

/// Tells whether an autoscaler said that it adds a node for the pod (the cluster autoscaler, Karpenter).
fn is_being_scaled(look: &Look<'_>, pod: &Pod) -> bool {
    let event = look.events.newest(&pod.metadata, &["TriggeredScaleUp", "Nominated"]);
    look.age(event.and_then(Event::last)).is_some_and(|age| age < SCALES)
}

fn why(look: &Look<'_>, pod: &Pod, asked: &mut Asked, said: &str) -> Answer {
    let gates: Vec<&str> = pod.spec.scheduling_gates.iter().map(|gate| gate.name.as_str()).collect();
    if !gates.is_empty() {
        return Answer::Because(format!("it waits for its scheduling gates {}", gates.join(", ")));
    }
    let nominated = &pod.status.nominated_node_name;
    if !nominated.is_empty() {
        return Answer::Because(format!("room is being made for it on {nominated}"));
    }
    let scheduler = pod.spec.scheduler_name.as_str();
    let own = (!matches!(scheduler, "" | "default-scheduler"))
        .then(|| format!("scheduler {scheduler} has not given it one"));
    match short(said) {
        "" => match own {
            Some(own) => Answer::Because(own),
            None => ask(look, pod, asked).unwrap_or(Answer::Unsaid),
        },
        said => Answer::Because(said.to_owned()),
    }
}

/// Asks the engine what the scheduler would say.
fn ask(look: &Look<'_>, pod: &Pod, asked: &mut Asked) -> Option<Answer> {
    let snapshot = look.snapshot?;
    let key = family(&pod.metadata);
    if let Some(known) = key.as_ref().and_then(|key| asked.answers.get(key)) {
        return Some(known.clone());
    }
    let own = |other: &&std::sync::Arc<PodInfo>| {
        other.pod.metadata.uid == pod.metadata.uid && other.pod.key() == pod.key()
    };
    let judgement = judgement::of(snapshot.pending.iter().find(own)?, snapshot);
    let doubts = &judgement.verdict.doubts;
    asked.doubts.add(&format!("pod {}", pod.key()), doubts);
    let fitting = || judgement.verdict.fitting().next().map(|node| node.name.clone());
    let answer = match judgement.state {
        Judged::Schedulable if !doubts.is_empty() => Answer::Blind,
        Judged::Schedulable => Answer::Fits(fitting().unwrap_or_default()),
        _ => match judgement.message.as_deref() {
            Some(said) => Answer::Because(short(said).to_owned()),
            None if !doubts.is_empty() => Answer::Blind,
            None => Answer::Unsaid,
        },
    };
    if let Some(key) = key {
        asked.answers.insert(key, answer.clone());
    }
    Some(answer)
}

/// Names what makes pods that are alike; pods of a DaemonSet are each for another node, and those of a StatefulSet have each their own
/// claims.
fn family(meta: &Meta) -> Option<(String, String)> {
    let is_alike = |kind: &str| !matches!(kind, "DaemonSet" | "StatefulSet");
    let controller = meta.controller().filter(|controller| is_alike(&controller.kind))?;
    Some((format!("{}/{}", meta.namespace, controller.kind), controller.name.clone()))
}

#[cfg(test)]
mod tests;
