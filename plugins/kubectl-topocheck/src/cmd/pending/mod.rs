//! `kubectl topocheck pending [POD]`

mod document;
mod text;
mod what_if;

use std::sync::Arc;

use clap::Args as ClapArgs;
use kubecheck_core::check::rule::Severity;
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::told::Told;
use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::model::time::{self, Timestamp};
use kubecheck_core::report::finding::Gap;
use kubecheck_core::report::render::Format;
use rayon::prelude::*;
use serde_json::{Value, json};

use super::common::{self, CommonArgs, SchedulerArgs};
use crate::fit::{self, Proposal, Wish};
use crate::schedule::classes;
use crate::schedule::judgement::{self, Judgement, State};
use crate::schedule::pod::PodInfo;
use crate::schedule::snapshot::Snapshot;
use crate::start::doubts::Doubts;
use crate::world::World;
use crate::world::kinds::Kind;

/// How many proposals are shown unless all are asked for.
const FEW: usize = 3;

const EXAMPLES: &str = "\
Examples:
  kubectl topocheck pending                       # every pod without a node, in the whole cluster
  kubectl topocheck pending web-5d4b -n shop      # one pod, node by node, and what would make it fit
  kubectl topocheck pending --what-if deploy.yaml # how many pods of a manifest would fit, and what stops the next
  kubectl topocheck pending -f dump.yaml -o json  # from what kubectl get printed";

/// The arguments of `pending`.
#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The pod: its name, pod/name or namespace/name
    #[arg(value_name = "POD")]
    pod: Option<String>,
    /// Show all that would make it fit, instead of the best three
    #[arg(long)]
    fit: bool,
    /// Judge the pods of a manifest that is not in the cluster yet
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath, conflicts_with = "pod")]
    what_if: Option<String>,
    #[command(flatten)]
    scheduler: SchedulerArgs,
    #[command(flatten)]
    common: CommonArgs,
}

impl Args {
    fn wish(&self) -> Wish {
        if self.fit { Wish::All } else { Wish::Best(FEW) }
    }
}

/// What is said of a pod without a node, and of those that are the same.
struct Judged {
    pod: Arc<PodInfo>,
    judgement: Arc<Judgement>,
    proposals: Arc<Vec<Proposal>>,
    /// Which of the classes of same pods it is of.
    class: usize,
}

/// How long the scheduler may leave a pod that fits: after that it tries again whatever has happened (`podMaxInUnschedulablePodsDuration` of
/// `pkg/scheduler/backend/queue/scheduling_queue.go`).
const FORGOTTEN: i64 = 300;

impl Judged {
    /// Tells whether something is wrong: no node will do, or one will and nobody takes the pod up.
    fn is_stuck(&self, now: Timestamp) -> bool {
        match self.judgement.state {
            State::Schedulable => self.is_ours() && self.is_forgotten(now) && self.said().is_none(),
            State::Unknown => false,
            _ => true,
        }
    }

    fn is_forgotten(&self, now: Timestamp) -> bool {
        self.pod.pod.metadata.created().is_some_and(|made| time::seconds(made, now) >= FORGOTTEN)
    }

    /// Tells whether the default scheduler is to find a node for it, whose rules these are.
    fn is_ours(&self) -> bool {
        document::scheduler(&self.pod.pod) == "default-scheduler"
    }

    /// Returns why a scheduler has found no node for it, in its words.
    fn said(&self) -> Option<&str> {
        document::condition(&self.pod.pod).filter(|said| !said.is_empty())
    }
}

/// Says of pods that fit, as far as is known here, what else is to be feared: another scheduler has its own rules, and what the default one
/// has said may be of filters that are not known.
fn contradictions(judged: &[Judged], now: Timestamp) -> Vec<Gap> {
    let fit = judged.iter().filter(|one| one.judgement.state == State::Schedulable && one.is_forgotten(now));
    let gap = |one: &Judged| {
        let why = match (one.is_ours(), one.said()) {
            (true, None) => return None,
            (true, Some(said)) => {
                format!("it fits by all that is known here, but the scheduler has said: {said}")
            }
            (false, said) => {
                let scheduler = document::scheduler(&one.pod.pod);
                let said = said.map_or(String::new(), |said| format!("; it has said: {said}"));
                format!("scheduler {scheduler} may have other rules than those of the default one{said}")
            }
        };
        let what = format!("pod {}", one.pod.pod.key());
        Some(Gap { what, why, needed_for: vec!["the verdict".to_owned()], is_transient: false })
    };
    fit.filter_map(gap).collect()
}

