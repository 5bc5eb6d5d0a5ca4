//! Removals that race with other clients.

use kubecheck_test_support::{ControlPlane, races};
use libtest_mimic::{Failed, Trial};

use crate::expect::equal;
use crate::process;

/// How many here; `cargo xtask soak finalizers` runs many more.
const RACES: usize = 50;

pub(super) fn trials() -> Vec<Trial> {
    vec![Trial::test("live/finalizers/remove races and loses nobody's finalizer", race)]
}

fn race() -> Result<(), Failed> {
    let program = process::programs().join("kubectl-finalizers");
    let tally = races::removals(ControlPlane::shared(), &program, RACES);
    equal("wrong", &tally.wrong, &Vec::new())?;
    equal("ends", tally.done + tally.already + tally.changed, RACES)?;
    // What never met another client proves nothing.
    if tally.changes < RACES || tally.made_again == 0 || tally.done == 0 {
        return Err(format!("these were no races:\n{tally}").into());
    }
    Ok(())
}
