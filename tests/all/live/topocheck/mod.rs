//! `kubectl topocheck` on a real control plane.

mod rollout;

use libtest_mimic::Trial;

pub(super) fn trials() -> Vec<Trial> {
    rollout::trials()
}
