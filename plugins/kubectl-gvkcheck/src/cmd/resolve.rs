//! `kubectl gvkcheck resolve [THING]`

use std::collections::BTreeSet;

use clap::Args as ClapArgs;
use kubecheck_catalog::Minor;
use kubecheck_core::cli::args::OutputArgs;
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::{CliError, Exit, start};
use kubecheck_core::kube::{ConnectionArgs, Freshness};
use kubecheck_core::report::finding::Gap;
use kubecheck_core::report::render::{self, Format};

use super::live::Live;
use super::target::TargetArgs;
use crate::identity::{names, verdict};
use crate::served::{self, Registration, Served};
use kubecheck_core::model::query::Query;

/// The arguments of `resolve`.
#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = "\
Examples:
  kubectl gvkcheck resolve deploy                  # a short name, a plural, a singular or a kind
  kubectl gvkcheck resolve apps/v1/deployments     # group, version and resource
  kubectl gvkcheck resolve ingresses.extensions --k8s 1.18
  kubectl gvkcheck resolve --namespaced=false --verbs=list -o name
  kubectl gvkcheck resolve ConfigMap --groups      # which groups have it, and which do not
  kubectl gvkcheck resolve --live                  # what the cluster serves, custom kinds too")]
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
    #[arg(long, conflicts_with = "live")]
    all: bool,
    /// Tell of every version of every group whether it has the thing
    #[arg(long, requires = "thing")]
    groups: bool,
    /// Ask a cluster what it serves, instead of the catalogue
    #[arg(long, conflicts_with = "k8s")]
    live: bool,
    #[command(flatten)]
    connection: ConnectionArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// Tells what a thing is, or lists everything.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let output = Output::new(&args.output)?;
    let query = args.thing.as_deref().map(Query::parse);
    let mut world = world(args)?;
    if query.as_ref().is_some_and(|query| !args.groups && world.rows.iter().any(|row| row.is(query))) {
        // What was asked for is known.
        world.gaps.clear();
    }
    for gap in &world.gaps {
        start::say("gap", &format!("{}: {}", gap.what, gap.why));
    }
    // A thing that is asked for by name is told even if it is off; a list holds what is served.
    let everything = args.all || query.is_some();
    let mut found: Vec<Served> = world.rows.iter().filter(|s| everything || s.enabled).cloned().collect();
    found.retain(|served| query.as_ref().is_none_or(|query| served.is(query)));
    if let (Some(thing), true) = (&args.thing, found.is_empty()) {
        // What a group has that did not answer is not known.
        return Err(if world.gaps.is_empty() {
            nothing(thing, &world)
        } else {
            nothing(thing, &world).exiting(Exit::Incomplete)
        });
    }
    found.retain(|served| args.keeps(served));
    if args.groups {
        groups(&served::registrations(&world.rows, &found), &world, &output)?;
    } else {
        show(&found, &world.name, &output)?;
    }
    Ok(if world.gaps.is_empty() { Exit::Clean } else { Exit::Incomplete })
}

/// What is served: by a version of Kubernetes, or by a cluster.
struct World {
    rows: Vec<Served>,
    /// The version to say more of; of a cluster the nearest that is known.
    target: Minor,
    name: String,
    is_live: bool,
    gaps: Vec<Gap>,
}

fn world(args: &Args) -> Result<World, CliError> {
    if !args.live {
        let target = args.target.minor(None)?;
        let (rows, name) = (served::at(target), target.to_string());
        return Ok(World { rows, target, name, is_live: false, gaps: Vec::new() });
    }
    let live = Live::new(&args.connection)?;
    let mut served = live.cluster.discover(Freshness::Cached)?.served;
    let has = |rows: &[Served]| {
        let query = args.thing.as_deref().map(Query::parse);
        query.is_none_or(|query| rows.iter().any(|row| row.is(&query)))
    };
    let mut rows = served::on(&served, live.target);
    if args.thing.is_none() || !has(&rows) {
        // A list is told as it is now, and nothing is called missing on old ground.
        served = live.cluster.discover(Freshness::Now)?.served;
        rows = served::on(&served, live.target);
    }
    let gaps = served.unknown().map(|(group, version, why)| Gap {
        what: verdict::api_version(&group.name, &version.name),
        why: why.to_owned(),
        ..Gap::default()
    });
    Ok(World { rows, target: live.target, name: live.name(), is_live: true, gaps: gaps.collect() })
}

