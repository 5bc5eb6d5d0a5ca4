//! Tests on a real control plane. Those of the control plane itself are in `plane`.

mod plane;

use libtest_mimic::Trial;

/// Every trial on a control plane; the control plane starts with the first that runs.
pub(crate) fn trials() -> Vec<Trial> {
    plane::trials()
}
