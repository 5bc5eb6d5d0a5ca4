//! `kubectl gvkcheck etcd [OBJ]`
//!
//! `all` goes through everything that is stored, `live` compares it with what the API shows, `files` with what kubectl printed;
//! `declared` does so for what manifests declare; `one` looks at a single object and `facts` shows what is known of it.

mod all;
pub(super) mod declared;
mod facts;
mod files;
mod live;
mod one;
mod rbac;

use clap::Args as ClapArgs;
use kubecheck_core::cli::args::{ExitArgs, OutputArgs};
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::{CliError, Exit, start};
use kubecheck_core::kube::{Cluster, ConnectionArgs, Fault, NamespaceArgs};
use kubecheck_core::report::finding::{Counts, Report, Tool};
use kubecheck_core::source::etcd::{Etcd, EtcdArgs, Keyspace};
use kubecheck_core::source::{self, Inputs};
use serde_json::Value;

use super::target::TargetArgs;
use crate::checks::RULES;
use crate::etcd::Known;
use crate::etcd::told::Told;
use crate::live::world::{self, Serving};

const EXAMPLES: &str = "\
Examples:
  etcdctl snapshot save snap.db                                    # on a node of the control plane
  kubectl gvkcheck etcd --snapshot snap.db                         # everything that is stored, against what the API shows
  kubectl gvkcheck etcd configmap/web -n shop --snapshot snap.db   # one object, with all that is known of it
  kubectl gvkcheck etcd --snapshot snap.db --no-live --k8s 1.36    # only the snapshot; no cluster is needed
  etcdctl get /registry --prefix -w json | kubectl gvkcheck etcd --etcdctl-output -
  kubectl gvkcheck etcd --endpoints https://127.0.0.1:2379 --cacert ca.crt --cert client.crt --key client.key

Managed clusters (EKS, GKE, AKS …) give nobody their etcd: there is nothing to read there.";

/// The arguments of `etcd`.
#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// One object: kind/name, kind name, kind.group/name, or its key; everything if not given
    #[arg(value_name = "OBJ", num_args = 0..=2)]
    object: Vec<String>,
    #[command(flatten)]
    etcd: EtcdArgs,
    /// Compare with live objects that `kubectl get -o yaml` printed, rather than with a cluster
    #[arg(short = 'f', long = "filename", value_name = "FILE", value_delimiter = ',', value_hint = clap::ValueHint::AnyPath)]
    filenames: Vec<String>,
    /// Judge only what is stored, without asking a cluster
    #[arg(long)]
    no_live: bool,
    /// Print the role that allows all that is read from the cluster, and do nothing else
    #[arg(long)]
    print_rbac: bool,
    #[command(flatten)]
    target: TargetArgs,
    #[command(flatten)]
    namespaces: NamespaceArgs,
    #[command(flatten)]
    connection: ConnectionArgs,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    exit: ExitArgs,
}

/// What stored objects are compared with.
enum Live {
    /// A cluster, and what it serves.
    Cluster(Box<Cluster>, Box<Serving>),
    /// Objects that kubectl printed.
    Files(Vec<Value>),
    /// Nothing.
    None,
}

/// Judges what is stored.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let output = Output::new(&args.output)?;
    let (etcd, mut told) = open(args)?;
    let live = live(args)?;
    let known = known(args, &etcd, &live)?;
    if args.print_rbac {
        let Live::Cluster(_, serving) = &live else {
            return Err(CliError::usage("--print-rbac is about a cluster, and none is asked")
                .hint("leave --no-live and -f out"));
        };
        output.text(&rbac::role_for(args, &serving.served, &known)?)?;
        return Ok(Exit::Clean);
    }
    let facts = match args.object.as_slice() {
        [] => {
            all::judge(args, &etcd, &known, &live, &mut told)?;
            None
        }
        words => Some(one::judge(args, words, &etcd, &known, &live, &mut told)?),
    };
    note_encrypted(&told);
    told.sort();
    let report = Report {
        tool: Tool {
            name: "gvkcheck",
            version: env!("CARGO_PKG_VERSION"),
            target: target(args, &known, &live),
            configuration: None,
            rules: RULES,
        },
        findings: told.findings,
        gaps: told.gaps,
        counts: Counts { files: 0, objects: told.objects, skipped: told.skipped },
        ..Report::default()
    };
    match facts {
        Some(facts) => facts.show(&report, &output)?,
        None => output.report(&report)?,
    }
    Ok(args.exit.policy(None).judge(&report))
}

