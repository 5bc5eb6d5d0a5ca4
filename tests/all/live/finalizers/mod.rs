//! `kubectl finalizers` on a real control plane.

mod drift;
mod evidence;
pub(crate) mod grant;
mod managers;
mod owners;
mod remove;
mod stalls;
mod why;

use libtest_mimic::Trial;

pub(crate) use drift::example as drift_example;

pub(super) fn trials() -> Vec<Trial> {
    let parts = [
        evidence::trials(),
        why::trials(),
        remove::trials(),
        owners::trials(),
        managers::trials(),
        stalls::trials(),
        drift::trials(),
    ];
    parts.into_iter().flatten().collect()
}
