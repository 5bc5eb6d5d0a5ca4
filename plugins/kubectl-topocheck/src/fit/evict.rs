//! The fewest pods of a node that would have to go to leave room.

use std::sync::Arc;

use super::edit::is_daemon;
use crate::schedule::node::NodeInfo;
use crate::schedule::pod::PodInfo;
use crate::schedule::preempt;
use crate::schedule::resources::Resources;
use crate::schedule::snapshot::Snapshot;

/// Up to so many pods the fewest are found exactly.
const EXACT: usize = 20;
/// So many sets are begun at most; beyond, what is found need not be the fewest.
const STEPS: usize = 2_000;

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
pub fn fewest(
    node: &NodeInfo,
    pod: &PodInfo,
    snapshot: &Snapshot,
    missing: &Missing,
    gone: &[String],
) -> Option<Victims> {
    let is_gone = |other: &Arc<PodInfo>| gone.contains(&other.pod.key());
    let mut freed = Resources::default();
    node.pods.iter().filter(|other| is_gone(other)).for_each(|other| freed.add(&other.held, 1));
    let mut possible: Vec<&Arc<PodInfo>> =
        node.pods.iter().filter(|other| !is_gone(other) && may_go(other, pod, snapshot)).collect();
    // What matters least is tried first, and of that what frees most.
    let weight =
        |other: &PodInfo| missing.resources.iter().map(|(name, _)| other.held.get(name)).sum::<i64>();
    possible.sort_by_key(|other| (other.pod.priority(), std::cmp::Reverse(weight(other)), other.pod.key()));
    let already = gone.len();
    if missing.is_met(&freed, already) {
        return Some(Victims { pods: Vec::new(), is_fewest: true });
    }
    let exact = (possible.len() <= EXACT).then(|| {
        let mut steps = STEPS;
        let found = (1..=possible.len())
            .find_map(|size| choose(&possible, size, &freed, already, missing, &mut steps));
        // Whoever gave up has not seen all sets.
        found.map(Some).or((steps > 0).then_some(None))
    });
    let (chosen, is_fewest) = match exact.flatten() {
        Some(chosen) => (chosen, true),
        None => (greedy(&possible, freed, already, missing), false),
    };
    let pods = chosen?.into_iter().map(|other| other.pod.key()).collect();
    Some(Victims { pods, is_fewest })
}

/// Tells whether a pod may be asked to go for another: it does not belong to its node, does not matter more, is not going already, and no
/// budget says that it must stay: `kubectl delete` does not ask budgets.
pub(crate) fn may_go(other: &PodInfo, pod: &PodInfo, snapshot: &Snapshot) -> bool {
    !is_daemon(&other.pod)
        && other.pod.priority() <= pod.pod.priority()
        && !other.pod.metadata.is_deleted()
        && !other.is_supposed
        && !preempt::is_guarded(other, snapshot)
}

/// Finds a set of one size that leaves enough room, as long as there are steps left.
fn choose<'p>(
    possible: &[&'p Arc<PodInfo>],
    size: usize,
    freed: &Resources,
    already: usize,
    missing: &Missing,
    steps: &mut usize,
) -> Option<Vec<&'p Arc<PodInfo>>> {
    if size == 0 {
        return missing.is_met(freed, already).then(Vec::new);
    }
    if possible.len() < size || *steps == 0 || !is_possible(possible, size, freed, already, missing) {
        return None;
    }
    *steps -= 1;
    possible.iter().enumerate().find_map(|(at, other)| {
        let mut with = freed.clone();
        with.add(&other.held, 1);
        let mut rest = choose(&possible[at + 1..], size - 1, &with, already + 1, missing, steps)?;
        rest.insert(0, other);
        Some(rest)
    })
}

/// Tells whether so many pods could leave enough room, if each resource could have the largest of its own.
fn is_possible(
    possible: &[&Arc<PodInfo>],
    size: usize,
    freed: &Resources,
    already: usize,
    missing: &Missing,
) -> bool {
    let has = |(name, amount): &(String, i64)| {
        let mut all: Vec<i64> = possible.iter().map(|other| other.held.get(name)).collect();
        all.sort_unstable_by(|a, b| b.cmp(a));
        freed.get(name) + all.iter().take(size).sum::<i64>() >= *amount
    };
    i64::try_from(already + size).unwrap_or(i64::MAX) >= missing.places && missing.resources.iter().all(has)
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
