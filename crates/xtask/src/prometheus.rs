//! `cargo xtask prometheus`: the tests' Prometheus with its month of data, to try things on by hand.

use std::fs;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};
use kubecheck_test_support::Prometheus;
use kubecheck_test_support::prometheus::{END, Options, World, promtool_path};

/// What to run beside it.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// A flag for Prometheus; may be given several times.
    #[arg(long = "flag", value_name = "--NAME=VALUE", allow_hyphen_values = true)]
    flags: Vec<String>,
    /// A file of rules; may be given several times.
    #[arg(long, value_name = "FILE")]
    rules: Vec<PathBuf>,
    /// Go on when the command has ended, until standard input closes, or ^C.
    #[arg(long)]
    keep: bool,
    /// A command to run with `PROMETHEUS_URL`, the address, `PROMETHEUS_TIME`, the end of the data, and a PATH with promtool; the
    /// server ends when it does. Without a command it runs until standard input closes, or ^C.
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<String>,
}

/// Runs the task.
pub(crate) fn run(args: &Args) -> Result<()> {
    let mut options = Options::new();
    for file in &args.rules {
        let rules = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        options = options.rules(&rules);
    }
    let options = args.flags.iter().fold(options, |options, flag| options.flag(flag));
    let server = Prometheus::start_with(&World::new().data(), &options);
    let variables = variables(&server)?;
    let stays = args.keep || args.command.is_empty();
    if stays {
        print(&variables)?;
    }
    let ended = args.command.split_first().map(|(program, arguments)| execute(program, arguments, variables));
    if stays {
        io::stdin().read_to_end(&mut Vec::new())?;
    }
    ended.unwrap_or(Ok(()))
}

/// Runs a command to its end; an error if it fails.
fn execute(program: &str, arguments: &[String], variables: [(&'static str, String); 3]) -> Result<()> {
    let status = Command::new(program).args(arguments).envs(variables).status();
    let status = status.with_context(|| format!("cannot start {program}"))?;
    if !status.success() {
        bail!("{program}: {status}");
    }
    Ok(())
}

/// Returns what a shell needs to ask the server.
fn variables(server: &Prometheus) -> Result<[(&'static str, String); 3]> {
    let programs = promtool_path().parent().context("a program lies in a folder")?;
    let path = std::env::var("PATH").unwrap_or_default();
    Ok([
        ("PROMETHEUS_URL", server.url()),
        ("PROMETHEUS_TIME", END.to_string()),
        ("PATH", format!("{}:{path}", programs.display())),
    ])
}

fn print(variables: &[(&str, String)]) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    for (name, value) in variables {
        writeln!(stdout, "export {name}='{value}'")?;
    }
    stdout.flush()
}
