//! Tests on a real control plane. The first ones here are of the control plane itself: what its harness promises, each
//! promise kept by the real programs.

mod faults;
mod full;
mod lifetime;
mod network;
mod plane;

use libtest_mimic::Trial;

/// Every trial on a control plane; the control plane starts with the first that runs.
pub(crate) fn trials() -> Vec<Trial> {
    let parts = [plane::trials(), lifetime::trials(), faults::trials(), network::trials(), full::trials()];
    parts.into_iter().flatten().collect()
}
