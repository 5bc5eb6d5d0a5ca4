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
}

/// The trials that look while others write, and the variables that tell them how often.
const CHURN: [(&str, &str); 2] = [
    ("live/finalizers/owners says nothing wrong", "KUBECHECK_OWNERS_RUNS"),
    ("live/finalizers/drift finds nothing", "KUBECHECK_DRIFT_RUNS"),
];

/// The trial in random worlds, and the variable that tells it how many.
const WORLDS: (&str, &str) = ("slocheck/worlds", "KUBECHECK_SLO_WORLDS");

/// Runs the task.
pub(crate) fn run(args: &Args) -> Result<()> {
    match args.what {
        What::Finalizers { races } => finalizers(races),
        What::Churn { looks } => repeat(&CHURN, looks),
        What::Slocheck { worlds } => repeat(&[WORLDS], worlds),
    }
}

/// Runs trials that a variable tells how often to do what they do.
fn repeat(trials: &[(&str, &str)], times: usize) -> Result<()> {
    let workspace = Workspace::read()?;
    for (trial, variable) in trials {
        let mut test = cargo();
        test.args(["test", "--package", "kubecheck-tests", "--test", "all", "--", *trial]);
        let status = test.env(variable, times.to_string()).current_dir(&workspace.root).status();
        ensure!(status.context("cannot start cargo")?.success(), "{trial} failed");
    }
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
