//! `pending` for people.

use kubecheck_core::model::time::{self, Timestamp};
use kubecheck_core::report::render::{self, Style};

use super::Judged;
use super::document::{matches, scheduler};
use crate::fit::{Proposal, command};
use crate::schedule::judgement::State;
use crate::schedule::message;
use crate::schedule::preempt::{Candidate, Preemption};
use crate::schedule::snapshot::Snapshot;
use crate::schedule::verdict::{OnNode, Only, Refused};
use crate::start::told::Flags;

/// Up to so many nodes each has its own row; beyond, nodes that are refused alike share one.
const NODES: usize = 12;

/// Writes a row for each group of same pods.
pub(super) fn all(
    judged: &[Judged],
    snapshot: &Snapshot,
    flags: &Flags,
    now: Timestamp,
    place: &str,
    style: &Style,
) -> String {
    let mut rows = Vec::new();
    let mut at = 0;
    while let Some(first) = judged.get(at) {
        let same = judged[at..].iter().take_while(|one| one.class == first.class).count();
        let name = first.pod.pod.key();
        let name = if same == 1 { name } else { format!("{name} and {} more", same - 1) };
        let fits = first.judgement.verdict.fitting().count();
        rows.push(vec![
            name,
            first.judgement.state.name().to_owned(),
            age(first, now),
            format!("{fits}/{}", snapshot.nodes.len()),
            why(first),
            first.proposals.first().map_or("-".to_owned(), edits),
        ]);
        at += same;
    }
    let columns = ["POD", "STATE", "AGE", "FITS", "WHY", "WOULD HELP"];
    let table = if rows.is_empty() { String::new() } else { render::table(&columns, &rows, style) + "\n" };
    let count = match judged.len() {
        0 => "no pod is without a node".to_owned(),
        1 => "1 pod is without a node".to_owned(),
        many => format!("{many} pods are without a node"),
    };
    let next = match judged.first() {
        Some(first) => {
            let (namespace, name) = (first.pod.namespace(), &first.pod.pod.metadata.name);
            format!("node by node: {}\n", flags.topocheck(&["pending", name], namespace))
        }
        None => String::new(),
    };
    format!("{table}{count} in {place}, judged as Kubernetes 1.{} does\n{next}", snapshot.features.minor)
}

/// Writes all that is said of each pod.
pub(super) fn each(
    judged: &[Judged],
    snapshot: &Snapshot,
    flags: &str,
    now: Timestamp,
    style: &Style,
) -> String {
    let pods: Vec<String> = judged.iter().map(|one| pod(one, snapshot, flags, now, style)).collect();
    pods.join("\n")
}

fn pod(one: &Judged, snapshot: &Snapshot, flags: &str, now: Timestamp, style: &Style) -> String {
    let (pod, judgement) = (&one.pod.pod, &one.judgement);
    let fits = judgement.verdict.fitting().count();
    let mut text = format!(
        "{}: {} for {}; fits on {fits} of {} nodes\n",
        render::escape(&pod.key()),
        judgement.state.name(),
        age(one, now),
        snapshot.nodes.len()
    );
    if scheduler(pod) != "default-scheduler" {
        let who = render::escape(scheduler(pod));
        text += &format!("scheduled by {who}; judged as the default scheduler would\n");
    }
    if let Some(message) = &judgement.message {
        text += &format!("{}\n", render::escape(message));
    }
    text += match matches(pod, judgement) {
        Some(true) => "matches the scheduler's own message: yes\n",
        Some(false) => {
            "matches the scheduler's own message: no (it is older than what is there now, or other plugins judge)\n"
        }
        None => "the scheduler has said nothing of it yet\n",
    };
    let gates: Vec<&str> = pod.spec.scheduling_gates.iter().map(|gate| gate.name.as_str()).collect();
    if !gates.is_empty() {
        text +=
            &format!("whoever set them must take these gates away: {}\n", render::escape(&gates.join(", ")));
    } else if judgement.state == State::Gated {
        text += &format!("not in the scheduler's queue: {}\n", render::escape(&why(one)));
    }
    text += &nodes(&judgement.verdict.nodes, style);
    text += &judgement.preemption.as_ref().map_or(String::new(), preemption);
    for doubt in &judgement.verdict.doubts {
        text += &format!("partial: {}\n", render::escape(doubt));
    }
    text + &proposals(one, flags)
}

fn age(one: &Judged, now: Timestamp) -> String {
    one.pod.pod.metadata.created().map_or("-".to_owned(), |made| time::age(time::seconds(made, now)))
}

