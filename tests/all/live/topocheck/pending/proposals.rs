//! What `--fit` proposes is done, and the real scheduler binds the pod.
//!
//! `KUBECHECK_PROPOSALS` says how many proposals of each pod are tried, if it is not two.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use super::story::{Story, text};
use super::{patch, pods};
use crate::expect::equal;

/// How many proposals of each pod are tried.
const TRIED: usize = 2;
/// How many that delete pods.
const DELETED: usize = 3;

/// What changes nothing but the pod or a node.
const KINDS: [&str; 8] = [
    "add-toleration",
    "label-node",
    "lower-request",
    "raise-max-skew",
    "remove-taint",
    "set-node-selector",
    "uncordon",
    "widen-term",
];

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/topocheck/pending has something to propose", proposes),
        Trial::test("live/topocheck/pending proposes what works", works),
    ]
}

/// A proposal for a pod.
#[derive(Clone, Copy)]
struct Proposed<'s> {
    pod: &'s str,
    proposal: &'s Value,
}

impl Proposed<'_> {
    fn edits(&self) -> &[Value] {
        self.proposal["edits"].as_array().map(Vec::as_slice).unwrap_or_default()
    }

    fn kinds(&self) -> BTreeSet<&str> {
        self.edits().iter().filter_map(|edit| edit["kind"].as_str()).collect()
    }

    fn opens(&self) -> Vec<&str> {
        self.proposal["opens"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
    }

    fn is_of(&self, kinds: &[&str]) -> bool {
        self.kinds().iter().all(|kind| kinds.contains(kind))
    }
}

fn all(story: &Story) -> impl Iterator<Item = Proposed<'_>> {
    // What could not be judged could be in the way.
    let exact = story.told.iter().filter(|(_, told)| told["confidence"] == "exact");
    exact.flat_map(|(pod, told)| {
        told["proposals"].as_array().into_iter().flatten().map(move |proposal| Proposed { pod, proposal })
    })
}

/// Pods that an edit would mend have one proposed, and others none.
fn proposes() -> Result<(), Failed> {
    let story = Story::get();
    let has = |name: &str| all(story).any(|one| one.pod == name && one.is_of(&KINDS));
    let fixable: Vec<&str> =
        story.scenarios.iter().filter(|one| one.fix).map(|one| one.name.as_str()).collect();
    let without: Vec<&&str> = fixable.iter().filter(|name| !has(name)).collect();
    equal(&format!("without a proposal: {without:?}"), without.len() * 20 <= fixable.len(), true)?;
    let hopeless = story.scenarios.iter().filter(|one| !one.fix && has(&one.name));
    equal("proposals for pods that none should help", hopeless.map(|one| one.name.as_str()).collect(), vec![])
}

fn works() -> Result<(), Failed> {
    let story = Story::get();
    let most = match std::env::var("KUBECHECK_PROPOSALS") {
        Ok(text) => text.parse()?,
        Err(_) => TRIED,
    };
    let mut chosen: Vec<Proposed<'_>> = Vec::new();
    for one in all(story).filter(|one| one.is_of(&KINDS)) {
        let others: Vec<&Proposed<'_>> = chosen.iter().filter(|own| own.pod == one.pod).collect();
        // The second is to be of another kind, if there is one.
        let is_other = others.iter().all(|own| own.kinds() != one.kinds());
        if others.len() < most && (is_other || most > TRIED) {
            chosen.push(one);
        }
    }
    let kinds: BTreeSet<&str> = chosen.iter().flat_map(Proposed::kinds).collect();
    let edits = chosen.len();
    equal("kinds of edits", kinds, BTreeSet::from(KINDS))?;
    let deletes = all(story).filter(|one| one.kinds() == BTreeSet::from(["delete-pods"]));
    for one in deletes {
        if chosen.len() < edits + DELETED && chosen[edits..].iter().all(|own| own.pod != one.pod) {
            chosen.push(one);
        }
    }
    let _turn = story.turn();
    let failed = chosen.iter().filter_map(|one| {
        let why = try_out(story, one).err()?;
        Some(format!("{}: {}: {}", one.pod, one.proposal, why.message().unwrap_or_default()))
    });
    let failed: Vec<String> = failed.collect();
    if failed.is_empty() { Ok(()) } else { Err(failed.join("\n").into()) }
}

/// Does what is proposed, and takes it back whatever comes of it.
fn try_out(story: &Story, one: &Proposed<'_>) -> Result<(), Failed> {
    let changes_cluster = one.edits().iter().any(|edit| edit["patch"].as_array().is_none_or(Vec::is_empty));
    let mut outcome = done(story, one);
    if changes_cluster {
        story.restore()?;
        if outcome.is_err() {
            // Perhaps the scheduler has not yet seen that what was done before is undone.
            thread::sleep(Duration::from_secs(2));
            outcome = done(story, one);
            story.restore()?;
        }
    }
    outcome
}

fn done(story: &Story, one: &Proposed<'_>) -> Result<(), Failed> {
    // Nobody who still deletes the one before takes this one for it.
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let name = format!("{}-{}", one.pod, COUNT.fetch_add(1, Ordering::Relaxed));
    let pod = story.pods.get(one.pod).ok_or("the pod is not known")?;
    let mut copy = pods::copy(pod, &name);
    for edit in one.edits() {
        match edit["patch"].as_array().filter(|operations| !operations.is_empty()) {
            Some(operations) => patch::apply(&mut copy, operations)?,
            None => run(story, &text(&edit["command"]))?,
        }
    }
    story.create(&copy)?;
    let node = story.bound("shop", &name);
    story.delete("shop", &name)?;
    let node = node?;
    equal(&format!("{node} is among {:?}", one.opens()), one.opens().contains(&node.as_str()), true)
}

/// Types commands.
fn run(story: &Story, commands: &str) -> Result<(), Failed> {
    for command in commands.split("; ") {
        let words: Vec<&str> = command.split_whitespace().collect();
        let ended = match words.as_slice() {
            ["kubectl", rest @ ..] => story.plane.try_kubectl(rest),
            _ => return Err(format!("no command: {command:?}").into()),
        };
        equal(&format!("{command}: {}", ended.stderr), ended.code, 0)?;
    }
    Ok(())
}
