//! What has to be read for a rollout: first itself and its pods, then what tells why these are not available.

use std::collections::BTreeSet;

use super::{Rollout, State, create};
use crate::start::cause::{RefKind, What};
use crate::start::there::Place;
use crate::start::{Found, needs};
use crate::world::kinds::Kind;

/// What is read first.
pub const FIRST: [Kind; 3] = [Kind::Deployment, Kind::ReplicaSet, Kind::Pod];

/// What else may tell why pods are not available, in their namespace.
pub const MORE: [Kind; 8] = [
    Kind::Event,
    Kind::ConfigMap,
    Kind::Secret,
    Kind::ServiceAccount,
    Kind::PersistentVolumeClaim,
    Kind::Service,
    Kind::EndpointSlice,
    Kind::ResourceQuota,
];

/// What has to be read beyond what was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct More {
    /// Lists, each in its namespace or, where that is empty, everywhere.
    pub places: BTreeSet<Place>,
    /// ConfigMaps of which the keys are wanted, by namespace and name.
    pub maps: BTreeSet<(String, String)>,
    /// Whether the cluster has to be read as the scheduler sees it.
    pub scheduler: bool,
}

impl More {
    /// Adds what was read before.
    pub fn with(mut self, before: Option<&More>) -> More {
        if let Some(before) = before {
            self.places.extend(before.places.iter().cloned());
            self.maps.extend(before.maps.iter().cloned());
            self.scheduler |= before.scheduler;
        }
        self
    }
}

/// Causes of which events may tell more.
const VAGUE: [&str; 9] = [
    "starting",
    "crash-loop",
    "pod-not-started",
    "pod-no-node",
    "image-not-pulled",
    "probe-failing",
    "volume-not-mounted",
    "volume-not-attached",
    "sandbox-failed",
];

/// Returns what has to be read to know why pods of rollouts are not available.
pub fn more<'r>(rollouts: impl IntoIterator<Item = &'r Rollout>) -> More {
    let mut more = More::default();
    let mut found = Found::default();
    for rollout in rollouts.into_iter().filter(|rollout| rollout.state != State::Done) {
        let here = |kind: Kind| (kind, rollout.namespace.clone());
        // Where a Deployment has a condition, these have an event alone; so has one without a deadline whose ReplicaSet is refused.
        let is_short = rollout.replicas.current < rollout.replicas.desired;
        let is_unseen = rollout.kind == "Deployment" && rollout.blocking.is_empty();
        if rollout.kind != "Deployment" && is_short || is_unseen {
            more.places.insert(here(Kind::Event));
        }
        for cause in rollout.blocking.iter().map(|blocking| &blocking.cause) {
            if VAGUE.contains(&cause.rule) {
                more.places.insert(here(Kind::Event));
            }
            // It may be that nobody works on its node.
            if cause.rule == "pod-not-started" {
                more.places.insert((Kind::Node, String::new()));
            }
            // What a quota has been used for are all pods of the namespace.
            if create::is_of_quota(cause) {
                more.places.extend([here(Kind::ResourceQuota), here(Kind::Pod)]);
            }
            match cause.what() {
                Some(What::NoNode { .. }) => more.scheduler = true,
                Some(What::KeyMissing { of, .. }) if of.kind == RefKind::ConfigMap => {
                    more.maps.insert((rollout.namespace.clone(), of.name.clone()));
                }
                _ => {}
            }
            found.stuck.extend(cause.stuck.as_deref().cloned());
        }
    }
    more.places.extend(needs::of(&found));
    more
}
