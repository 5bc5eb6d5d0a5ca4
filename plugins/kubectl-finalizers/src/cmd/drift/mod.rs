//! `kubectl finalizers drift [TYPE…]`
//!
//! `watch` does it again and again, `show` is how it looks, `rbac` the role that it needs.

mod rbac;
mod show;
mod watch;

use std::time::Duration;

use clap::Args as ClapArgs;
use kubecheck_core::cli::args::{ExitArgs, OutputArgs};
use kubecheck_core::cli::exit::HELP;
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::kube::args::duration;
use kubecheck_core::kube::{self, ConnectionArgs, NamespaceArgs};
use kubecheck_core::report::finding::{Counts, Report, Tool};
use kubecheck_core::source::etcd::EtcdArgs;

use super::PLUGIN;
use crate::drift::{Round, Sides, go_round};

const EXAMPLES: &str = "\
Examples:
  kubectl finalizers drift                                         # is this API server's watch cache behind?
  kubectl finalizers drift pods nodes -o wide                      # two types, also those where all is well
  kubectl finalizers drift -s https://cp-1:6443 --other-server https://cp-2:6443
  kubectl finalizers drift --contexts cp-1,cp-2,cp-3 -n shop       # API servers of one cluster against each other
  kubectl finalizers drift --endpoints https://127.0.0.1:2379 --cacert ca.crt --cert client.crt --key client.key
  kubectl finalizers drift -w --interval 30s --max-lag 500         # until stopped, a line a round
  kubectl finalizers drift -w --count 5 -o json | jq .findings     # five rounds, a document a line

One API server alone is compared with its own consistent reads. Since Kubernetes 1.31 these come from the same cache, as soon as
it has caught up: they show whether it does, not what it lost. Another API server or etcd shows that too.";

/// The arguments of `drift`.
#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = format!("{EXAMPLES}\n\n{HELP}"))]
pub(super) struct Args {
    /// Only these types: pods, deployments.apps, crontabs.stable.example.com; all that are stored but events if not given
    #[arg(value_name = "TYPE")]
    types: Vec<String>,
    /// How many revisions a cache may be behind, if something happened to its type since
    #[arg(long, value_name = "N", default_value_t = 1000)]
    max_lag: u64,
    /// Another API server of the cluster, asked with the same credentials; may be repeated
    #[arg(long, value_name = "URL", value_delimiter = ',', help_heading = "Cluster")]
    other_server: Vec<String>,
    /// Contexts whose API servers are of one cluster: names, and patterns with * and ? in quotes; may be repeated
    #[arg(
        long, value_name = "CONTEXT", value_delimiter = ',', help_heading = "Cluster",
        conflicts_with_all = ["context", "cluster", "server", "other_server"],
    )]
    contexts: Vec<String>,
    /// Look again and again, and print a line a round
    #[arg(short, long, help_heading = "Watch")]
    watch: bool,
    /// The time from the beginning of one round to that of the next
    #[arg(long, value_name = "DURATION", default_value = "10s", value_parser = duration, requires = "watch", help_heading = "Watch")]
    interval: Duration,
    /// End after so many rounds
    #[arg(long, value_name = "N", requires = "watch", help_heading = "Watch")]
    count: Option<u64>,
    /// Begin no round after this time
    #[arg(long, value_name = "DURATION", value_parser = duration, requires = "watch", help_heading = "Watch")]
    timeout: Option<Duration>,
    /// Print the role that allows all that is read, and do nothing else
    #[arg(long)]
    print_rbac: bool,
    #[command(flatten)]
    etcd: EtcdArgs,
    #[command(flatten)]
    namespaces: NamespaceArgs,
    #[command(flatten)]
    connection: ConnectionArgs,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    exit: ExitArgs,
}

/// Compares caches with what is stored.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let output = Output::new(&args.output)?;
    if args.print_rbac {
        output.text(&rbac::role_for(args)?)?;
        return Ok(Exit::Clean);
    }
    if args.watch {
        return watch::run(args, &output);
    }
    let (sides, round) = once(args)?;
    let report = report(args, &sides, &round);
    show::show(&sides, &round, &report, &output)?;
    Ok(args.exit.policy(None).judge(&report))
}

/// Connects, and goes through all types once.
fn once(args: &Args) -> Result<(Sides, Round), CliError> {
    let sides = open(args)?;
    let types = sides.types(&args.types, args.namespaces.one())?;
    let round = go_round(&sides, &types, args.max_lag);
    Ok((sides, round))
}

fn open(args: &Args) -> Result<Sides, CliError> {
    let mut named = Vec::new();
    if args.contexts.is_empty() {
        let name = (!args.other_server.is_empty()).then(|| args.connection.server.clone()).flatten();
        named.push((name, args.connection.clone()));
    } else {
        for context in kube::choose(&args.contexts, &args.connection)? {
            let connection = ConnectionArgs { context: Some(context.clone()), ..args.connection.clone() };
            named.push((Some(context), connection));
        }
    }
    for server in &args.other_server {
        let connection = ConnectionArgs { server: Some(server.clone()), ..args.connection.clone() };
        named.push((Some(server.clone()), connection));
    }
    Sides::open(&named, &args.etcd)
}

fn report(args: &Args, sides: &Sides, round: &Round) -> Report {
    Report {
        tool: Tool {
            name: PLUGIN.name,
            version: env!("CARGO_PKG_VERSION"),
            target: show::target(sides, args.namespaces.one()),
            configuration: None,
            rules: PLUGIN.rules,
        },
        findings: round.findings(sides),
        gaps: sides.gaps.iter().cloned().chain(round.gaps()).collect(),
        counts: Counts { objects: round.objects(), ..Counts::default() },
        ..Report::default()
    }
}
