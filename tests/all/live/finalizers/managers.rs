//! `kubectl finalizers managers` on a real control plane.

use libtest_mimic::Trial;

pub(super) fn trials() -> Vec<Trial> {
    Vec::new()
}
