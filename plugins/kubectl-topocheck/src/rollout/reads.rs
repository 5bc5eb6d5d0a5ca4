//! What has to be read for a rollout: first itself and its pods, then what tells why these are not available.

use std::collections::BTreeSet;

use super::{Rollout, State, cause, create};
use crate::world::kinds::Kind;

/// What is read first.
pub const FIRST: [Kind; 3] = [Kind::Deployment, Kind::ReplicaSet, Kind::Pod];

/// What else tells why pods are not available.
pub const MORE: [Kind; 4] = [Kind::Event, Kind::ConfigMap, Kind::Secret, Kind::ResourceQuota];

/// What has to be read beyond what was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct More {
    /// Kinds, in the namespaces of the rollouts.
    pub kinds: BTreeSet<Kind>,
    /// Whether the cluster has to be read as the scheduler sees it.
    pub scheduler: bool,
}

/// Causes of which events may tell more.
const VAGUE: [&str; 6] =
    ["starting", "pulling", "not-ready", "image-not-pulled", "volume-or-sandbox", "unschedulable"];

/// Returns what has to be read to know why pods of rollouts are not available.
pub fn more<'r>(rollouts: impl IntoIterator<Item = &'r Rollout>) -> More {
    let mut more = More::default();
    for rollout in rollouts.into_iter().filter(|rollout| rollout.state != State::Done) {
        // Where a Deployment has a condition, these have an event alone.
        if rollout.kind != "Deployment" && rollout.replicas.current < rollout.replicas.desired {
            more.kinds.insert(Kind::Event);
        }
        for cause in rollout.blocking.iter().map(|blocking| &blocking.cause) {
            if VAGUE.contains(&cause.rule) {
                more.kinds.insert(Kind::Event);
            }
            more.scheduler |= cause.rule == "unschedulable";
            more.kinds.extend(cause::lacks(cause).into_iter().chain(create::lacks(cause)));
        }
    }
    more
}
