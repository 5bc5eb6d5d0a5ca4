//! `kubectl topocheck` on a real control plane.

mod init;
mod pods;
mod rollout;

use libtest_mimic::Trial;

pub(super) fn trials() -> Vec<Trial> {
    [pods::trials(), init::trials(), rollout::trials()].into_iter().flatten().collect()
}
