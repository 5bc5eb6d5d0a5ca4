//! The fields that several manage, in the whole cluster, one namespace or some kinds.

use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::kube::{self, Access, Depth, Wanted};
use kubecheck_core::model::query::Query;
use kubecheck_core::report::finding::{Counts, Gap, Report, Tool};

use super::{Args, access};
use crate::checks::RULES;
use crate::managers::cluster::{self, Found};
use crate::world::World;

/// Goes through all objects.
pub(super) fn run(args: &Args, output: &Output) -> Result<Exit, CliError> {
    let world = World::open(&args.world, &args.connection)?;
    let wanted = wanted(args, &world)?;
    if args.print_rbac {
        output.text(&role(args, &wanted))?;
        return Ok(Exit::Clean);
    }
    may_wait(args)?;
    report(args, &world, cluster::look(&world, &wanted, args.interval), output)
}

/// Refuses to watch for longer than a request may take.
pub(super) fn may_wait(args: &Args) -> Result<(), CliError> {
    match (args.interval, args.connection.timeout()) {
        (Some(interval), Some(timeout)) if interval >= timeout => Err(CliError::usage(format!(
            "a watch of {interval:?} takes longer than a request may, {timeout:?}"
        ))
        .hint("give requests more time with --request-timeout")),
        _ => Ok(()),
    }
}

/// Writes what was found as a report.
pub(super) fn report(args: &Args, world: &World, found: Found, output: &Output) -> Result<Exit, CliError> {
    let Found { mut findings, mut gaps, objects } = found;
    if objects == 0 && gaps.is_empty() {
        gaps.push(Gap {
            what: "no object was judged".to_owned(),
            why: "there is nothing where this looked".to_owned(),
            needed_for: vec!["every check".to_owned()],
            is_transient: false,
        });
    }
    findings.sort_by(|a, b| (a.rule.id, &a.place, &a.message).cmp(&(b.rule.id, &b.place, &b.message)));
    let scope = match args.namespaces.one() {
        Some(name) => format!(", namespace {name}"),
        None if world.is_whole() => ", all namespaces".to_owned(),
        None => String::new(),
    };
    let when = match args.interval {
        Some(interval) => format!(", watched for {interval:?}"),
        None if world.is_whole() => ", at one time".to_owned(),
        None => String::new(),
    };
    let report = Report {
        tool: Tool {
            name: "finalizers",
            version: env!("CARGO_PKG_VERSION"),
            target: format!("{}{scope}{when}", world.name()),
            configuration: None,
            rules: RULES,
        },
        findings,
        gaps,
        counts: Counts { objects, ..Counts::default() },
        ..Report::default()
    };
    output.report(&report)?;
    Ok(args.exit.policy(None).judge(&report))
}

/// Returns the lists to go through: of the kinds that were named, or of all.
fn wanted(args: &Args, world: &World) -> Result<Vec<Wanted>, CliError> {
    let namespace = args.namespaces.one();
    let Some(kinds) = args.object.first() else { return Ok(world.stored(namespace)) };
    let one = |kind: &str| {
        let of = world.find(&Query::parse(kind))?;
        Ok(Wanted { depth: Depth::Metadata, namespace: namespace.map(str::to_owned), ..of })
    };
    kinds.split(',').filter(|kind| !kind.is_empty()).map(one).collect()
}

fn role(args: &Args, wanted: &[Wanted]) -> String {
    let namespace = args.namespaces.one();
    let verbs: &[&'static str] = if args.interval.is_some() { &["list", "watch"] } else { &["list"] };
    let reads = wanted.iter().flat_map(|of| verbs.iter().map(|verb| access(of, verb, namespace)));
    let name = namespace.map_or(String::new(), |name| format!("-{name}"));
    kube::role(&format!("kubectl-finalizers-managers{name}"), &reads.collect::<Vec<Access>>())
}
