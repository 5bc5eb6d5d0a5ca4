//! `VolumeBinding`: volumes that must be reachable from the node, found for it, or made there (`plugins/volumebinding`).

mod bound;
mod matching;
mod provisioning;
mod usable;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use self::bound::Bound;
use self::matching::Search;
use self::provisioning::Provision;
use self::usable::{is_bound, unbound_because, usable, waits};
use crate::model::storage::PersistentVolumeClaim;
use crate::schedule::cause::{Cause, Refusal, Status};
use crate::schedule::claims;
use crate::schedule::filter::{Filter, Judge, Prepared};
use crate::schedule::node::NodeInfo;
use crate::schedule::pod::PodInfo;
use crate::schedule::snapshot::Snapshot;

/// Refuses nodes from which a volume of the pod cannot be reached, or where none can be had for a claim of it.
pub struct VolumeBinding;

/// The node for which a volume is being made (`AnnSelectedNode`).
const SELECTED_NODE: &str = "volume.kubernetes.io/selected-node";

/// A claim without a volume, whose class waits for pods.
#[derive(Clone)]
struct Waiting<'s> {
    claim: &'s PersistentVolumeClaim,
    /// The node for which the volume is being made already.
    node: Option<&'s str>,
    search: Search<'s>,
    provision: Arc<Provision<'s>>,
}

#[derive(Clone)]
struct Ready<'s> {
    snapshot: &'s Snapshot,
    bound: Vec<Bound<'s>>,
    /// In the order in which volumes are looked for: the smallest claim first.
    waiting: Vec<Waiting<'s>>,
    /// Whether a node was judged where the scheduler might have taken another of two equal volumes.
    had_choice: Arc<AtomicBool>,
    doubts: Vec<String>,
}

/// What speaks against a node, in the order in which the scheduler tells it.
#[derive(Default)]
struct Found {
    unreachable: Vec<Cause>,
    unmatched: Vec<Cause>,
    full: Vec<Cause>,
    absent: Vec<Cause>,
}

impl Filter for VolumeBinding {
    fn name(&self) -> &'static str {
        "VolumeBinding"
    }

    fn prepare<'s>(&self, pod: &'s PodInfo, snapshot: &'s Snapshot) -> Prepared<'s> {
        let own = claims::of(&pod.pod, snapshot);
        if own.is_empty() {
            return Prepared::Skip;
        }
        let needed = ["persistentvolumeclaims", "persistentvolumes", "storageclasses"];
        let doubts = snapshot.around.unread(self.name(), &needed);
        if !doubts.is_empty() {
            return Prepared::unjudged(doubts);
        }
        let mut there = Vec::new();
        for own in &own {
            match usable(pod, own) {
                Ok(claim) => there.push(claim),
                Err((reason, what)) => return refused(reason, [(own.name.clone(), what)]),
            }
        }
        let (bound, unbound): (Vec<_>, Vec<_>) = there.into_iter().partition(|claim| is_bound(claim));
        let (waiting, late): (Vec<_>, Vec<_>) = unbound.into_iter().partition(|claim| waits(claim, snapshot));
        if !late.is_empty() {
            let causes = late.into_iter().map(|claim| (claim.metadata.name.clone(), unbound_because(claim)));
            return refused("pod has unbound immediate PersistentVolumeClaims".to_owned(), causes);
        }
        Prepared::Ready(Box::new(Ready::new(self.name(), bound, waiting, snapshot)))
    }
}

fn refused<'s>(reason: String, causes: impl IntoIterator<Item = (String, String)>) -> Prepared<'s> {
    let causes = causes.into_iter().map(|(claim, what)| Cause::Volume { claim, what });
    Prepared::refused(Status::UnschedulableAndUnresolvable, reason, causes)
}

impl<'s> Ready<'s> {
    fn new(
        filter: &str,
        bound: Vec<&'s PersistentVolumeClaim>,
        mut waiting: Vec<&'s PersistentVolumeClaim>,
        snapshot: &'s Snapshot,
    ) -> Ready<'s> {
        waiting.sort_by_key(|claim| claim.size().unwrap_or_default());
        let waits = !waiting.is_empty();
        let waiting = waiting.into_iter().map(|claim| Waiting {
            claim,
            node: claim.metadata.annotations.get(SELECTED_NODE).map(String::as_str),
            search: Search::new(claim, snapshot),
            provision: Arc::new(Provision::new(claim, snapshot)),
        });
        let needed: &[&'static str] =
            if waits { &["csidrivers", "csistoragecapacities", "csinodes"] } else { &["csinodes"] };
        Ready {
            snapshot,
            bound: bound.into_iter().map(|claim| Bound::new(claim, snapshot)).collect(),
            waiting: waiting.collect(),
            had_choice: Arc::default(),
            doubts: snapshot.around.unread(filter, needed),
        }
    }

