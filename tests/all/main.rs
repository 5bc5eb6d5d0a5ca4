//! The end-to-end tests of the suite: one binary, many trials.
//!
//! `cargo test -p kubecheck-tests -- cases/` runs the trials whose name contains a word. `UPDATE=1` rewrites what the
//! rule pages, the case files and the README say is printed; read the difference before you commit it.

mod cases;
mod contract;
mod diff;
mod pages;
mod process;
mod readme;
mod tidy;
mod transcript;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

fn main() -> ExitCode {
    let mut trials: Vec<Trial> = Vec::new();
    trials.extend(pages::trials());
    trials.extend(cases::trials());
    trials.extend(contract::trials());
    trials.extend(readme::trials());
    trials.extend(tidy::trials());
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}
