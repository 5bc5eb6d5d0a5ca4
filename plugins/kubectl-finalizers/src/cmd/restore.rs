//! `kubectl finalizers restore FILE`

use clap::Args as ClapArgs;
use kubecheck_core::change::{Refusal, Run, Step, Writer};
use kubecheck_core::cli::args::OutputArgs;
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::{CliError, Exit, start};
use kubecheck_core::kube::{Access, ConnectionArgs, Fault, FaultKind, role};
use kubecheck_core::report::render::{Format, escape};

use super::carry;
use crate::removal::{self, Backup, Cluster, MANAGER, Plan, Restored, restored};
use crate::world::{World, WorldArgs};

const EXAMPLES: &str = "\
Examples:
  kubectl finalizers restore BACKUP.json           # what would be made; nothing is written
  kubectl finalizers restore BACKUP.json --apply   # make it; asks

A finalizer cannot be put back on an object that is being deleted: the API server forbids it. What can be done is to make
the object again once it is gone. It is a new object: its UID is another, and its status is for controllers to write.

Exit codes:
  0  made, or it could be
  1  refused: an object of that name is there, or a webhook or the server denies it
  2  the file is no backup
  3  incomplete: no rights, or nobody knows whether its owners are there
  4  the server could not be reached; trying again may help";

/// The arguments of `restore`.
#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The backup, as remove and apply write it
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    file: String,
    /// Make it
    #[arg(long, help_heading = "Writing")]
    apply: bool,
    /// Do not ask
    #[arg(short, long, help_heading = "Writing")]
    yes: bool,
    /// Print the role that this needs, and do nothing else
    #[arg(long)]
    print_rbac: bool,
    #[command(flatten)]
    connection: ConnectionArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// Makes an object again, or shows what that would be.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let output = Output::new(&args.output)?;
    let backup = Backup::read(&args.file)?;
    if args.print_rbac {
        let access = |verb| Access::Resource {
            group: backup.target.group().to_owned(),
            resource: backup.target.resource.clone(),
            verb,
            namespace: backup.target.namespace.clone(),
        };
        output.text(&role("kubectl-finalizers-restore", &[access("get"), access("create")]))?;
        return Ok(Exit::Clean);
    }
    let world = World::open(&WorldArgs::default(), &args.connection)?;
    let cluster = Cluster::of(&world);
    let name = removal::shown(&backup.target);
    if !backup.cluster.is(&cluster) {
        let (context, server) = (&backup.cluster.context, &backup.cluster.server);
        return Err(CliError::usage(format!(
            "{}: this backup is of another cluster than {}",
            args.file,
            world.name()
        ))
        .hint(format!("it is of context {context} ({server}); name it with --context")));
    }
    let Restored { step, without } = match restored(&world, &backup)? {
        Ok(restored) => restored,
        Err(refused) => {
            start::say("refused", &refused.why);
            refused.help.iter().for_each(|help| start::say("hint", help));
            return Ok(refused.exit);
        }
    };
    let Some(to) = world.cluster() else { return Err(CliError::usage("nothing is written to a dump")) };
    let writer = Writer::new(to, MANAGER);
    for lacking in &without {
        start::say("note", &format!("{name} comes back without {lacking}"));
    }
    if !args.apply {
        show(&output, &name, &Plan { steps: vec![step], cluster, ..backup.plan })?;
        return Ok(Exit::Clean);
    }
    if let Err(fault) = writer.send(&step, Run::Dry) {
        return Ok(told(&name, &step, &fault));
    }
    let agrees = args.yes || carry::may_ask() && carry::ask(&format!("make {name} again? Type yes"), "yes")?;
    if !agrees {
        start::say("refused", "nothing was written; --yes says yes");
        return Ok(Exit::Findings);
    }
    match writer.send(&step, Run::Real) {
        Ok(made) => {
            let uid = made["metadata"]["uid"].as_str().unwrap_or_default();
            output.text(&format!("made         {}, with the UID {}\n", escape(&name), escape(uid)))?;
            Ok(Exit::Clean)
        }
        Err(fault) => Ok(told(&name, &step, &fault)),
    }
}

/// Shows what would be made. A Secret's data is not shown.
fn show(output: &Output, name: &str, plan: &Plan) -> Result<(), CliError> {
    match output.format() {
        Format::Table | Format::Wide => {
            output.text(&format!("make {} again; nothing was written\nto do it: --apply\n", escape(name)))
        }
        Format::Name => output.text(&format!("{}\n", escape(name))),
        _ => {
            let mut document = serde_json::to_value(plan).unwrap_or_default();
            let body =
                document.pointer_mut("/steps/0/create/body").and_then(serde_json::Value::as_object_mut);
            if let Some(body) = body.filter(|body| body.get("kind").is_some_and(|kind| kind == "Secret")) {
                conceal(body);
            }
            output.value(&document)
        }
    }
}

/// Leaves of a Secret what tells which it is. Its data may stand in annotations too: kubectl apply writes it there.
fn conceal(body: &mut serde_json::Map<String, serde_json::Value>) {
    body.retain(|key, _| ["apiVersion", "kind", "type", "metadata"].contains(&key.as_str()));
    if let Some(metadata) = body.get_mut("metadata").and_then(serde_json::Value::as_object_mut) {
        metadata.remove("annotations");
    }
}

/// Tells why an object was not made.
fn told(name: &str, step: &Step, fault: &Fault) -> Exit {
    let (exit, help) = match Refusal::of(fault) {
        Some(Refusal::Rights) => (Exit::Incomplete, Some(step.right())),
        Some(Refusal::NoDryRun(webhook)) => {
            (Exit::Findings, Some(format!("the webhook {webhook} has side effects and refuses to be tried")))
        }
        Some(_) => (Exit::Findings, fault.hint.clone()),
        None if fault.kind == FaultKind::Conflict => {
            (Exit::Findings, Some("somebody made one meanwhile".to_owned()))
        }
        None if fault.kind == FaultKind::NotFound => {
            (Exit::Findings, Some("its namespace is gone".to_owned()))
        }
        None => (Exit::Transient, Some("look whether it was made before you try again".to_owned())),
    };
    start::say("error", &format!("cannot make {name}: {}", fault.message));
    help.iter().for_each(|help| start::say("hint", help));
    exit
}
