//! `kubectl gvkcheck rules`

use clap::Args as ClapArgs;
use kubecheck_core::cli::args::OutputArgs;
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::report::render;

use crate::checks::RULES;

/// The arguments of `rules`.
#[derive(ClapArgs, Clone, Debug)]
pub struct Args {
    #[command(flatten)]
    output: OutputArgs,
}

/// Lists the rules.
pub fn run(args: &Args) -> Result<Exit, CliError> {
    let output = Output::new(&args.output)?;
    let row = |rule: &&'static kubecheck_core::check::rule::Rule| {
        vec![rule.id.to_owned(), rule.name.to_owned(), rule.severity.to_string(), rule.summary.to_owned()]
    };
    let rows: Vec<Vec<String>> = RULES.iter().map(row).collect();
    output.text(&render::table(&["ID", "RULE", "SEVERITY", "FINDS"], &rows, output.style()))?;
    Ok(Exit::Clean)
}
