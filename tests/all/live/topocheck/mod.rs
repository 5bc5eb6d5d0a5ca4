//! `kubectl topocheck` on a real control plane.

mod init;
mod pending;
mod pods;
mod rollout;
mod why;

use libtest_mimic::Trial;

pub(super) fn trials() -> Vec<Trial> {
    let parts = [pods::trials(), init::trials(), pending::trials(), rollout::trials(), why::trials()];
    parts.into_iter().flatten().collect()
}
