//! `kubectl finalizers plan OBJ…`

use clap::Args as ClapArgs;
use kubecheck_core::cli::args::OutputArgs;
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::{CliError, Exit, start};
use kubecheck_core::kube::ConnectionArgs;
use kubecheck_core::report::finding::Gap;

use super::carry::{AgeArgs, BackupArgs};
use super::{rights, shown};
use crate::evidence::Investigator;
use crate::removal::{self, Cluster, Job, Named, Plan, Vault, holding, named, survey};
use crate::world::{World, WorldArgs};

const EXAMPLES: &str = "\
Examples:
  kubectl finalizers plan ns/shop > plan.yaml      # all that holds a namespace, hundreds of objects at once
  kubectl finalizers apply plan.yaml               # do it, after reading it
  kubectl finalizers plan pvc/a pvc/b -n shop      # some objects, everything that holds them
  kubectl finalizers plan ns/shop -o table         # for people

Exit codes:
  0  a plan that is safe
  1  something in it is not safe, or may not be done at all
  2  the command line is wrong: no such kind
  3  incomplete: something could not be read, or nobody can tell whether it is safe
  4  the server could not be reached; trying again may help";

/// The arguments of `plan`.
#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = EXAMPLES, mut_arg("output", |arg| arg.default_value("yaml")))]
pub(super) struct Args {
    /// The objects: kind/name … or kind name …; of a namespace all that holds it
    #[arg(value_name = "OBJ", num_args = 1.., required = true)]
    words: Vec<String>,
    #[command(flatten)]
    age: AgeArgs,
    #[command(flatten)]
    backup: BackupArgs,
    /// Print the role that this needs, and do nothing else
    #[arg(long)]
    print_rbac: bool,
    /// The namespace of the objects
    #[arg(short, long, value_name = "NAMESPACE", help_heading = "Cluster")]
    namespace: Option<String>,
    #[command(flatten)]
    connection: ConnectionArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// Writes the plan of what would take all finalizers off some objects.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let output = Output::new(&args.output)?;
    let world = World::open(&WorldArgs::default(), &args.connection)?;
    let found = named(&world, &args.words, args.namespace.as_deref())?;
    if args.print_rbac {
        output.text(&rights::to_remove(&world, &found, args.namespace.as_deref()))?;
        return Ok(Exit::Clean);
    }
    let vault = Vault::new(args.backup.backup_dir.as_deref())?;
    let (jobs, mut gaps) = jobs(&world, &found)?;
    let investigator = Investigator::new(&world);
    let surveyed = survey(&world, &investigator, &jobs, args.age.bounds());
    for gap in investigator.gaps() {
        if !gaps.contains(&gap) {
            gaps.push(gap);
        }
    }
    let surveyed: Vec<_> = removal::ranks(surveyed).into_iter().flatten().collect();
    let folder = vault.folder.display().to_string();
    let plan = Plan::new(Cluster::of(&world), &surveyed, &gaps, Some(folder));
    let to_do_it = "write it with -o yaml > plan.yaml, then: kubectl finalizers apply plan.yaml";
    shown::plan(&world, &plan, &surveyed, (&gaps, to_do_it), &output)
}

/// Finds out what is to go, and what of it could not be read.
fn jobs(world: &World, found: &[Named]) -> Result<(Vec<Job>, Vec<Gap>), CliError> {
    let (mut jobs, mut gaps) = (Vec::new(), Vec::new());
    for one in found {
        let Some((target, object)) = one.read(world)? else {
            start::say("note", &format!("{} is gone: already done", removal::shown(&one.target())));
            continue;
        };
        if one.is_namespace() {
            let (held, unread) = holding(world, one);
            let is_held = !held.is_empty();
            jobs.extend(held);
            gaps.extend(unread);
            // The namespace goes by itself as soon as its content does.
            if is_held {
                continue;
            }
        }
        let job = one.job(&target, &object);
        if job.finalizers.is_empty() {
            start::say("note", &format!("{} has no finalizers: already done", removal::shown(&target)));
        } else {
            jobs.push(job);
        }
    }
    Ok((jobs, gaps))
}
