//! `kubectl finalizers`: why won't it go away, and who is fighting over it?

use std::process::ExitCode;

use kubecheck_core::cli::start;
use kubectl_finalizers::cmd;

fn main() -> ExitCode {
    start::start(cmd::parse, cmd::run)
}
