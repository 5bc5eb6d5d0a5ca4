//! `kubectl PLUGIN explain RULE`

use clap::Args as ClapArgs;

use super::Plugin;
use crate::check::rule::Rule;
use crate::cli::args::OutputArgs;
use crate::cli::output::Output;
use crate::cli::{CliError, Exit};
use crate::model::near;

/// The arguments of `explain`.
#[derive(ClapArgs, Clone, Debug)]
pub struct Args {
    /// The rule's name or id, as the verb rules lists them
    #[arg(value_name = "RULE")]
    rule: String,
}

/// Shows the page of a rule.
///
/// # Errors
/// A name that no rule has, or an answer that cannot be written.
pub fn run(plugin: &Plugin, args: &Args) -> Result<Exit, CliError> {
    let named = |rule: &&&Rule| rule.name == args.rule || rule.id.eq_ignore_ascii_case(&args.rule);
    let Some(rule) = plugin.rules.iter().find(named) else {
        let error = CliError::usage(format!("no rule is called {:?}", args.rule));
        let near = near::nearest(&args.rule, plugin.rules.iter().map(|rule| rule.name));
        return Err(match near {
            Some(near) => error.hint(format!("did you mean {near}?")),
            None => error.hint(format!("kubectl {} rules lists them", plugin.name)),
        });
    };
    Output::new(&OutputArgs { output: "table".to_owned(), ..OutputArgs::default() })?.text(rule.page)?;
    Ok(Exit::Clean)
}