fn groups(found: &[Registration], world: &World, output: &Output) -> Result<(), CliError> {
    match output.format() {
        Format::Table | Format::Wide => {
            let rows =
                found.iter().map(|one| vec![one.api_version.clone(), one.status.clone()]).collect::<Vec<_>>();
            output.text(&render::table(&["APIVERSION", "STATUS"], &rows, output.style()))
        }
        Format::Name => {
            let names = found.iter().filter(|one| one.served).map(|one| format!("{}\n", one.api_version));
            output.text(&names.collect::<String>())
        }
        Format::Sarif | Format::Github | Format::Junit | Format::Markdown => Err(no_findings()),
        _ => output.value(&serde_json::json!({
            "apiVersion": "kubecheck/v1",
            "kind": "Registrations",
            "tool": {"name": "gvkcheck", "version": env!("CARGO_PKG_VERSION"), "target": world.name},
            "groups": found,
        })),
    }
}

fn no_findings() -> CliError {
    CliError::usage("resolve finds nothing wrong, so it has no sarif, github, junit or markdown output")
        .hint("use table, wide, json, yaml, name or jsonpath=…")
}

impl Args {
    fn keeps(&self, served: &Served) -> bool {
        self.namespaced.is_none_or(|namespaced| served.namespaced == namespaced)
            && self.api_group.as_ref().is_none_or(|group| served.group == *group)
            && self.verbs.iter().all(|verb| served.verbs.iter().any(|own| own == verb))
            && self.categories.iter().all(|category| served.categories.iter().any(|own| own == category))
    }
}

/// Says that there is no such thing: at this version, or at all.
fn nothing(thing: &str, world: &World) -> CliError {
    let target = world.target;
    let who = if world.is_live { world.name.clone() } else { format!("Kubernetes {target}") };
    let error = CliError::usage(format!("{who} serves nothing called {thing:?}"));
    let query = Query::parse(thing);
    let has = |at: &Minor| served::at(*at).iter().any(|served| served.is(&query));
    let minors: Vec<Minor> = Minor::all().filter(has).collect();
    if world.is_live && minors.contains(&target) {
        return error.hint(format!("Kubernetes {target} has it; it is switched off on this server"));
    }
    if let (Some(first), Some(last)) = (minors.first(), minors.last()) {
        return error.hint(format!("Kubernetes {first} to {last} do; ask with --k8s {last}"));
    }
    let full = world.rows.iter().flat_map(|served| [served.kind.as_str(), served.resource.as_str()]);
    let words =
        full.chain(world.rows.iter().flat_map(|served| served.short_names.iter().map(String::as_str)));
    match names::nearest(thing, words) {
        Some(near) => error.hint(format!("did you mean {near}?")),
        None if world.is_live => error.hint("kubectl gvkcheck resolve --live lists everything"),
        None => error.hint("kubectl gvkcheck resolve lists everything; custom kinds are known with --live"),
    }
}

fn show(found: &[Served], target: &str, output: &Output) -> Result<(), CliError> {
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
        Format::Sarif | Format::Github | Format::Junit | Format::Markdown => Err(no_findings()),
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
            served.resource.clone(),
            served.short_names.join(","),
            served.api_version.clone(),
            served.namespaced.to_string(),
            served.kind.clone(),
            served.status(),
        ];
        if wide {
            row.extend([served.verbs.join(","), served.categories.join(","), served.subresources.join(",")]);
        }
        row
    };
    found.iter().map(row).collect()
}
