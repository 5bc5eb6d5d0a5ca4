//! `kubectl topocheck pending [POD]`

use std::sync::Arc;

use clap::Args as ClapArgs;
use kubecheck_core::check::rule::Severity;
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::told::Told;
use kubecheck_core::cli::{CliError, Exit};
use serde_json::{Value, json};

use super::common::{CommonArgs, SchedulerArgs};
use crate::schedule::judgement::{self, Judgement, State};
use crate::schedule::pod::PodInfo;
use crate::schedule::preempt::Preemption;
use crate::schedule::verdict::{OnNode, Refused};
use crate::world::kinds::Kind;

const EXAMPLES: &str = "\
Examples:
  kubectl topocheck pending                      # every pod without a node, in the whole cluster
  kubectl topocheck pending web-5d4b -n shop     # one pod, node by node
  kubectl topocheck pending -f dump.yaml -o json # from what kubectl get printed";

/// The arguments of `pending`.
#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The pod: its name, or pod/name
    #[arg(value_name = "POD")]
    pod: Option<String>,
    #[command(flatten)]
    scheduler: SchedulerArgs,
    #[command(flatten)]
    common: CommonArgs,
}

/// Tells why pods have no node.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let output = Output::new(&args.common.output)?;
    if args.common.print_rbac {
        args.common.role(&output, "kubectl-topocheck-pending", &Kind::OF_SCHEDULER, &[])?;
        return Ok(Exit::Clean);
    }
    let world = args.common.open()?;
    let (snapshot, objects) = args.scheduler.snapshot(&world, &[]);
    let is_meant =
        |pod: &&Arc<PodInfo>| args.common.namespaces.one().is_none_or(|name| pod.namespace() == name);
    let pods: Vec<&Arc<PodInfo>> = snapshot.pending.iter().filter(is_meant).collect();
    let judged: Vec<(&Arc<PodInfo>, Judgement)> =
        pods.into_iter().map(|pod| (pod, judgement::of(pod, &snapshot))).collect();
    let is_stuck = judged.iter().any(|(_, judgement)| judgement.state != State::Schedulable);
    let told = Told {
        text: String::new(),
        names: judged.iter().map(|(pod, _)| format!("{}\n", pod.pod.key())).collect(),
        document: json!({
            "apiVersion": "kubecheck/v1", "kind": "Pending", "context": world.context(),
            "pods": judged.iter().map(|(pod, judgement)| document(pod, judgement)).collect::<Vec<_>>(),
        }),
        gaps: objects.gaps,
        worst: is_stuck.then_some(Severity::Error),
    };
    told.tell(&output, args.common.policy())
}

fn document(pod: &PodInfo, judgement: &Judgement) -> Value {
    let doubts = &judgement.verdict.doubts;
    json!({
        "namespace": pod.namespace(), "name": pod.pod.metadata.name, "state": judgement.state.name(),
        "message": judgement.message,
        "confidence": if doubts.is_empty() { "exact" } else { "partial" }, "missing": doubts,
        "preFilter": judgement.verdict.everywhere.iter().map(filter).collect::<Vec<_>>(),
        "nodes": judgement.verdict.nodes.iter().map(node).collect::<Vec<_>>(),
        "preemption": judgement.preemption.as_ref().map(preemption),
    })
}

fn node(node: &OnNode) -> Value {
    json!({
        "node": node.name, "fits": node.fits(),
        "filters": node.refused.iter().map(filter).collect::<Vec<_>>(),
    })
}

fn filter(refused: &Refused) -> Value {
    let refusal = &refused.refusal;
    json!({
        "plugin": refused.plugin, "status": refusal.status.name(), "reasons": refusal.reasons,
        "details": refusal.causes.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}

fn preemption(preemption: &Preemption) -> Value {
    match preemption {
        Preemption::Helps(candidates) => {
            let best = candidates.first();
            json!({
                "helps": true, "node": best.map(|best| &best.node), "victims": best.map(|best| &best.victims),
                "violations": best.map(|best| best.violations),
            })
        }
        other => json!({"helps": false, "message": other.message(0)}),
    }
}
