//! Tests on a real control plane. The first ones here are of the control plane itself: what its harness promises, each
//! promise kept by the real programs.

mod answers;
mod check;
mod cluster;
mod completion;
mod connection;
mod discovery;
mod etcd;
mod examples;
mod faults;
pub(crate) mod finalizers;
mod full;
mod lifetime;
mod matrix;
mod network;
mod plane;
mod prometheus;
mod topocheck;
mod user;
mod verdicts;

use std::thread;

use kubecheck_test_support::{ControlPlane, Prometheus};
use libtest_mimic::{Arguments, Trial};

pub(crate) use examples::example;
pub(crate) use finalizers::drift_example;

/// Every trial on a control plane.
pub(crate) fn trials() -> Vec<Trial> {
    let parts = [
        plane::trials(),
        prometheus::trials(),
        etcd::trials(),
        lifetime::trials(),
        faults::trials(),
        answers::trials(),
        completion::trials(),
        connection::trials(),
        discovery::trials(),
        matrix::trials(),
        network::trials(),
        full::trials(),
        verdicts::trials(),
        check::trials(),
        cluster::trials(),
        finalizers::trials(),
        topocheck::trials(),
    ];
    parts.into_iter().flatten().collect()
}

/// Starts what the chosen trials need while others run. If it does not start, they fail.
pub(crate) fn start_early(arguments: &Arguments, trials: &[Trial]) {
    let chosen = |prefix| {
        let trials = trials.iter().filter(|trial| trial.name().starts_with(prefix));
        !arguments.list && trials.into_iter().any(|trial| !arguments.is_filtered_out(trial))
    };
    if chosen("live/") {
        thread::spawn(ControlPlane::shared);
    }
    if chosen("prometheus/") || chosen("slocheck/") || chosen("live/slocheck") {
        thread::spawn(Prometheus::shared);
    }
    if chosen("live/full") {
        thread::spawn(ControlPlane::full);
    }
}
