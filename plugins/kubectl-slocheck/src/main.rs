//! `kubectl slocheck`: may we release, and what is burning?

use std::process::ExitCode;

use kubecheck_core::cli::start;
use kubectl_slocheck::cmd;

fn main() -> ExitCode {
    start::start(cmd::parse, cmd::run)
}
