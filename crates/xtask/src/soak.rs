//! `cargo xtask soak`: what the tests run a few times, run many times; figures for `docs/`.

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use clap::Subcommand;
use kubecheck_test_support::{ControlPlane, cargo, races};

use crate::workspace::Workspace;

/// What to run.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Take finalizers off while other clients change the same objects, and count what is lost.
    Finalizers {
        /// How many races.
        #[arg(long, default_value_t = 1000)]
        races: usize,
    },
    /// Look for owners and for drift while other clients write, and fail at the first finding: nothing is wrong there.
    Churn {
        /// How many looks of each kind.
        #[arg(long, default_value_t = 100)]
        looks: usize,
    },
    /// Judge SLOs in random worlds by the gate, and fail at the first verdict that is not true.
    Slocheck {
        /// How many worlds.
        #[arg(long, default_value_t = 200)]
        worlds: usize,
    },
    /// Judge pods in random worlds, and fail if the real scheduler says anything of any node otherwise.
    Topocheck {
        /// How many worlds.
        #[arg(long, default_value_t = 2000)]
        worlds: usize,
        /// The first of them.
        #[arg(long, default_value_t = 0)]
        seed: usize,
    },
}

/// The trials that look while others write, and the variables that tell them how often.
const CHURN: [(&str, &str); 2] = [
    ("live/finalizers/owners says nothing wrong", "KUBECHECK_OWNERS_RUNS"),
    ("live/finalizers/drift finds nothing", "KUBECHECK_DRIFT_RUNS"),
];

/// The trial in random worlds, and the variable that tells it how many.
const WORLDS: (&str, &str) = ("slocheck/worlds", "KUBECHECK_SLO_WORLDS");

/// The trial beside the real scheduler, and the variables that tell it how many worlds there are, and from which one on.
const SCHEDULER: &str = "topocheck/worlds";
const SCHEDULER_WORLDS: &str = "KUBECHECK_SCHEDULER_WORLDS";
const SCHEDULER_SEED: &str = "KUBECHECK_SCHEDULER_SEED";

/// Runs the task.
pub(crate) fn run(args: &Args) -> Result<()> {
    match args.what {
        What::Finalizers { races } => finalizers(races),
        What::Churn { looks } => {
            CHURN.iter().try_for_each(|(trial, variable)| run_trial(trial, &[(variable, looks)]))
        }
        What::Slocheck { worlds } => run_trial(WORLDS.0, &[(WORLDS.1, worlds)]),
        What::Topocheck { worlds, seed } => {
            run_trial(SCHEDULER, &[(SCHEDULER_WORLDS, worlds), (SCHEDULER_SEED, seed)])
        }
    }
}

/// Runs a trial that variables tell how often to do what it does.
fn run_trial(trial: &str, variables: &[(&str, usize)]) -> Result<()> {
    let workspace = Workspace::read()?;
    let mut test = cargo();
    test.args(["test", "--package", "kubecheck-tests", "--test", "all", "--", trial]);
    test.envs(variables.iter().map(|(name, value)| (*name, value.to_string())));
    let status = test.current_dir(&workspace.root).status();
    ensure!(status.context("cannot start cargo")?.success(), "{trial} failed");
    Ok(())
}

fn finalizers(races: usize) -> Result<()> {
    let program = build("kubectl-finalizers")?;
    let tally = races::removals(&ControlPlane::start(&[]), &program, races);
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{tally}")?;
    for wrong in &tally.wrong {
        writeln!(stdout, "{wrong}")?;
    }
    ensure!(tally.wrong.is_empty(), "{} of {races} races went wrong", tally.wrong.len());
    Ok(())
}

/// Builds a program as the tests do, and returns where it lies.
fn build(name: &str) -> Result<PathBuf> {
    let workspace = Workspace::read()?;
    let mut build = cargo();
    build.args(["build", "--quiet", "--package", name]).current_dir(&workspace.root);
    ensure!(build.status().context("cannot start cargo")?.success(), "{name} does not build");
    Ok(workspace.target.join("debug").join(name))
}
