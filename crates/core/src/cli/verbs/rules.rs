//! `kubectl PLUGIN rules`

use clap::Args as ClapArgs;

use super::Plugin;
use crate::check::rule::{Fixes, Rule};
use crate::cli::args::OutputArgs;
use crate::cli::output::Output;
use crate::cli::{CliError, Exit};
use crate::report::render::{self, Format};

/// The arguments of `rules`.
#[derive(ClapArgs, Clone, Debug)]
pub struct Args {
    #[command(flatten)]
    output: OutputArgs,
}

/// Lists the rules.
///
/// # Errors
/// A format that a list of rules does not have, or an answer that cannot be written.
pub fn run(plugin: &Plugin, args: &Args) -> Result<Exit, CliError> {
    let rules = plugin.rules;
    let output = Output::new(&args.output)?;
    match output.format() {
        Format::Table | Format::Wide => {
            let rows: Vec<Vec<String>> = rules.iter().map(|rule| row(rule)).collect();
            output.text(&render::table(&["ID", "RULE", "SEVERITY", "FINDS"], &rows, output.style()))?;
        }
        Format::Name => {
            output.text(&rules.iter().map(|rule| format!("{}\n", rule.name)).collect::<String>())?
        }
        Format::Sarif | Format::Github | Format::Junit | Format::Markdown => {
            return Err(CliError::usage("a list of rules has no sarif, github, junit or markdown output")
                .hint("use table, json, yaml, name or jsonpath=…"));
        }
        _ => output.value(&document(rules))?,
    }
    Ok(Exit::Clean)
}

fn row(rule: &Rule) -> Vec<String> {
    vec![rule.id.to_owned(), rule.name.to_owned(), rule.severity.to_string(), rule.summary.to_owned()]
}

/// Returns the rules as data: everything but their pages' text, which `explain` shows.
fn document(rules: &[&Rule]) -> serde_json::Value {
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
    let rules: Vec<serde_json::Value> = rules.iter().map(rule).collect();
    serde_json::json!({"apiVersion": "kubecheck/v1", "kind": "Rules", "rules": rules})
}
