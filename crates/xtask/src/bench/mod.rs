//! `cargo xtask bench`: measures a plugin beside the tool that people use today, on the same real files.
//!
//! - `tools` builds both programs, `corpus` collects the files, `schemas` makes what kubeconform judges by;
//! - `measure` runs one process and tells what it cost, `rounds` lets the two run in turn, `figures` sums up;
//! - `verdicts` compares what the two say of every object;
//! - `cluster` and `finalizers` measure beside kubectl on a real API server, which `fill` gives objects; `graph`
//!   measures the graph of owners by itself, `slocheck` beside promtool on a real Prometheus, and `pending` beside the
//!   plugins of the real scheduler.

mod cluster;
mod corpus;
mod figures;
mod fill;
mod finalizers;
mod graph;
mod measure;
mod pending;
mod rounds;
mod schemas;
mod slocheck;
mod tools;
mod verdicts;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Subcommand;

use crate::catalog::modules;

/// The release of Kubernetes that both programs judge by unless another is named.
const NEWEST_JUDGED: &str = "1.36.3";

/// What to measure.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Measure kubectl-gvkcheck beside kubeconform, and compare their verdicts.
    Gvkcheck(Gvkcheck),
    /// Measure kubectl-gvkcheck on a cluster beside kubectl.
    Cluster(cluster::Args),
    /// Measure kubectl-finalizers on a cluster beside kubectl.
    Finalizers(finalizers::Args),
    /// Measure the graph of owners of kubectl-finalizers by itself.
    Graph,
    /// Measure kubectl-slocheck on a Prometheus beside promtool.
    Slocheck(slocheck::Args),
    /// Measure kubectl-topocheck pending on dumps, beside the plugins of kube-scheduler.
    Pending(pending::Args),
    /// Run one command and tell what it cost, as JSON; the other tasks call it.
    #[command(hide = true)]
    Measure {
        /// The program and its arguments.
        #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
        command: Vec<OsString>,
    },
}

#[derive(clap::Args)]
struct Gvkcheck {
    /// How often each program judges the whole corpus; one more round warms up.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// How often each program judges one small file.
    #[arg(long, default_value_t = 50)]
    small_rounds: usize,
    /// Also send 1 GB of documents through standard input, for the peak of memory.
    #[arg(long)]
    large: bool,
    /// The release of Kubernetes that both judge by.
    #[arg(long, value_name = "X.Y.Z", default_value = NEWEST_JUDGED)]
    k8s: String,
    /// Only compare the verdicts.
    #[arg(long)]
    verdicts_only: bool,
}

/// Runs the task.
pub(crate) fn run(args: &Args) -> Result<()> {
    match &args.what {
        What::Gvkcheck(args) => gvkcheck(args, &mut io::stdout().lock()),
        What::Cluster(args) => cluster::run(args, &mut io::stdout().lock()),
        What::Finalizers(args) => finalizers::run(args, &mut io::stdout().lock()),
        What::Graph => graph::run(&mut io::stdout().lock()),
        What::Slocheck(args) => slocheck::run(args, &mut io::stdout().lock()),
        What::Pending(args) => pending::run(args, &mut io::stdout().lock()),
        What::Measure { command } => measure::one(command, &mut io::stdout().lock()),
    }
}

fn gvkcheck(args: &Gvkcheck, out: &mut dyn Write) -> Result<()> {
    let home = tools::target_folder()?.join("bench");
    let kubernetes = modules::folder("k8s.io/kubernetes", &format!("v{}", args.k8s))?;
    let swagger = kubernetes.join("api/openapi-spec/swagger.json");
    let schemas = schemas::write(&swagger, &home.join("schemas"), &args.k8s)?;
    let pair = tools::build(&home, schemas, &args.k8s)?;
    pair.describe(out)?;
    let corpus = corpus::collect(&home.join("corpus"), &pair)?;
    corpus.describe(out)?;
    if !args.verdicts_only {
        rounds::corpus(&pair, &corpus, args.rounds, out)?;
        rounds::small(&pair, &small_file(&home)?, args.small_rounds, out)?;
        if args.large {
            rounds::large(&pair, &corpus, out)?;
        }
    }
    verdicts::compare(&pair, &corpus, &home.join("differences.txt"), out)
}

/// Writes the small file that is judged many times.
fn small_file(home: &Path) -> Result<PathBuf> {
    let path = home.join("deployment.yaml");
    std::fs::write(&path, include_str!("deployment.yaml"))?;
    Ok(path)
}
