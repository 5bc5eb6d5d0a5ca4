//! What the Deployment controller does next: its own arithmetic on what it sees.
//!
//! Sources: `pkg/controller/deployment/deployment_controller.go` (`syncDeployment`), `rolling.go`, `recreate.go`, `sync.go` (`scale`,
//! `isScalingEvent`), `util/deployment_util.go` (`NewRSNewReplicas`).

use super::bounds::Bounds;
use super::sets::{DESIRED, Set, Sets};
use crate::model::workload::Workload;

/// What the controller does next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// It has not looked at the newest version of the Deployment yet.
    Observe,
    /// The number of pods that are wanted changed: it sizes all ReplicaSets anew.
    Scale,
    /// It makes the ReplicaSet of the template.
    Create,
    /// It gives ReplicaSets other sizes.
    Size(Vec<Sized>),
    /// It waits until the pods of the old template are gone.
    WaitForOld,
    /// It does nothing before something else changes.
    Nothing,
}

/// A ReplicaSet that gets another size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sized {
    /// The ReplicaSet.
    pub set: String,
    /// How many pods it was to have.
    pub from: i64,
    /// How many it is to have.
    pub to: i64,
}

impl Sized {
    fn new(set: &Set, to: i64) -> Sized {
        Sized { set: set.name().to_owned(), from: set.wanted(), to }
    }
}

/// Returns what the controller does next.
pub fn next(deployment: &Workload, sets: &Sets) -> Step {
    let wanted = deployment.spec.replicas.unwrap_or(1);
    if deployment.status.observed_generation < deployment.metadata.generation {
        return Step::Observe;
    }
    if deployment.spec.paused {
        return if is_to_be_scaled(sets, wanted) { Step::Scale } else { Step::Nothing };
    }
    if sets.active().any(|set| desired(set).is_some_and(|desired| desired != wanted)) {
        return Step::Scale;
    }
    match Bounds::of(&deployment.spec) {
        Some(bounds) => rolling(sets, wanted, &bounds),
        None => recreate(sets, wanted),
    }
}

/// Returns the number of pods that the Deployment wanted when its controller sized a ReplicaSet last.
fn desired(set: &Set) -> Option<i64> {
    set.workload.metadata.annotations.get(DESIRED)?.parse().ok().filter(|desired| *desired >= 0)
}

/// Tells whether a paused Deployment is sized anew (`scale`): the one ReplicaSet with pods must have all that are wanted; several
/// share them, and as far as each says what was wanted they know.
fn is_to_be_scaled(sets: &Sets, wanted: i64) -> bool {
    let active: Vec<&Set> = sets.active().collect();
    match active.as_slice() {
        // The newest of those without pods gets all.
        [] => wanted > 0 && sets.all().next().is_some(),
        [one] => one.wanted() != wanted,
        several => several.iter().any(|set| desired(set).is_some_and(|desired| desired != wanted)),
    }
}

fn rolling(sets: &Sets, wanted: i64, bounds: &Bounds) -> Step {
    let Some(new) = &sets.new else { return Step::Create };
    let all = sets.wanted();
    let size = match new.wanted() {
        own if own >= wanted => wanted,
        own if all >= bounds.most() => own,
        own => own + (bounds.most() - all).min(wanted - own),
    };
    if size != new.wanted() {
        return Step::Size(vec![Sized::new(new, size)]);
    }
    let old: i64 = sets.old.iter().map(Set::wanted).sum();
    let room = room(sets, bounds);
    if old == 0 || room <= 0 {
        return Step::Nothing;
    }
    let sized = shrink(sets, bounds, room);
    if sized.is_empty() { Step::Nothing } else { Step::Size(sized) }
}

/// Returns how many pods of the old template may go at most; 0 or less is none (`reconcileOldReplicaSets`).
pub fn room(sets: &Sets, bounds: &Bounds) -> i64 {
    let unavailable =
        sets.new.as_ref().map_or(0, |new| new.wanted() - new.workload.status.available_replicas);
    sets.wanted() - bounds.fewest() - unavailable
}

/// Takes pods from the old ReplicaSets: first those that are not available, then as many as the bounds allow.
fn shrink(sets: &Sets, bounds: &Bounds, room: i64) -> Vec<Sized> {
    let old: Vec<&Set> = sets.old.iter().filter(|set| set.wanted() > 0).collect();
    let mut sizes: Vec<i64> = old.iter().map(|set| set.wanted()).collect();
    let mut gone = 0;
    for (set, size) in old.iter().zip(&mut sizes) {
        let unavailable = *size - set.workload.status.available_replicas;
        let taken = unavailable.min(room - gone);
        if unavailable != 0 && gone < room {
            *size -= taken;
            gone += taken;
        }
    }
    let mut left = sets.available() - bounds.fewest();
    for size in &mut sizes {
        let taken = (*size).min(left).max(0);
        *size -= taken;
        left -= taken;
    }
    let changed = old.into_iter().zip(sizes).filter(|(set, size)| set.wanted() != *size);
    changed.map(|(set, size)| Sized::new(set, size)).collect()
}

fn recreate(sets: &Sets, wanted: i64) -> Step {
    let old: Vec<Sized> =
        sets.old.iter().filter(|set| set.wanted() > 0).map(|set| Sized::new(set, 0)).collect();
    if !old.is_empty() {
        return Step::Size(old);
    }
    // Pods that are being deleted count here, unlike elsewhere: none of the old may run beside one of the new.
    let runs = |set: &Set| set.workload.status.replicas > 0 || set.pods.iter().any(|pod| !pod.is_terminal());
    if sets.old.iter().any(runs) {
        return Step::WaitForOld;
    }
    match &sets.new {
        None => Step::Create,
        Some(new) if new.wanted() != wanted => Step::Size(vec![Sized::new(new, wanted)]),
        Some(_) => Step::Nothing,
    }
}

#[cfg(test)]
mod tests;
