//! `kubectl finalizers remove OBJ [FINALIZER]`

use clap::Args as ClapArgs;
use kubecheck_core::cli::args::OutputArgs;
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::{CliError, Exit, start};
use kubecheck_core::kube::ConnectionArgs;

use super::carry::{self, AgeArgs, BackupArgs, CarryArgs, Work};
use super::{rights, shown};
use crate::evidence::Investigator;
use crate::removal::{Cluster, Job, Named, Plan, Vault, named, survey};
use crate::world::{World, WorldArgs};

const EXAMPLES: &str = "\
Examples:
  kubectl finalizers remove pvc/data -n shop                    # the plan, with all that is known; nothing is written
  kubectl finalizers remove pvc/data -n shop --apply            # do it; asks, and more the more is lost
  kubectl finalizers remove widget/a example.com/x --apply --yes                         # in a script, if it is safe
  kubectl finalizers remove widget/a example.com/x --apply --accept-risk=cloud-leak      # if nobody can tell
  kubectl finalizers remove pvc/data --apply --accept-risk=data-loss --confirm=data      # if it is not
  kubectl finalizers remove ns/shop --apply --yes               # by /finalize, and only if nothing is left in it

Exit codes:
  0  done, or done already; a plan that is safe
  1  refused: not safe and not accepted, or denied by a webhook or the server
  2  the command line is wrong: no such finalizer, no such kind
  3  incomplete: no rights, or what it takes to judge could not be read
  4  the object changed again and again, or the server could not be reached; trying again may help";

/// The arguments of `remove`.
#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The object: kind/name, kind name or kind.group/name; and the finalizer, if there are several
    #[arg(value_name = "OBJ [FINALIZER]", num_args = 1..=3, required = true)]
    words: Vec<String>,
    /// Do it
    #[arg(long, help_heading = "Writing")]
    apply: bool,
    #[command(flatten)]
    age: AgeArgs,
    #[command(flatten)]
    carry: CarryArgs,
    #[command(flatten)]
    backup: BackupArgs,
    /// Print the role that this needs, and do nothing else
    #[arg(long)]
    print_rbac: bool,
    /// The namespace of the object
    #[arg(short, long, value_name = "NAMESPACE", help_heading = "Cluster")]
    namespace: Option<String>,
    #[command(flatten)]
    connection: ConnectionArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// Takes a finalizer off an object, or shows what that would be.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let output = Output::new(&args.output)?;
    if args.apply {
        carry::lines(&output)?;
    }
    let (object, finalizer) = split(&args.words)?;
    let world = World::open(&WorldArgs::default(), &args.connection)?;
    let found = named(&world, object, args.namespace.as_deref())?;
    let [one] = found.as_slice() else {
        return Err(CliError::usage("one object is named at a time").hint("plan takes several"));
    };
    if args.print_rbac {
        output.text(&rights::to_remove(&world, &found, args.namespace.as_deref()))?;
        return Ok(Exit::Clean);
    }
    let vault = Vault::new(args.backup.backup_dir.as_deref())?;
    let Some(job) = job(&world, one, finalizer, &vault)? else { return Ok(Exit::Clean) };
    let investigator = Investigator::new(&world);
    let surveyed = survey(&world, &investigator, &[job], args.age.bounds());
    let gaps = investigator.gaps();
    let folder = vault.folder.display().to_string();
    let plan = Plan::new(Cluster::of(&world), &surveyed, &gaps, Some(folder));
    if !args.apply {
        return shown::plan(&world, &plan, &surveyed, (&gaps, "--apply"), &output);
    }
    let work = Work { world: &world, plan, surveyed, bounds: args.age.bounds(), vault, most: None };
    carry::carry_out(work, &args.carry, &output)
}

/// Tells the words of an object from that of a finalizer.
fn split(words: &[String]) -> Result<(&[String], Option<&str>), CliError> {
    let length = if words.first().is_some_and(|word| word.contains('/')) { 1 } else { 2 };
    match words.get(length..) {
        Some([]) => Ok((words, None)),
        Some([finalizer]) => Ok((&words[..length], Some(finalizer))),
        _ => Err(CliError::usage(format!("{:?} names no object and one finalizer", words.join(" ")))
            .hint("write kind/name FINALIZER, or kind name FINALIZER")),
    }
}

/// Finds out what is to go; none if that is done already, which is told.
fn job(
    world: &World,
    named: &Named,
    finalizer: Option<&str>,
    vault: &Vault,
) -> Result<Option<Job>, CliError> {
    let Some((target, object)) = named.read(world)? else {
        start::say("note", &format!("{} is gone: already done", crate::removal::shown(&named.target())));
        return Ok(None);
    };
    let job = named.job(&target, &object);
    let name = crate::removal::shown(&target);
    let there = job.finalizers.join(", ");
    match (finalizer, job.finalizers.as_slice()) {
        (None, []) => {
            start::say("note", &format!("{name} has no finalizers: already done"));
            Ok(None)
        }
        (None, [_]) => Ok(Some(job)),
        (None, _) => Err(CliError::usage(format!("{name} has several finalizers: {there}"))
            .hint("name one behind the object")),
        (Some(wanted), names) if names.iter().any(|name| name == wanted) => {
            Ok(Some(Job { finalizers: vec![wanted.to_owned()], ..job }))
        }
        (Some(wanted), _) if vault.knows(&target, wanted) => {
            start::say("note", &format!("{wanted} was taken off {name} before: already done"));
            Ok(None)
        }
        (Some(wanted), []) => Err(CliError::usage(format!("{name} has no finalizer {wanted}, and no other"))),
        (Some(wanted), _) => {
            Err(CliError::usage(format!("{name} has no finalizer {wanted}")).hint(format!("it has {there}")))
        }
    }
}
