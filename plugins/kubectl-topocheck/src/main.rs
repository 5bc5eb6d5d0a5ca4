//! `kubectl topocheck`: why isn't it running, and who can reach it?

use std::process::ExitCode;

use kubecheck_core::cli::start;
use kubectl_topocheck::cmd;

fn main() -> ExitCode {
    start::start(cmd::parse, cmd::run)
}
