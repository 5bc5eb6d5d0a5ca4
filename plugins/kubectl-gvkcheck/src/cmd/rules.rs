//! `kubectl gvkcheck rules`

use clap::Args as ClapArgs;
use kubecheck_core::check::rule::{Fixes, Rule};
use kubecheck_core::cli::args::OutputArgs;
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::report::render::{self, Format};

use crate::checks::RULES;

/// The arguments of `rules`.
#[derive(ClapArgs, Clone, Debug)]
pub(super) struct Args {
    #[command(flatten)]
    output: OutputArgs,
}

/// Lists the rules.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let output = Output::new(&args.output)?;
    match output.format() {
        Format::Table | Format::Wide => {
            let rows: Vec<Vec<String>> = RULES.iter().map(|rule| row(rule)).collect();
            output.text(&render::table(&["ID", "RULE", "SEVERITY", "FINDS"], &rows, output.style()))?;
        }
        Format::Name => {
            output.text(&RULES.iter().map(|rule| format!("{}\n", rule.name)).collect::<String>())?
        }
        Format::Sarif | Format::Github | Format::Junit | Format::Markdown => {
            return Err(CliError::usage("a list of rules has no sarif, github, junit or markdown output")
                .hint("use table, json, yaml, name or jsonpath=…"));
        }
        _ => output.value(&document())?,
    }
    Ok(Exit::Clean)
}

fn row(rule: &Rule) -> Vec<String> {
    vec![rule.id.to_owned(), rule.name.to_owned(), rule.severity.to_string(), rule.summary.to_owned()]
}

/// Returns the rules as data: everything but their pages' text, which `explain` shows.
fn document() -> serde_json::Value {
    let rule = |rule: &&Rule| {
        serde_json::json!({
            "id": rule.id,
            "name": rule.name,
            "severity": rule.severity.name(),
            "summary": rule.summary,
            "fixes": rule.fixes == Fixes::Sometimes,
            "since": rule.since,
        })
    };
    let rules: Vec<serde_json::Value> = RULES.iter().map(rule).collect();
    serde_json::json!({"apiVersion": "kubecheck/v1", "kind": "Rules", "rules": rules})
}
