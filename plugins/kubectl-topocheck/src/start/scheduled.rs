//! Pods without a node: one line of what the scheduler has against them; `kubectl topocheck pending` tells all of it.

use std::collections::BTreeMap;

use kubecheck_core::model::time;

use super::cause::{Cause, Said, Stage, What};
use super::{Look, State};
use crate::model::meta::Meta;
use crate::model::pod::Pod;
use crate::schedule::judgement::{self, State as Judged};
use crate::schedule::message::short;
use crate::schedule::pod::PodInfo;

/// What was found of pods that are alike, so that the scheduler's engine is asked once for all of them.
#[derive(Debug, Default)]
pub(super) struct Asked(BTreeMap<(String, String), Option<String>>);

/// Tells how a pod without a node stands.
pub(super) fn state(look: &Look<'_>, pod: &Pod, asked: &mut Asked) -> State {
    let condition = pod.status.condition("PodScheduled").filter(|condition| condition.status == "False");
    let created = pod.metadata.created();
    if !look.is_late(created) {
        return State::InProgress("waits for a node".to_owned());
    }
    let said = condition.map_or_else(Said::default, |condition| Said {
        by: "condition PodScheduled".to_owned(),
        text: condition.message.clone(),
    });
    let why = why(look, pod, asked, &said.text);
    let since = condition.and_then(|condition| condition.since()).or(created);
    let what = What::NoNode { why };
    State::Stuck(Box::new(Cause { stage: Stage::Scheduling, what, container: None, since, said }))
}

fn why(look: &Look<'_>, pod: &Pod, asked: &mut Asked, said: &str) -> String {
    let gates: Vec<&str> = pod.spec.scheduling_gates.iter().map(|gate| gate.name.as_str()).collect();
    if !gates.is_empty() {
        return format!("it waits for its scheduling gates {}", gates.join(", "));
    }
    let nominated = &pod.status.nominated_node_name;
    if !nominated.is_empty() {
        return format!("room is being made for it on {nominated}");
    }
    let scheduler = pod.spec.scheduler_name.as_str();
    let own = (!matches!(scheduler, "" | "default-scheduler"))
        .then(|| format!("scheduler {scheduler} has not given it one"));
    match short(said) {
        "" => own.or_else(|| ask(look, pod, asked)).unwrap_or_else(|| "no scheduler has said why".to_owned()),
        said => said.to_owned(),
    }
}

/// Asks the engine what the scheduler would say.
fn ask(look: &Look<'_>, pod: &Pod, asked: &mut Asked) -> Option<String> {
    let snapshot = look.snapshot?;
    let key = family(&pod.metadata);
    if let Some(known) = key.as_ref().and_then(|key| asked.0.get(key)) {
        return known.clone();
    }
    let own = |other: &&std::sync::Arc<PodInfo>| {
        other.pod.metadata.uid == pod.metadata.uid && other.pod.key() == pod.key()
    };
    let judgement = judgement::of(snapshot.pending.iter().find(own)?, snapshot);
    let said = match judgement.state {
        Judged::Schedulable => {
            let node = judgement.verdict.fitting().next().map(|node| node.name.clone()).unwrap_or_default();
            let age = look.age(pod.metadata.created()).unwrap_or_default();
            let waits = time::age(age);
            Some(format!("it fits on {node}, and no scheduler has taken it up for {waits}"))
        }
        _ => judgement.message.as_deref().map(short).map(str::to_owned),
    };
    if let Some(key) = key {
        asked.0.insert(key, said.clone());
    }
    said
}

/// Names what makes pods that are alike; pods of a DaemonSet are each for another node.
fn family(meta: &Meta) -> Option<(String, String)> {
    let controller = meta.controller().filter(|controller| controller.kind != "DaemonSet")?;
    Some((format!("{}/{}", meta.namespace, controller.kind), controller.name.clone()))
}