    /// Looks for what speaks against a node (`FindPodVolumes`); an error in the scheduler's words if it fails.
    fn find(&self, node: &NodeInfo) -> Result<Found, String> {
        let mut found = Found::default();
        self.reach(node, &mut found)?;
        let is_elsewhere =
            |waiting: &&Waiting<'s>| waiting.node.is_some_and(|selected| selected != node.name());
        if let Some(waiting) = self.waiting.iter().find(is_elsewhere) {
            let what = format!("a volume is being made for node {}", waiting.node.unwrap_or_default());
            found.unmatched.push(waiting.cause(what));
            return Ok(found);
        }
        let mut to_make: Vec<&Waiting<'s>> =
            self.waiting.iter().filter(|waiting| waiting.node.is_some()).collect();
        let to_match: Vec<&Waiting<'s>> =
            self.waiting.iter().filter(|waiting| waiting.node.is_none()).collect();
        let mut chosen = Vec::new();
        for waiting in &to_match {
            let best = waiting.search.on(node.labels(), &chosen, to_match.len() > 1)?;
            if best.had_choice {
                self.had_choice.store(true, Ordering::Relaxed);
            }
            match best.volume {
                Some(volume) => chosen.push(volume),
                None => to_make.push(waiting),
            }
        }
        for waiting in to_make {
            if let Some(refusal) = waiting.provision.refuse(node.labels()) {
                let (list, what) = match refusal {
                    provisioning::Refused::Nowhere(what) => (&mut found.unmatched, what),
                    provisioning::Refused::Full(what) => (&mut found.full, what),
                };
                list.push(waiting.cause(what));
                break;
            }
        }
        Ok(found)
    }

    /// Looks whether the volumes that claims have can be reached; the first that cannot ends it (`checkBoundClaims`).
    fn reach(&self, node: &NodeInfo, found: &mut Found) -> Result<(), String> {
        let csi = self.snapshot.around.csi_nodes.get(node.name()).map(Arc::as_ref);
        for bound in &self.bound {
            match bound.check(node.labels(), csi)? {
                bound::Reach::Yes => {}
                bound::Reach::No(what) => {
                    found.unreachable.push(bound.cause(what));
                    break;
                }
                bound::Reach::Absent(what) => {
                    found.absent.push(bound.cause(what));
                    break;
                }
            }
        }
        Ok(())
    }
}

impl Waiting<'_> {
    fn cause(&self, what: String) -> Cause {
        Cause::Volume { claim: self.claim.metadata.name.clone(), what }
    }
}

impl Found {
    fn refusal(self) -> Option<Refusal> {
        let found = [
            ("node(s) didn't match PersistentVolume's node affinity", self.unreachable),
            ("node(s) didn't find available persistent volumes to bind", self.unmatched),
            ("node(s) did not have enough free storage", self.full),
            ("node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)", self.absent),
        ];
        let status = Status::UnschedulableAndUnresolvable;
        let mut refusal = Refusal { status, reasons: Vec::new(), causes: Vec::new() };
        for (reason, causes) in found.into_iter().filter(|(_, causes)| !causes.is_empty()) {
            refusal.reasons.push(reason.to_owned());
            refusal.causes.extend(causes);
        }
        (!refusal.reasons.is_empty()).then_some(refusal)
    }
}

impl<'s> Judge<'s> for Ready<'s> {
    fn refuse(&self, node: &NodeInfo) -> Option<Refusal> {
        match self.find(node) {
            Ok(found) => found.refusal(),
            Err(words) => Some(Refusal::new(Status::Error, words, [])),
        }
    }

    fn copy(&self) -> Box<dyn Judge<'s> + 's> {
        Box::new(self.clone())
    }

    fn doubts(&self) -> Vec<String> {
        let mut doubts = self.doubts.clone();
        if self.had_choice.load(Ordering::Relaxed) {
            doubts.push(
                "of volumes that are equal for a claim the scheduler takes any, here the first by name"
                    .to_owned(),
            );
        }
        doubts
    }
}
