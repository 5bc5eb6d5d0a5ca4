//! `kubectl finalizers owners`

mod object;
mod picture;
mod tree;

use clap::{Args as ClapArgs, ValueEnum};
use kubecheck_core::cli::args::{ExitArgs, OutputArgs};
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::kube::{Access, ConnectionArgs, NamespaceArgs, role};
use kubecheck_core::report::finding::{Counts, Finding, Gap, Report, Tool};

use crate::checks::{RULES, owner, owner_cycle};
use crate::owners::{self, Audit};
use crate::world::{World, WorldArgs};

const EXAMPLES: &str = "\
Examples:
  kubectl finalizers owners                            # references that lead nowhere, in the whole cluster
  kubectl finalizers owners -n shop -o json            # in one namespace
  kubectl finalizers owners -f dump.yaml               # in what kubectl get -o yaml printed
  kubectl finalizers owners deploy/web -n shop         # what owns an object, and what it owns
  kubectl finalizers owners deploy/web --if-deleted    # what goes with it, what stays, what blocks
  kubectl finalizers owners deploy/web -o mermaid      # as a picture; -o dot for Graphviz";

/// The arguments of `owners`.
#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// An object: kind/name, kind name or kind.group/name; otherwise all references are looked at
    #[arg(value_name = "OBJ", num_args = 0..=2)]
    object: Vec<String>,
    /// Say what becomes of the object and what it owns if it is deleted
    #[arg(long, value_name = "CASCADE", num_args = 0..=1, default_missing_value = "background", requires = "object")]
    if_deleted: Option<Cascade>,
    #[command(flatten)]
    world: WorldArgs,
    #[command(flatten)]
    namespaces: NamespaceArgs,
    /// Print the role that allows all that is read here, and do nothing else
    #[arg(long)]
    print_rbac: bool,
    #[command(flatten)]
    connection: ConnectionArgs,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    exit: ExitArgs,
}

/// How what an object owns is dealt with when it is deleted; the values of kubectl delete --cascade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Cascade {
    Background,
    Foreground,
    Orphan,
}

/// Looks at owner references.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let world = World::open(&args.world, &args.connection)?;
    let namespace = args.namespaces.one();
    if args.print_rbac {
        let output = Output::new(&args.output)?;
        let name = namespace.map_or("kubectl-finalizers-owners".to_owned(), |name| {
            format!("kubectl-finalizers-owners-{name}")
        });
        output.text(&role(&name, &accesses(&world, namespace)))?;
        return Ok(Exit::Clean);
    }
    if !args.object.is_empty() {
        let asked = object::Asked {
            words: &args.object,
            namespace,
            if_deleted: args.if_deleted,
            exit: args.exit.policy(None),
        };
        return object::run(&world, &asked, &args.output);
    }
    let output = Output::new(&args.output)?;
    let audit = owners::audit(&world, namespace);
    let report = report(&world, namespace, audit);
    output.report(&report)?;
    Ok(args.exit.policy(None).judge(&report))
}

/// Returns what is read: everything is listed, and what may be an owner is asked for by name.
fn accesses(world: &World, namespace: Option<&str>) -> Vec<Access> {
    let mut accesses = Vec::new();
    for wanted in world.stored(None) {
        let within = namespace.filter(|_| wanted.namespaced);
        let access = |verb| Access::Resource {
            group: wanted.group.clone(),
            resource: wanted.plural.clone(),
            verb,
            namespace: within.map(str::to_owned),
        };
        if namespace.is_none() || wanted.namespaced {
            accesses.push(access("list"));
        }
        accesses.push(access("get"));
    }
    accesses
}

fn report(world: &World, namespace: Option<&str>, audit: Audit) -> Report {
    let context = world.context();
    let claims = audit.claims.iter().map(|claim| owner::finding(claim, context));
    let circles = audit.circles.iter().map(|circle| owner_cycle::finding(circle, context));
    let mut findings: Vec<Finding> = claims.chain(circles).collect();
    findings.sort_by(|a, b| {
        let key = |finding: &Finding| {
            (finding.rule.id, finding.place.object.clone(), finding.place.pointer.clone())
        };
        key(a).cmp(&key(b))
    });
    let mut gaps = audit.gaps;
    if audit.objects == 0 && gaps.is_empty() {
        gaps.push(Gap {
            what: "no object was judged".to_owned(),
            why: format!("there is nothing in {}", scope(world, namespace)),
            needed_for: vec!["every check".to_owned()],
            is_transient: false,
        });
    }
    Report {
        tool: Tool {
            name: "finalizers",
            version: env!("CARGO_PKG_VERSION"),
            target: scope(world, namespace),
            configuration: None,
            rules: RULES,
        },
        findings,
        gaps,
        counts: Counts { objects: audit.objects, ..Counts::default() },
        ..Report::default()
    }
}

fn scope(world: &World, namespace: Option<&str>) -> String {
    let scope = namespace.map_or("all namespaces".to_owned(), |name| format!("namespace {name}"));
    format!("{}, {scope}", world.name())
}
