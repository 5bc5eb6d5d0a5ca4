//! `kubectl gvkcheck`: is this the API you think it is?

use std::process::ExitCode;

use kubecheck_core::cli::start;
use kubectl_gvkcheck::cmd;

fn main() -> ExitCode {
    start::start(cmd::parse, cmd::run)
}
