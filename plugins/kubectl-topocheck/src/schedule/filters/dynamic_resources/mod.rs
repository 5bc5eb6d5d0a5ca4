//! `DynamicResources`: claims of devices (`plugins/dynamicresources`).
//!
//! Which devices of a class a claim may have is often said by expressions in CEL, which are not run here, and what holds between
//! devices or parts of them is not looked at. A node is only refused if no answer to that could help, and is in doubt if it matters.

pub mod after;
mod allocate;
mod claims;
mod classes;
mod extended;
mod held;
mod pools;
mod wanted;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use self::allocate::Outcome;
use self::claims::Unusable;
use self::classes::no_class;
use self::extended::{Extended, OnNode};
use self::held::{Reach, reach};
use self::pools::{Pools, Reached};
use self::wanted::Wanted;
use crate::model::device::ResourceClaim;
use crate::schedule::cause::{Cause, Refusal, Status};
use crate::schedule::filter::{Filter, Judge, Prepared};
use crate::schedule::node::NodeInfo;
use crate::schedule::pod::PodInfo;
use crate::schedule::snapshot::Snapshot;

/// Refuses nodes from which the devices of a pod's claims cannot be reached, or that have too few for them.
pub struct DynamicResources;

/// The words for a node from which the devices of a claim cannot be reached.
const NOT_HERE: &str = "resourceclaim not available on the node";

#[derive(Clone)]
struct Ready<'s> {
    snapshot: &'s Snapshot,
    namespace: &'s str,
    has_claims: bool,
    held: Vec<&'s ResourceClaim>,
    wanted: Vec<Wanted<'s>>,
    extended: Option<Extended<'s>>,
    pools: Arc<Pools<'s>>,
    doubts: Vec<String>,
    /// Whether a node was asked about for which it matters what is not looked at.
    is_unsure: Arc<AtomicBool>,
}

impl Filter for DynamicResources {
    fn name(&self) -> &'static str {
        "DynamicResources"
    }

    fn prepare<'s>(&self, pod: &'s PodInfo, snapshot: &'s Snapshot) -> Prepared<'s> {
        let spec = &pod.pod.spec;
        let wants = pod.held.scalars.iter().any(|(name, amount)| *amount != 0 && extended::is_dynamic(name));
        if !spec.resource_claims.is_empty() || wants {
            let needed: &[&'static str] = match spec.resource_claims.is_empty() {
                false => &["resourceclaims", "deviceclasses", "resourceslices"],
                true if snapshot.features.extended_resource_claims => &["deviceclasses"],
                true => &[],
            };
            let doubts = snapshot.around.unread(self.name(), needed);
            if !doubts.is_empty() {
                return Prepared::unjudged(doubts);
            }
        }
        let claims = match claims::of(&pod.pod, snapshot) {
            Ok(claims) => claims,
            Err(Unusable { reason, claim, what }) => {
                let cause = Cause::Device { claim, what };
                return Prepared::refused(Status::UnschedulableAndUnresolvable, reason, [cause]);
            }
        };
        let extended = Extended::of(pod, snapshot);
        if claims.is_empty() && extended.is_none() {
            return Prepared::Skip;
        }
        let (held, free): (Vec<_>, Vec<_>) =
            claims.into_iter().partition(|claim| claim.status.allocation.is_some());
        if let Some(refusal) = free.iter().find_map(|claim| no_class(claim, snapshot)) {
            return Prepared::Refused(refusal);
        }
        Prepared::Ready(Box::new(Ready::new(pod, held, &free, extended, snapshot)))
    }
}

/// Says what keeps a pod out of the scheduler's queue, in its words: a claim that is not there or cannot be used (`PreEnqueue`).
pub fn held_back(pod: &PodInfo, snapshot: &Snapshot) -> Option<String> {
    let is_on = snapshot.features.dynamic_resources && !snapshot.around.unread.contains("resourceclaims");
    claims::of(&pod.pod, snapshot).err().filter(|_| is_on).map(|unusable| unusable.reason)
}

/// Refuses for a claim.
fn refusal(status: Status, reason: String, claim: &str, what: String) -> Refusal {
    Refusal::new(status, reason, [Cause::Device { claim: claim.to_owned(), what }])
}

