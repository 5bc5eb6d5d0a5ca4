//! `kubectl finalizers managers [OBJ]`
//!
//! `one` shows one object, `predict` what an apply would conflict with, `all` the fields that several manage.

mod all;
mod one;
mod predict;

use std::time::Duration;

use clap::Args as ClapArgs;
use kubecheck_core::cli::args::{ExitArgs, OutputArgs};
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::kube::args::duration;
use kubecheck_core::kube::{Access, ConnectionArgs, Fault, FaultKind, NamespaceArgs, Wanted};

use crate::world::{World, WorldArgs};

const EXAMPLES: &str = "\
Examples:
  kubectl finalizers managers                               # fields that several manage, in the whole cluster
  kubectl finalizers managers deploy,sts -n shop --interval 30s   # and who fights over them, within a minute
  kubectl finalizers managers deploy/web -n shop            # who manages the object
  kubectl finalizers managers deploy/web -n shop --fields   # who manages which field
  kubectl finalizers managers --predict web.yaml            # what kubectl apply --server-side would conflict with
  kubectl finalizers managers --predict web.yaml --field-manager argocd-controller";

/// The arguments of `managers`.
#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// One object: kind/name, kind name or kind.group/name; or kinds: deploy,configmaps. Everything if not given
    #[arg(value_name = "OBJ", num_args = 0..=2)]
    object: Vec<String>,
    /// List the fields of the object, each with its managers
    #[arg(long, conflicts_with = "predict")]
    fields: bool,
    /// Look twice, so far apart, and then watch for as long what several wrote to: that shows who takes fields from whom
    #[arg(long, value_name = "DURATION", value_parser = interval, conflicts_with_all = ["predict", "filenames", "fields"])]
    interval: Option<Duration>,
    /// Predict what a server-side apply of these files would conflict with; nothing is sent. - is standard input
    #[arg(long, value_name = "FILE", value_delimiter = ',', value_hint = clap::ValueHint::AnyPath, conflicts_with_all = ["object", "filenames"])]
    predict: Vec<String>,
    /// The field manager that would apply
    #[arg(long, value_name = "NAME", default_value = "kubectl", requires = "predict")]
    field_manager: String,
    /// Print the role that allows all that is read, and do nothing else
    #[arg(long)]
    print_rbac: bool,
    #[command(flatten)]
    world: WorldArgs,
    #[command(flatten)]
    namespaces: NamespaceArgs,
    #[command(flatten)]
    connection: ConnectionArgs,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    exit: ExitArgs,
}

/// Tells who manages which field.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let output = Output::new(&args.output)?;
    if !args.predict.is_empty() {
        return predict::run(args, &output);
    }
    match args.object.as_slice() {
        [] => all::run(args, &output),
        [kinds] if !kinds.contains('/') => all::run(args, &output),
        _ => one::run(args, &output),
    }
}

/// Times in managed fields are whole seconds; in less nobody can be seen to have written.
fn interval(text: &str) -> Result<Duration, String> {
    let time = duration(text)?;
    if time < Duration::from_secs(2) {
        return Err("write 2s or more, such as 30s".to_owned());
    }
    Ok(time)
}

/// Returns the namespace to look for an object in.
fn namespace(args: &Args, world: &World) -> String {
    args.namespaces.one().unwrap_or(world.default_namespace()).to_owned()
}

/// Says which right is missing to read one object.
fn unread(fault: Fault, of: &Wanted) -> Fault {
    if fault.kind != FaultKind::Forbidden {
        return fault;
    }
    let role = if of.namespaced { "a Role" } else { "a ClusterRole" };
    let (group, plural) = (&of.group, &of.plural);
    fault.hint(format!("{role} needs apiGroups: [{group:?}], resources: [{plural:?}], verbs: [\"get\"]"))
}

fn access(of: &Wanted, verb: &'static str, namespace: Option<&str>) -> Access {
    Access::Resource {
        group: of.group.clone(),
        resource: of.plural.clone(),
        verb,
        namespace: namespace.filter(|_| of.namespaced).map(str::to_owned),
    }
}