/// Says of how many values only the key was judged.
fn note_encrypted(told: &Told) {
    for (how, count) in &told.encrypted {
        let (plural, their) =
            if *count == 1 { ("value is", "its key was") } else { ("values are", "their keys were") };
        start::say("note", &format!("{count} {plural} encrypted ({how}): only {their} judged"));
    }
}

/// Opens what is named to read stored objects from.
fn open(args: &Args) -> Result<(Etcd, Told), CliError> {
    let Some((etcd, gap)) = args.etcd.open()? else {
        return Err(CliError::usage("nothing to read stored objects from")
            .hint("name --snapshot FILE, --etcdctl-output FILE or --endpoints URL")
            .hint(
                "managed clusters (EKS, GKE, AKS …) give nobody their etcd, so that there is nothing to read",
            ));
    };
    Ok((etcd, Told { gaps: gap.into_iter().collect(), ..Told::default() }))
}

/// Connects to what stored objects are compared with.
fn live(args: &Args) -> Result<Live, CliError> {
    if args.no_live && !args.filenames.is_empty() {
        return Err(CliError::usage("--no-live compares with nothing, and -f names what to compare with")
            .hint("leave one of them out"));
    }
    if args.no_live {
        return Ok(Live::None);
    }
    if !args.filenames.is_empty() {
        return Ok(Live::Files(read(&args.filenames)?));
    }
    let hint = "with --no-live only what is stored is judged, and no cluster is asked";
    Live::connect(&args.connection).map_err(|fault| CliError::from(fault).hint(hint))
}

impl Live {
    /// Connects to a cluster, and asks what it serves.
    fn connect(connection: &ConnectionArgs) -> Result<Live, Fault> {
        let cluster = Cluster::new(connection)?.quiet();
        let serving = world::read(&cluster)?;
        Ok(Live::Cluster(Box::new(cluster), Box::new(serving)))
    }
}

/// Reads live objects of some files, all of them whole.
fn read(names: &[String]) -> Result<Vec<Value>, CliError> {
    let inputs = Inputs { paths: names.to_vec(), ..Inputs::default() };
    let read = source::objects(source::list(&inputs)?)?;
    let hint = "-f names what kubectl get -o yaml or -o json printed";
    if let Some((name, why)) = read.broken.first() {
        return Err(CliError::usage(format!("{name}: {why}")).hint(hint));
    }
    match read.objects.is_empty() {
        true => Err(CliError::usage("there are no objects in what -f names")),
        false => Ok(read.objects),
    }
}

/// Learns what the keys are of.
fn known(args: &Args, etcd: &Etcd, live: &Live) -> Result<Known, CliError> {
    let target = match live {
        Live::Cluster(_, serving) if args.target.k8s.is_none() => serving.target,
        _ => args.target.minor(None)?,
    };
    Ok(Known { target, keys: Keyspace::read(etcd, &args.etcd.etcd_prefix)? })
}

/// Says what was read and what it was compared with.
fn target(args: &Args, known: &Known, live: &Live) -> String {
    let at = known.revision.map(|revision| format!(" at revision {revision}")).unwrap_or_default();
    let scope = args
        .namespaces
        .one()
        .filter(|_| args.object.is_empty())
        .map(|name| format!(", namespace {name}"))
        .unwrap_or_default();
    let against = match live {
        Live::Cluster(cluster, serving) => {
            format!("context {} ({})", cluster.context, serving.version)
        }
        Live::Files(_) => format!("{}, Kubernetes {}", args.filenames.join(", "), known.target),
        Live::None => return format!("etcd ({}{at}), Kubernetes {}{scope}", known.origin, known.target),
    };
    format!("etcd ({}{at}), compared with {against}{scope}", known.origin)
}
