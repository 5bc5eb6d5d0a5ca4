//! `kubectl gvkcheck resolve [THING]`

use std::collections::BTreeSet;

use clap::Args as ClapArgs;
use kubecheck_catalog::Minor;
use kubecheck_core::cli::args::OutputArgs;
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::report::render::{self, Format};

use super::target::TargetArgs;
use crate::identity::names;
use crate::served::{self, Query, Served};

/// The arguments of `resolve`.
#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = "\
Examples:
  kubectl gvkcheck resolve deploy                  # a short name, a plural, a singular or a kind
  kubectl gvkcheck resolve apps/v1/deployments     # group, version and resource
  kubectl gvkcheck resolve ingresses.extensions --k8s 1.18
  kubectl gvkcheck resolve --namespaced=false --verbs=list -o name")]
pub(super) struct Args {
    /// What to look up: deploy, ConfigMap, deployments.apps, apps/v1/deployments, apps/v1; everything if not given
    #[arg(value_name = "THING")]
    thing: Option<String>,
    #[command(flatten)]
    target: TargetArgs,
    /// Only what is in a namespace, or with =false what is not
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    namespaced: Option<bool>,
    /// Only this group; empty for the core group
    #[arg(long, value_name = "GROUP")]
    api_group: Option<String>,
    /// Only what has all these verbs
    #[arg(long, value_name = "VERB", value_delimiter = ',')]
    verbs: Vec<String>,
    /// Only what is in all these categories
    #[arg(long, value_name = "CATEGORY", value_delimiter = ',')]
    categories: Vec<String>,
    /// Also what the API server only serves when it is switched on
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    output: OutputArgs,
}

/// Tells what a thing is, or lists everything.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let output = Output::new(&args.output)?;
    let target = args.target.minor(None)?;
    let query = args.thing.as_deref().map(Query::parse);
    // A thing that is asked for by name is told even if it is off; a list holds what is served.
    let everything = args.all || query.is_some();
    let mut found: Vec<Served> = served::at(target).into_iter().filter(|s| everything || s.enabled).collect();
    found.retain(|served| query.as_ref().is_none_or(|query| query.matches(served)));
    if let (Some(thing), true) = (&args.thing, found.is_empty()) {
        return Err(nothing(thing, target));
    }
    found.retain(|served| args.keeps(served));
    show(&found, target, &output)?;
    Ok(Exit::Clean)
}

impl Args {
    fn keeps(&self, served: &Served) -> bool {
        self.namespaced.is_none_or(|namespaced| served.namespaced == namespaced)
            && self.api_group.as_ref().is_none_or(|group| served.group == group)
            && self.verbs.iter().all(|verb| served.verbs.iter().any(|own| own == verb))
            && self.categories.iter().all(|category| served.categories.iter().any(|own| own == category))
    }
}

/// Says that there is no such thing: at this version, or at all.
fn nothing(thing: &str, target: Minor) -> CliError {
    let error = CliError::usage(format!("Kubernetes {target} serves nothing called {thing:?}"));
    let query = Query::parse(thing);
    let has = |at: &Minor| served::at(*at).iter().any(|served| query.matches(served));
    let minors: Vec<Minor> = Minor::all().filter(has).collect();
    if let (Some(first), Some(last)) = (minors.first(), minors.last()) {
        return error.hint(format!("Kubernetes {first} to {last} do; ask with --k8s {last}"));
    }
    let kinds = served::at(target);
    let full = kinds.iter().flat_map(|served| [served.kind, served.resource]);
    let words = full.chain(kinds.iter().flat_map(|served| served.short_names.iter().copied()));
    match names::nearest(thing, words) {
        Some(near) => error.hint(format!("did you mean {near}?")),
        None => error.hint("kubectl gvkcheck resolve lists everything; custom kinds are not known offline"),
    }
}

fn show(found: &[Served], target: Minor, output: &Output) -> Result<(), CliError> {
    match output.format() {
        Format::Table | Format::Wide => {
            let wide = *output.format() == Format::Wide;
            output.text(&render::table(columns(wide), &rows(found, wide), output.style()))
        }
        Format::Name => {
            let mut told = BTreeSet::new();
            let names = found.iter().map(Served::qualified).filter(|name| told.insert(name.clone()));
            output.text(&names.map(|name| name + "\n").collect::<String>())
        }
        Format::Sarif | Format::Github | Format::Junit | Format::Markdown => Err(CliError::usage(
            "resolve finds nothing wrong, so it has no sarif, github, junit or markdown output",
        )
        .hint("use table, wide, json, yaml, name or jsonpath=…")),
        _ => output.value(&served::document(found, target)),
    }
}

/// kubectl's columns of `api-resources`, with the life of each version.
fn columns(wide: bool) -> &'static [&'static str] {
    const COLUMNS: [&str; 9] = [
        "NAME",
        "SHORTNAMES",
        "APIVERSION",
        "NAMESPACED",
        "KIND",
        "STATUS",
        "VERBS",
        "CATEGORIES",
        "SUBRESOURCES",
    ];
    if wide { &COLUMNS } else { &COLUMNS[..6] }
}

fn rows(found: &[Served], wide: bool) -> Vec<Vec<String>> {
    let row = |served: &Served| {
        let mut row = vec![
            served.resource.to_owned(),
            served.short_names.join(","),
            served.api_version.clone(),
            served.namespaced.to_string(),
            served.kind.to_owned(),
            served.status(),
        ];
        if wide {
            row.extend([served.verbs.join(","), served.categories.join(","), served.subresources.join(",")]);
        }
        row
    };
    found.iter().map(row).collect()
}
