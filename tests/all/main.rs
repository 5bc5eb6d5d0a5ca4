//! The end-to-end tests of the suite: one binary, many trials.
//!
//! `cargo test -p kubecheck-tests -- cases/` runs the trials whose name contains a word. `UPDATE=1` rewrites what the
//! rule pages, the case files and the README say is printed; read the difference before you commit it.

mod cases;
mod catalogue;
mod closed;
mod contract;
mod diff;
mod emit;
mod expect;
mod fixes;
mod go;
mod live;
mod packaging;
mod pages;
mod process;
mod prometheus;
mod readme;
mod references;
mod slocheck;
mod suite;
mod tidy;
mod topocheck;
mod transcript;
mod worlds;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

fn main() -> ExitCode {
    let modules: &[fn() -> Vec<Trial>] = &[
        pages::trials,
        cases::trials,
        contract::trials,
        fixes::trials,
        readme::trials,
        tidy::trials,
        catalogue::trials,
        worlds::trials,
        closed::trials,
        references::trials,
        packaging::trials,
        prometheus::trials,
        emit::trials,
        slocheck::trials,
        topocheck::trials,
        live::trials,
    ];
    let trials: Vec<Trial> = modules.iter().flat_map(|trials| trials()).collect();
    let arguments = Arguments::from_args();
    live::start_early(&arguments, &trials);
    libtest_mimic::run(&arguments, trials).exit_code()
}
