//! `kubectl gvkcheck explain RULE`

use clap::Args as ClapArgs;
use kubecheck_core::cli::args::OutputArgs;
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::{CliError, Exit};

use crate::checks::RULES;
use crate::identity::names;

/// The arguments of `explain`.
#[derive(ClapArgs, Clone, Debug)]
pub(super) struct Args {
    /// The rule's name or id, such as wrong-group or GVK001
    #[arg(value_name = "RULE")]
    rule: String,
}

/// Shows the page of a rule.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let named = |rule: &&&_| -> bool {
        let rule: &kubecheck_core::check::rule::Rule = rule;
        rule.name == args.rule || rule.id.eq_ignore_ascii_case(&args.rule)
    };
    let Some(rule) = RULES.iter().find(named) else {
        let error = CliError::usage(format!("no rule is called {:?}", args.rule));
        let near = names::nearest(&args.rule, RULES.iter().map(|rule| rule.name));
        return Err(match near {
            Some(near) => error.hint(format!("did you mean {near}?")),
            None => error.hint("kubectl gvkcheck rules lists them"),
        });
    };
    Output::new(&OutputArgs { output: "table".to_owned(), ..OutputArgs::default() })?.text(rule.page)?;
    Ok(Exit::Clean)
}