impl<'s> Ready<'s> {
    fn new(
        pod: &'s PodInfo,
        held: Vec<&'s ResourceClaim>,
        free: &[&'s ResourceClaim],
        extended: Option<Extended<'s>>,
        snapshot: &'s Snapshot,
    ) -> Ready<'s> {
        let wanted: Vec<Wanted<'s>> = free.iter().map(|claim| Wanted::of(claim, snapshot)).collect();
        let doubts = wanted.iter().flat_map(|wanted| wanted.doubts.clone()).collect();
        Ready {
            snapshot,
            namespace: pod.namespace(),
            has_claims: !held.is_empty() || !free.is_empty(),
            held,
            wanted,
            extended,
            pools: Arc::new(Pools::new(snapshot)),
            doubts,
            is_unsure: Arc::default(),
        }
    }

    /// Returns what the scheduler asks for on a node beside the pod's claims; why not if the node will not do, none if nothing.
    fn extended(&self, node: &NodeInfo) -> Result<Option<Wanted<'s>>, Refusal> {
        let Some(extended) = &self.extended else { return Ok(None) };
        let status = Status::UnschedulableAndUnresolvable;
        if let Some(left) = extended.left.filter(|left| !left.spec.devices.requests.is_empty()) {
            let (key, what) = (left.metadata.key(), "an earlier try has left it".to_owned());
            return Err(refusal(status, "cannot schedule extended resource claim".to_owned(), &key, what));
        }
        match extended.on(node) {
            OnNode::Has => Ok(None),
            OnNode::Gives(classes) => Ok(Some(Wanted::of_classes(self.namespace, classes, self.snapshot))),
            OnNode::Lacks(resource) => {
                let what = "the node does not have it, and it stands for no class of devices".to_owned();
                Err(refusal(status, "cannot fit resource".to_owned(), &resource, what))
            }
        }
    }

    /// Finds the claims whose devices cannot be reached from a node.
    fn not_here(&self, node: &NodeInfo) -> Vec<Cause> {
        let features = &self.snapshot.features;
        let away = self.held.iter().filter_map(|claim| {
            let what = match reach(claim, node) {
                Reach::Yes => return None,
                Reach::No(what) => what,
                Reach::Failed(_) | Reach::Waits if !features.device_conditions => return None,
                Reach::Failed(what) => what,
                Reach::Waits => {
                    self.doubt();
                    return None;
                }
            };
            Some(Cause::Device { claim: claim.metadata.key(), what })
        });
        away.collect()
    }

    fn doubt(&self) {
        self.is_unsure.store(true, Ordering::Relaxed);
    }

    fn lacks(&self, reached: &Reached<'_>, wanted: &[Wanted<'_>]) -> Refusal {
        let reason = match reached.invalid {
            Some(_) => "invalid resource pools were encountered",
            None => "cannot allocate all claims",
        };
        // Of what is not looked at it may depend which of the two it is.
        if reached.devices.iter().any(|device| device.is_unclear) {
            self.doubt();
        }
        let (all, free) = (reached.devices.len(), reached.devices.iter().filter(|one| !one.is_taken).count());
        let causes = wanted.iter().filter(|wanted| !wanted.requests.is_empty()).map(|wanted| {
            let what = format!("wants {}; {free} of {all} devices here are free", wanted.describe());
            Cause::Device { claim: wanted.claim.clone(), what }
        });
        Refusal::new(Status::UnschedulableAndUnresolvable, reason, causes)
    }
}

impl<'s> Judge<'s> for Ready<'s> {
    fn refuse(&self, node: &NodeInfo) -> Option<Refusal> {
        let extended = match self.extended(node) {
            Ok(None) if !self.has_claims => return None,
            Ok(extended) => extended,
            Err(refusal) => return Some(refusal),
        };
        let not_here = self.not_here(node);
        let wanted: Vec<Wanted<'s>> = self.wanted.iter().cloned().chain(extended).collect();
        let reached = if wanted.is_empty() { Reached::default() } else { self.pools.on(node) };
        match allocate::allocate(&reached, &wanted, &self.snapshot.features) {
            Outcome::Fits => {}
            Outcome::Unclear => self.doubt(),
            Outcome::Lacks => return Some(self.lacks(&reached, &wanted)),
            Outcome::Fails(words) => return Some(Refusal::new(Status::Error, words, [])),
        }
        let status = Status::UnschedulableAndUnresolvable;
        (!not_here.is_empty()).then(|| Refusal::new(status, NOT_HERE, not_here))
    }

    fn copy(&self) -> Box<dyn Judge<'s> + 's> {
        Box::new(self.clone())
    }

    fn doubts(&self) -> Vec<String> {
        if !self.is_unsure.load(Ordering::Relaxed) {
            return Vec::new();
        }
        if !self.doubts.is_empty() {
            return self.doubts.clone();
        }
        vec![
            "parts and shares of devices, devices that become ready later, and expressions that choose devices are not judged"
                .to_owned(),
        ]
    }
}
