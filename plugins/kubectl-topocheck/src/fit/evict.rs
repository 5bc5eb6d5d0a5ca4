//! The fewest pods of a node that would have to go to leave room.

use std::sync::Arc;

use super::edit::is_daemon;
use crate::schedule::node::NodeInfo;
use crate::schedule::pod::PodInfo;
use crate::schedule::resources::Resources;

/// Up to so many pods the fewest are found exactly.
const EXACT: usize = 20;

/// Pods that would have to go.
#[derive(Clone, Debug, PartialEq)]
pub struct Victims {
    /// The pods: `namespace/name`.
    pub pods: Vec<String>,
    /// Whether no smaller set would do.
    pub is_fewest: bool,
}

/// What is missing on a node.
#[derive(Clone, Debug, Default)]
pub struct Missing {
    /// How much of each resource, by name.
    pub resources: Vec<(String, i64)>,
    /// How many places for pods.
    pub places: i64,
}

impl Missing {
    fn is_met(&self, gone: &Resources, pods: usize) -> bool {
        let has = |(name, amount): &(String, i64)| gone.get(name) >= *amount;
        i64::try_from(pods).unwrap_or(i64::MAX) >= self.places && self.resources.iter().all(has)
    }
}

/// Finds the fewest pods that leave enough room when they go; none if all together do not. Pods that belong to the node stay, as do
/// those of a higher priority than the pod that waits, and `gone` go anyway.
pub fn fewest(node: &NodeInfo, pod: &PodInfo, missing: &Missing, gone: &[String]) -> Option<Victims> {
    let is_gone = |other: &Arc<PodInfo>| gone.contains(&other.pod.key());
    let mut freed = Resources::default();
    node.pods.iter().filter(|other| is_gone(other)).for_each(|other| freed.add(&other.held, 1));
    let mut possible: Vec<&Arc<PodInfo>> =
        node.pods.iter().filter(|other| !is_gone(other) && may_go(other, pod)).collect();
    // What matters least is tried first, and of that what frees most.
    let weight =
        |other: &PodInfo| missing.resources.iter().map(|(name, _)| other.held.get(name)).sum::<i64>();
    possible.sort_by_key(|other| (other.pod.priority(), std::cmp::Reverse(weight(other)), other.pod.key()));
    let already = gone.len();
    if missing.is_met(&freed, already) {
        return Some(Victims { pods: Vec::new(), is_fewest: true });
    }
    let is_fewest = possible.len() <= EXACT;
    let chosen = if is_fewest {
        (1..=possible.len()).find_map(|size| choose(&possible, size, &freed, already, missing))
    } else {
        greedy(&possible, freed, already, missing)
    };
    let pods = chosen?.into_iter().map(|other| other.pod.key()).collect();
    Some(Victims { pods, is_fewest })
}

/// Tells whether a pod may be asked to go for another: it does not belong to its node, and does not matter more.
pub(crate) fn may_go(other: &PodInfo, pod: &PodInfo) -> bool {
    !is_daemon(&other.pod) && other.pod.priority() <= pod.pod.priority()
}

/// Finds a set of one size that leaves enough room.
fn choose<'p>(
    possible: &[&'p Arc<PodInfo>],
    size: usize,
    freed: &Resources,
    already: usize,
    missing: &Missing,
) -> Option<Vec<&'p Arc<PodInfo>>> {
    if size == 0 {
        return missing.is_met(freed, already).then(Vec::new);
    }
    // Even all that are left would not do.
    let mut all = freed.clone();
    possible.iter().for_each(|other| all.add(&other.held, 1));
    if possible.len() < size || !missing.is_met(&all, already + possible.len()) {
        return None;
    }
    possible.iter().enumerate().find_map(|(at, other)| {
        let mut with = freed.clone();
        with.add(&other.held, 1);
        let mut rest = choose(&possible[at + 1..], size - 1, &with, already + 1, missing)?;
        rest.insert(0, other);
        Some(rest)
    })
}

/// Takes one after the other until there is enough room.
fn greedy<'p>(
    possible: &[&'p Arc<PodInfo>],
    mut freed: Resources,
    already: usize,
    missing: &Missing,
) -> Option<Vec<&'p Arc<PodInfo>>> {
    let mut taken = Vec::new();
    for other in possible {
        let helps = |(name, amount): &(String, i64)| freed.get(name) < *amount && other.held.get(name) > 0;
        let is_place_missing = i64::try_from(already + taken.len()).unwrap_or(i64::MAX) < missing.places;
        if !is_place_missing && !missing.resources.iter().any(helps) {
            continue;
        }
        freed.add(&other.held, 1);
        taken.push(*other);
        if missing.is_met(&freed, already + taken.len()) {
            return Some(taken);
        }
    }
    None
}
