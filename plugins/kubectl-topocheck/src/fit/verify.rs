//! Tries edits on copies of pod and cluster.

use std::sync::Arc;

use rayon::prelude::*;

use super::Candidate;
use super::edit::Edit;
use crate::schedule::pod::PodInfo;
use crate::schedule::snapshot::Snapshot;
use crate::schedule::verdict::Trial;

/// Returns the nodes on which a pod fits after some edits: all filters are run again on the edited copies.
pub fn opens(pod: &PodInfo, snapshot: &Snapshot, edits: &[Edit]) -> Vec<String> {
    let (pod, snapshot) = edited(pod, snapshot, edits);
    let trial = Trial::new(&pod, &snapshot);
    if !trial.everywhere.is_empty() {
        return Vec::new();
    }
    let left = trial.narrowed();
    let open =
        snapshot.nodes.par_iter().filter(|node| left.keeps(node.name()) && trial.judge(node).is_empty());
    open.map(|node| node.name().to_owned()).collect()
}

/// Tells whether no edit could be left out: without any one of them the node stays closed.
pub(crate) fn is_needed(pod: &PodInfo, snapshot: &Snapshot, candidate: &Candidate) -> bool {
    let without = |left_out: usize| -> Vec<Edit> {
        let rest = candidate.edits.iter().enumerate().filter(|(at, _)| *at != left_out);
        rest.map(|(_, edit)| edit.clone()).collect()
    };
    let opens = |edits: &[Edit]| {
        let (pod, snapshot) = edited(pod, snapshot, edits);
        snapshot.node(&candidate.node).is_some_and(|node| Trial::new(&pod, &snapshot).fits(node))
    };
    candidate.edits.len() < 2 || (0..candidate.edits.len()).all(|at| !opens(&without(at)))
}

/// Makes edits on copies.
pub fn edited(pod: &PodInfo, snapshot: &Snapshot, edits: &[Edit]) -> (PodInfo, Snapshot) {
    let mut changed = pod.pod.as_ref().clone();
    edits.iter().for_each(|edit| edit.on_pod(&mut changed));
    let snapshot = edits.iter().fold(snapshot.clone(), |snapshot, edit| edit.on_cluster(&snapshot));
    (PodInfo::new(Arc::new(changed), &snapshot.features), snapshot)
}
