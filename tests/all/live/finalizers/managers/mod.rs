//! `kubectl finalizers managers` on a real control plane.

mod contest;
mod predict;
mod vary;

use libtest_mimic::Trial;

pub(super) fn trials() -> Vec<Trial> {
    [predict::trials(), contest::trials()].into_iter().flatten().collect()
}
