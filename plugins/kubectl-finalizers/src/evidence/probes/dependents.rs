//! Dependents of an object (`pkg/controller/garbagecollector/graph.go`, `blockingDependents`).

use super::Subject;
use crate::evidence::Blocker;
use crate::evidence::reads::Reads;
use crate::evidence::shown::{self, Shown};

/// Shows whether dependents are left, or only those that the owner waits for. Those of a namespaced owner are in its namespace.
pub(super) fn show(subject: Subject<'_>, reads: &Reads<'_>, blocking: bool) -> Shown {
    let contents = reads.contents(subject.namespace());
    let counts = contents.dependents(subject.uid()).iter().filter(|dependent| dependent.blocks || !blocking);
    let left: Vec<Blocker> = counts.map(|dependent| dependent.object.clone()).collect();
    let what = if blocking { "dependents that it waits for" } else { "dependents" };
    if !left.is_empty() {
        let names = shown::list(left.iter().map(Blocker::label).collect(), 3);
        let is = match (left.len(), blocking) {
            (1, true) => "belongs to it and blocks it (blockOwnerDeletion)",
            (_, true) => "belong to it and block it (blockOwnerDeletion)",
            (1, false) => "belongs to it",
            (_, false) => "belong to it",
        };
        return Shown::fails(format!("{names} {is}"), "owner references").because_of(left);
    }
    match contents.unread.first() {
        Some(why) => Shown::Unseen(format!("it may have {what}: {why}")),
        None => Shown::holds(format!("it has no {what}"), "owner references"),
    }
}