/// Tells why pods have no node.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let output = Output::new(&args.common.output)?;
    if args.common.print_rbac {
        args.common.role(&output, "kubectl-topocheck-pending", &Kind::OF_SCHEDULER, &[])?;
        return Ok(Exit::Clean);
    }
    let world = args.common.open()?;
    let objects = common::read(&world, &Kind::OF_SCHEDULER);
    if let Some(file) = &args.what_if {
        return what_if::run(args, file, &world, objects, &output);
    }
    let snapshot = args.scheduler.snapshot(&objects, &world);
    let pods = chosen(args, &world, &snapshot)?;
    let judged = judge(&pods, &snapshot, args.wish());
    let is_stuck = judged.iter().any(|one| one.is_stuck(world.now));
    let style = output.style();
    let place = args.common.place(&world);
    let flags = args.common.connection.flags();
    let is_one = args.pod.is_some() || *output.format() == Format::Wide;
    let told = Told {
        text: match is_one {
            true => text::each(&judged, &snapshot, &flags, world.now, style),
            false => text::all(&judged, &snapshot, &common::flags(&args.common), world.now, &place, style),
        },
        names: judged.iter().map(|one| format!("pod/{}\n", one.pod.pod.metadata.name)).collect(),
        document: match output.is_text() {
            true => Value::Null,
            false => json!({
                "apiVersion": "kubecheck/v1", "kind": "Pending", "context": world.context(),
                "version": format!("1.{}", snapshot.features.minor),
                "pods": judged.iter().map(|one| document::pod(one, &flags)).collect::<Vec<_>>(),
            }),
        },
        gaps: [doubts(&judged).beside(objects.gaps), contradictions(&judged, world.now)].concat(),
        worst: is_stuck.then_some(Severity::Error),
    };
    told.tell(&output, args.common.policy())
}

/// Returns the pods that are asked for.
fn chosen(args: &Args, world: &World, snapshot: &Snapshot) -> Result<Vec<Arc<PodInfo>>, CliError> {
    let within = args.common.namespaces.one();
    let Some(wanted) = &args.pod else {
        let is_meant = |pod: &&Arc<PodInfo>| within.is_none_or(|name| pod.namespace() == name);
        return Ok(snapshot.pending.iter().filter(is_meant).cloned().collect());
    };
    let wanted = ["pod/", "pods/", "po/"].iter().find_map(|kind| wanted.strip_prefix(kind)).unwrap_or(wanted);
    let (namespace, name) = match wanted.split_once('/') {
        Some((namespace, name)) => (Some(namespace), name),
        None => (within.or(world.default_namespace()), wanted),
    };
    let is_it =
        |pod: &PodInfo| pod.pod.metadata.name == name && namespace.is_none_or(|own| pod.namespace() == own);
    let found: Vec<&Arc<PodInfo>> = snapshot.pending.iter().filter(|pod| is_it(pod)).collect();
    match found.as_slice() {
        [] => {}
        [one] => return Ok(vec![(*one).clone()]),
        many => {
            let namespaces = many.iter().map(|pod| pod.namespace()).collect::<Vec<_>>().join(", ");
            return Err(CliError::usage(format!("there is a pod {name} without a node in {namespaces}"))
                .hint("say which one with -n"));
        }
    }
    let shown = namespace.map_or(name.to_owned(), |namespace| format!("{namespace}/{name}"));
    Err(match snapshot.placed().find(|(_, pod)| is_it(pod)) {
        Some((node, pod)) => CliError::usage(format!("pod {} has a node: {}", pod.pod.key(), node.name()))
            .hint("kubectl topocheck why tells why it does not run"),
        None => CliError::usage(format!("there is no pod {shown} without a node in {}", world.name()))
            .hint("kubectl topocheck pending lists those that have none"),
    })
}

/// Judges pods, those that are the same to the scheduler once.
fn judge(pods: &[Arc<PodInfo>], snapshot: &Snapshot, wish: Wish) -> Vec<Judged> {
    let classes = classes::of(pods);
    let judged: Vec<(Arc<Judgement>, Arc<Vec<Proposal>>)> = classes
        .par_iter()
        .map(|members| {
            let pod = &pods[members[0]];
            let judgement = judgement::of(pod, snapshot);
            let proposals = fit::find(pod, snapshot, &judgement.verdict, wish);
            (Arc::new(judgement), Arc::new(proposals))
        })
        .collect();
    let mut all: Vec<(usize, Judged)> = Vec::new();
    for (class, (members, (judgement, proposals))) in classes.iter().zip(judged).enumerate() {
        for at in members {
            let (judgement, proposals) = (judgement.clone(), proposals.clone());
            all.push((*at, Judged { pod: pods[*at].clone(), judgement, proposals, class }));
        }
    }
    all.sort_by_key(|(at, one)| (one.judgement.state, one.class, *at));
    all.into_iter().map(|(_, one)| one).collect()
}

/// Returns what could not be judged of pods.
fn doubts(judged: &[Judged]) -> Doubts {
    let mut doubts = Doubts::default();
    for one in judged {
        doubts.add(&format!("pod {}", one.pod.pod.key()), &one.judgement.verdict.doubts);
    }
    doubts
}
