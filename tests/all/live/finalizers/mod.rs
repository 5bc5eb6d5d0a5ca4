//! `kubectl finalizers` on a real control plane.

mod drift;
mod managers;
mod owners;
mod remove;
mod stalls;
mod why;

use libtest_mimic::Trial;

pub(super) fn trials() -> Vec<Trial> {
    let parts = [
        why::trials(),
        remove::trials(),
        owners::trials(),
        managers::trials(),
        stalls::trials(),
        drift::trials(),
    ];
    parts.into_iter().flatten().collect()
}
