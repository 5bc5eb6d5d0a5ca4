//! `kubectl topocheck` beside the real scheduler.

mod worlds;

use libtest_mimic::Trial;

/// Every trial of the plugin beside the real scheduler.
pub(crate) fn trials() -> Vec<Trial> {
    worlds::trials()
}
