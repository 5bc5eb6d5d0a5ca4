//! `kubectl topocheck rollout [OBJ]`

mod look;
mod show;
mod text;
mod wait;

use std::time::Duration;

use clap::Args as ClapArgs;
use kubecheck_core::check::rule::Severity;
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::told::Told;
use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::kube::args::duration;
use kubecheck_core::report::render::Format;

use super::common::{CommonArgs, SchedulerArgs};
use crate::rollout::{Patience, State, reads};
use crate::world::World;
use crate::world::kinds::Kind;
use look::{Look, Looker};

const EXAMPLES: &str = "\
Examples:
  kubectl topocheck rollout                        # all Deployments whose rollout is not done, the worst first
  kubectl topocheck rollout deploy/web -n shop     # what holds this one, and what frees it
  kubectl topocheck rollout deploy/web --wait --timeout 10m
  kubectl topocheck rollout deploy/web -f dump.yaml --at 2026-01-02T03:04:05Z -o json";

const CODES: &str = "\
Exit codes:
  0  done, or progressing; with --wait done
  1  held or hopeless; with --wait hopeless, or deleted meanwhile
  2  usage is wrong, or nothing has the name
  3  something that was needed could not be read (see the gaps)
  4  the server could not be reached, or --timeout is over and the rollout neither done nor hopeless";

/// The arguments of `rollout`.
#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = format!("{EXAMPLES}\n\n{CODES}"))]
pub(super) struct Args {
    /// The Deployment, StatefulSet or DaemonSet: kind/name or kind name [default: all Deployments that are not done]
    #[arg(value_name = "OBJ", num_args = 0..=2)]
    object: Vec<String>,
    /// Wait until it is done, or until it cannot get done
    #[arg(long, requires = "object", conflicts_with = "filenames")]
    wait: bool,
    /// How long to wait at most; 0 for no bound
    #[arg(long, value_name = "DURATION", default_value = "0", requires = "wait", value_parser = duration)]
    timeout: Duration,
    /// How long what only a change from outside can mend must have stood before a rollout is hopeless
    #[arg(long, value_name = "DURATION", default_value = "60s", value_parser = duration)]
    grace: Duration,
    /// How often in a row a container may have been started again before a rollout is hopeless; 0 for ever
    #[arg(long, value_name = "N", default_value_t = 5)]
    restarts: u32,
    #[command(flatten)]
    scheduler: SchedulerArgs,
    #[command(flatten)]
    common: CommonArgs,
}

impl Args {
    /// Returns when a rollout is given up.
    fn patience(&self) -> Patience {
        Patience {
            grace: i64::try_from(self.grace.as_secs()).unwrap_or(i64::MAX),
            restarts: (self.restarts > 0).then_some(i64::from(self.restarts)),
            still: 0,
        }
    }
}

/// Tells how rollouts stand, or waits for one.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let output = Output::new(&args.common.output)?;
    let target = look::target(&args.object)?;
    if args.common.print_rbac {
        let here: Vec<Kind> =
            reads::FIRST.into_iter().chain(target.map(|(kind, _)| kind)).chain(reads::MORE).collect();
        let everywhere = [&Kind::OF_SCHEDULER[..], &[Kind::RuntimeClass]].concat();
        args.common.role(&output, "kubectl-topocheck-rollout", &everywhere, &here)?;
        return Ok(Exit::Clean);
    }
    let world = args.common.open()?;
    let mut looker = Looker::new(args, &world, target);
    if args.wait {
        return wait::run(args, &world, &mut looker, &output);
    }
    let look = looker.look(args.patience())?;
    tell(args, &world, &look, &output)
}

/// Writes the answer, and tells how the program ends.
fn tell(args: &Args, world: &World, look: &Look, output: &Output) -> Result<Exit, CliError> {
    let policy = args.common.policy();
    if matches!(output.format(), Format::Sarif | Format::Github | Format::Junit | Format::Markdown) {
        let report = show::report(args, world, look);
        output.report(&report)?;
        return Ok(policy.judge(&report));
    }
    let is_bad = look.rollouts.iter().any(|rollout| rollout.state >= State::Held);
    let told = Told {
        text: match look.one() {
            Some(one) => text::one(one, &world.name(), look.now),
            None => text::all(look, &args.common.place(world), output),
        },
        names: look.shown().map(|rollout| format!("{}\n", rollout.object())).collect(),
        document: show::document(look, world.context()),
        gaps: look.gaps.clone(),
        worst: is_bad.then_some(Severity::Error),
    };
    told.tell(output, policy)
}