/// Says in one line why a pod has no node.
fn why(one: &Judged) -> String {
    let scheduler = one.pod.pod.spec.scheduler_name.as_str();
    match &one.judgement.message {
        Some(message) => message::short(message).to_owned(),
        None if one.judgement.state == State::Unknown => "nodes could not be read".to_owned(),
        // Such a pod is kept out of the queue, and nothing is written of it.
        None if one.judgement.state == State::Gated => {
            let first = one.judgement.verdict.everywhere.first();
            first.map_or(String::new(), |first| first.refusal.reasons.join(", "))
        }
        None if matches!(scheduler, "" | "default-scheduler") => {
            "it fits; the scheduler has not bound it yet".to_owned()
        }
        None => format!("it fits; scheduler {scheduler} has not bound it yet"),
    }
}

fn nodes(all: &[OnNode], style: &Style) -> String {
    let groups: Vec<Vec<&OnNode>> =
        if all.len() <= NODES { all.iter().map(|node| vec![node]).collect() } else { alike(all) };
    let mut rows = Vec::new();
    for group in groups {
        let Some(first) = group.first() else { continue };
        let name = match group.len() {
            1 => first.name.clone(),
            many => format!("{} and {} more", first.name, many - 1),
        };
        if first.fits() {
            rows.push(vec![name, "-".to_owned(), "fits".to_owned()]);
            continue;
        }
        for (at, refused) in first.refused.iter().enumerate() {
            let name = if at == 0 { name.clone() } else { String::new() };
            rows.push(vec![name, refused.plugin.to_owned(), detail(refused)]);
        }
    }
    if rows.is_empty() {
        String::new()
    } else {
        format!("\n{}", render::table(&["NODE", "FILTER", "WHY"], &rows, style))
    }
}

/// Puts nodes together that are refused by the same filters for the same reasons, the most first.
fn alike(all: &[OnNode]) -> Vec<Vec<&OnNode>> {
    let mut groups: Vec<Vec<&OnNode>> = Vec::new();
    for node in all {
        let is_same = |own: &Refused, other: &Refused| {
            own.plugin == other.plugin && own.refusal.reasons == other.refusal.reasons
        };
        let is_alike = |group: &&mut Vec<&OnNode>| {
            group.first().is_some_and(|first| {
                first.refused.len() == node.refused.len()
                    && first.refused.iter().zip(&node.refused).all(|(own, other)| is_same(own, other))
            })
        };
        match groups.iter_mut().find(is_alike) {
            Some(group) => group.push(node),
            None => groups.push(vec![node]),
        }
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
    groups
}

fn detail(refused: &Refused) -> String {
    let causes: Vec<String> = refused.refusal.causes.iter().map(ToString::to_string).collect();
    let what = if causes.is_empty() { refused.refusal.reasons.join(", ") } else { causes.join("; ") };
    match refused.only {
        Only::Always => what,
        Only::Beside => format!("{what} (beside pods for which room is being made)"),
        Only::Alone => format!("{what} (without the pods for which room is being made)"),
    }
}

fn preemption(preemption: &Preemption) -> String {
    match preemption {
        Preemption::NotEligible(why) => format!("\npreemption: {why}\n"),
        Preemption::Failing(why) => format!("\npreemption: the scheduler fails: {}\n", render::escape(why)),
        Preemption::Hopeless(_) => "\npreemption: would not help\n".to_owned(),
        Preemption::Helps(all) => {
            let best = all.first().map(best).unwrap_or_default();
            let others = match all.len() {
                0 | 1 => String::new(),
                many => format!("; {} more nodes could be freed so", many - 1),
            };
            format!("\npreemption: would help: {best}{others}\n")
        }
    }
}

fn best(best: &Candidate) -> String {
    let budgets = match best.violations {
        0 => String::new(),
        many => format!(", against the disruption budget of {many}"),
    };
    render::escape(&format!("{} would go from {}{budgets}", best.victims.join(", "), best.node)).into_owned()
}

fn edits(proposal: &Proposal) -> String {
    proposal.edits.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and ")
}

fn proposals(one: &Judged, flags: &str) -> String {
    if one.judgement.state == State::Schedulable || one.judgement.verdict.fitting().next().is_some() {
        return String::new();
    }
    if one.proposals.is_empty() {
        return "\nno edit of pods or nodes that is known here would make it fit\n".to_owned();
    }
    let mut text = "\nwhat would make it fit (each was tried on a copy):\n".to_owned();
    for (at, proposal) in one.proposals.iter().enumerate() {
        let opens = match proposal.opens.as_slice() {
            [one] => one.clone(),
            [one, rest @ ..] => format!("{one} and {} more", rest.len()),
            [] => String::new(),
        };
        text += &render::escape(&format!("{}. {}: opens {opens}", at + 1, edits(proposal)));
        text += "\n";
        let commands = proposal.edits.iter().filter_map(|edit| command::of(edit, &one.pod.pod, flags));
        let mut commands: Vec<String> = commands.collect();
        commands.dedup();
        for command in commands {
            text += &format!("   {}\n", render::escape(&command));
        }
    }
    text
}
