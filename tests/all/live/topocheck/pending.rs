//! `kubectl topocheck pending` beside the real scheduler: what it says is what the scheduler says, and what it proposes works.
//!
//! The trials share one control plane of their own, `pending/nodes.yaml` and what is beside it say what is there. They are not made
//! for others that would change it at the same time, so that one waits for the other.

mod messages;
mod patch;
mod pods;
mod proposals;
mod rights;
mod story;
mod what_if;

use libtest_mimic::Trial;

pub(super) fn trials() -> Vec<Trial> {
    [messages::trials(), proposals::trials(), what_if::trials(), rights::trials()]
        .into_iter()
        .flatten()
        .collect()
}
