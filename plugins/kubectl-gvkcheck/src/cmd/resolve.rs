//! `kubectl gvkcheck resolve [THING]`

use clap::Args as ClapArgs;
use kubecheck_core::cli::{CliError, Exit};

/// The arguments of `resolve`.
#[derive(ClapArgs, Clone, Debug)]
pub struct Args {}

/// Tells what a thing is.
pub fn run(_: &Args) -> Result<Exit, CliError> {
    Ok(Exit::Clean)
}
