//! `kubectl gvkcheck cluster`

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use clap::Args as ClapArgs;
use kubecheck_core::check::run::Outcome;
use kubecheck_core::cli::args::{ExitArgs, OutputArgs};
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::{CliError, Exit, progress, start};
use kubecheck_core::kube::{Cluster, ConnectionArgs, NamespaceArgs, document, role};
use kubecheck_core::report::finding::{Gap, Report, Tool};

use crate::checks::RULES;
use crate::live::audit::{self, Log};
use crate::live::world::{self, Serving};
use crate::live::{Choice, Plan, rounds};

const EXAMPLES: &str = "\
Examples:
  kubectl gvkcheck cluster                                  # the whole cluster of the current context
  kubectl gvkcheck cluster --context prod -n shop -o json   # one namespace of another
  kubectl gvkcheck cluster --print-rbac | kubectl apply -f -  # the rights it needs
  kubectl gvkcheck cluster --dump-discovery prod.json       # what it serves, for check --discovery prod.json";

/// The arguments of `cluster`.
#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    connection: ConnectionArgs,
    #[command(flatten)]
    namespaces: NamespaceArgs,
    /// Print the role that allows all that is read here, and do nothing else
    #[arg(long)]
    print_rbac: bool,
    /// Write what the cluster serves, with its CRDs, to a file for check --discovery, and do nothing else
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    dump_discovery: Option<PathBuf>,
    /// An audit log of the API server, JSON lines: who asks for deprecated APIs
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    audit_log: Option<PathBuf>,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    exit: ExitArgs,
}

/// Judges what lives in a cluster.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let output = Output::new(&args.output)?;
    let callers = args.audit_log.as_deref().map(audit_log).transpose()?;
    let no_event =
        args.audit_log.as_deref().zip(callers.as_ref()).and_then(|(file, log)| no_event(file, log));
    // Which versions are read was chosen here, so that what the server says of them is nothing to the user.
    let cluster = Cluster::new(&args.connection)?.quiet();
    let serving = world::read(&cluster)?;
    let choice = Choice::new(&serving.served, &serving.deprecated, serving.target);
    let plan = Plan::new(choice, args.namespaces.one());
    if args.print_rbac {
        output.text(&role(&role_name(args.namespaces.one()), plan.accesses()))?;
        return Ok(Exit::Clean);
    }
    if let Some(file) = &args.dump_discovery {
        return dump(file, &serving);
    }
    let done = AtomicU64::new(0);
    let work = || rounds::run(&cluster, &serving, &plan, callers, &done);
    let mut outcome = progress::counting("objects", || done.load(Ordering::Relaxed), work);
    let mut gaps = serving.gaps;
    gaps.append(&mut outcome.gaps);
    gaps.extend(no_event.into_iter().chain(nothing(&outcome, args.namespaces.one())));
    if gaps.iter().any(|gap| gap.why.contains("needs apiGroups")) {
        start::say("hint", "kubectl gvkcheck cluster --print-rbac prints the role that all of this needs");
    }
    let report = Report {
        tool: tool(&cluster, &serving.version, args.namespaces.one()),
        findings: outcome.findings,
        gaps,
        counts: outcome.counts,
        ..Report::default()
    };
    output.report(&report)?;
    Ok(args.exit.policy(None).judge(&report))
}

/// Reads an audit log.
fn audit_log(file: &Path) -> Result<Log, CliError> {
    let cannot = |error| CliError::usage(format!("cannot read {}", file.display())).cause(error);
    let log = audit::read(BufReader::new(File::open(file).map_err(cannot)?)).map_err(cannot)?;
    if log.broken > 0 {
        let lines =
            if log.broken == 1 { "1 line is".to_owned() } else { format!("{} lines are", log.broken) };
        start::say("warning", &format!("{}: {lines} no event of an audit log", file.display()));
    }
    Ok(log)
}

/// Names the role: that for one namespace must not take the place of that for all.
fn role_name(namespace: Option<&str>) -> String {
    namespace.map_or("kubectl-gvkcheck-cluster".to_owned(), |name| format!("kubectl-gvkcheck-cluster-{name}"))
}

/// A log without a single event is none, or of another time.
fn no_event(file: &Path, log: &Log) -> Option<Gap> {
    (log.events == 0).then(|| Gap {
        what: file.display().to_string(),
        why: "there is no event of an audit log in it".to_owned(),
        needed_for: vec!["requested-deprecated-api".to_owned()],
        ..Gap::default()
    })
}

/// A run that judged nothing must not look clean.
fn nothing(outcome: &Outcome, namespace: Option<&str>) -> Option<Gap> {
    let why = match namespace {
        Some(name) => {
            format!("there is nothing in the namespace {name}; every namespace has a ServiceAccount at least")
        }
        None => "there is nothing in the cluster".to_owned(),
    };
    let needed_for = vec!["every check".to_owned()];
    let is_empty = outcome.counts.objects == 0 && outcome.gaps.is_empty();
    is_empty.then(|| Gap { what: "no object was judged".to_owned(), why, needed_for, ..Gap::default() })
}

/// Writes what `check --discovery` reads: the version, discovery, and the CRDs.
fn dump(file: &Path, serving: &Serving) -> Result<Exit, CliError> {
    let discovery = document(&serving.served).to_string();
    let version = serde_json::json!({"major": "1", "gitVersion": serving.version}).to_string();
    let texts: Vec<&str> = [version.as_str(), discovery.as_str()]
        .into_iter()
        .chain(serving.crds.iter().map(|page| page.trim()))
        .collect();
    let cannot = |error| CliError::usage(format!("cannot write {}", file.display())).cause(error);
    std::fs::write(file, texts.join("\n") + "\n").map_err(cannot)?;
    for gap in &serving.gaps {
        start::say("gap", &format!("{}: {}", gap.what, gap.why));
    }
    Ok(if serving.gaps.is_empty() { Exit::Clean } else { Exit::Incomplete })
}

fn tool(cluster: &Cluster, version: &str, namespace: Option<&str>) -> Tool {
    let scope = namespace.map_or("all namespaces".to_owned(), |name| format!("namespace {name}"));
    Tool {
        name: "gvkcheck",
        version: env!("CARGO_PKG_VERSION"),
        target: format!("context {} ({version}), {scope}", cluster.context),
        configuration: None,
        rules: RULES,
    }
}
