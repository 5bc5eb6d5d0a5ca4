//! `kubectl finalizers apply PLAN`

use clap::Args as ClapArgs;
use kubecheck_core::cli::args::OutputArgs;
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::kube::ConnectionArgs;

use super::carry::{self, AgeArgs, BackupArgs, CarryArgs, Work};
use super::rights;
use crate::evidence::Investigator;
use crate::removal::{Cluster, Job, Plan, Vault, of_step, survey};
use crate::world::{World, WorldArgs};

const EXAMPLES: &str = "\
Examples:
  kubectl finalizers plan ns/shop > plan.yaml
  kubectl finalizers apply plan.yaml                 # asks before it writes
  kubectl finalizers apply plan.yaml --yes --max 10 -o json    # ten steps of it, a line of JSON each
  kubectl finalizers apply plan.yaml --accept-risk=orphans     # what nobody can tell to be safe

Each object is read and judged anew; what the plan does not name is never touched. Children go before their owners, and
namespaces last. It stops at the first failure.

Exit codes:
  0  done, or done already
  1  refused: not safe and not accepted, or denied by a webhook or the server
  2  the file is no plan, or one for another cluster
  3  incomplete: no rights, or what it takes to judge could not be read
  4  an object changed again and again, or the server could not be reached; trying again may help";

/// The arguments of `apply`.
#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The plan; - is standard input
    #[arg(value_name = "PLAN", value_hint = clap::ValueHint::FilePath)]
    plan: String,
    /// Carry out this many steps at most
    #[arg(long, value_name = "N", help_heading = "Writing")]
    max: Option<usize>,
    /// Print the role that allows all that is read and written, and do nothing else
    #[arg(long)]
    print_rbac: bool,
    #[command(flatten)]
    age: AgeArgs,
    #[command(flatten)]
    carry: CarryArgs,
    #[command(flatten)]
    backup: BackupArgs,
    #[command(flatten)]
    connection: ConnectionArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// Carries a plan out.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let output = Output::new(&args.output)?;
    if !args.print_rbac {
        carry::lines(&output)?;
    }
    let read = Plan::read(&args.plan)?;
    let jobs = of_step(&args.plan, &read.steps)?;
    let world = World::open(&WorldArgs::default(), &args.connection)?;
    let cluster = Cluster::of(&world);
    if !read.cluster.is(&cluster) {
        let (context, server) = (&read.cluster.context, &read.cluster.server);
        return Err(CliError::usage(format!(
            "{}: this plan is for another cluster than {}",
            args.plan,
            world.name()
        ))
        .hint(format!("it is for context {context} ({server}); name it with --context")));
    }
    if args.print_rbac {
        output.text(&rights::to_remove(&world, &jobs.iter().map(Job::named).collect::<Vec<_>>(), None))?;
        return Ok(Exit::Clean);
    }
    let folder = args.backup.backup_dir.clone().or_else(|| read.backup.clone().map(Into::into));
    let vault = Vault::new(folder.as_deref())?;
    let investigator = Investigator::new(&world);
    let bounds = args.age.bounds();
    let surveyed = survey(&world, &investigator, &jobs, bounds);
    // What is known now stands in the backups, not what was known then.
    let plan = Plan::new(cluster, &surveyed, &investigator.gaps(), Some(vault.folder.display().to_string()));
    let work = Work { world: &world, plan, surveyed, bounds, vault, most: args.max };
    carry::carry_out(work, &args.carry, &output)
}
