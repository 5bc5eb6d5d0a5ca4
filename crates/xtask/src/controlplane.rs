//! `cargo xtask controlplane`: the tests' control plane, to try things on by hand.

use std::io::{self, Read, Write};
use std::process::Command;

use anyhow::{Context, Result, bail};
use kubecheck_test_support::{ControlPlane, kubectl};

/// What to run in it.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// A flag for kube-apiserver; may be given several times.
    #[arg(long = "flag", value_name = "--NAME=VALUE", allow_hyphen_values = true)]
    flags: Vec<String>,
    /// Start controllers, scheduler and kwok as well, with one node.
    #[arg(long)]
    full: bool,
    /// A command to run with KUBECONFIG, ETCD and a PATH with kubectl; the control plane ends when it does. Without a
    /// command it runs until standard input closes, or ^C.
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<String>,
}

/// Runs the task.
pub(crate) fn run(args: &Args) -> Result<()> {
    let flags: Vec<&str> = args.flags.iter().map(String::as_str).collect();
    let mut plane = ControlPlane::start(&flags);
    if args.full {
        plane.start_controllers();
        plane.node("node-1", &[]);
    }
    let variables = variables(&plane)?;
    match args.command.split_first() {
        Some((program, arguments)) => {
            let status = Command::new(program).args(arguments).envs(variables).status();
            let status = status.with_context(|| format!("cannot start {program}"))?;
            if !status.success() {
                bail!("{program}: {status}");
            }
        }
        None => {
            let mut stdout = io::stdout().lock();
            for (name, value) in variables {
                writeln!(stdout, "export {name}='{value}'")?;
            }
            stdout.flush()?;
            io::stdin().read_to_end(&mut Vec::new())?;
        }
    }
    Ok(())
}

/// Returns what a shell needs to ask the control plane.
fn variables(plane: &ControlPlane) -> Result<[(&'static str, String); 3]> {
    let kubectl = kubectl();
    let programs = kubectl.parent().context("a program lies in a folder")?;
    let path = std::env::var("PATH").unwrap_or_default();
    Ok([
        ("KUBECONFIG", plane.kubeconfig().display().to_string()),
        ("ETCD", plane.etcd_url().to_owned()),
        ("PATH", format!("{}:{path}", programs.display())),
    ])
}
