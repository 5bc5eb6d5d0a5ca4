//! `kubectl gvkcheck completion SHELL|kubectl`

use std::fmt::Write;
use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};
use kubecheck_core::cli::args::OutputArgs;
use kubecheck_core::cli::completion::link::{Places, Plan, State};
use kubecheck_core::cli::completion::shell::Shell;
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::{CliError, Exit};

use super::{PROGRAM, complete};

/// The arguments of `completion`.
#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The shell that gets a script for kubectl-gvkcheck; or kubectl, for the file that makes its own completion work
    #[arg(value_name = "SHELL", value_parser = words())]
    target: String,
    /// With kubectl: the folder for the file, which must be on the PATH; the one of kubectl-gvkcheck if not given
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    dir: Option<PathBuf>,
    /// With kubectl: write the file; without this flag it is only shown what would be written
    #[arg(long)]
    write: bool,
}

const EXAMPLES: &str = "\
Examples:
  kubectl gvkcheck completion kubectl --write   # complete `kubectl gvkcheck …` where kubectl completes
  source <(kubectl-gvkcheck completion bash)    # complete `kubectl-gvkcheck …` in this shell";

fn words() -> clap::builder::PossibleValuesParser {
    let shells = Shell::value_variants().iter().filter_map(Shell::to_possible_value);
    let kubectl = clap::builder::PossibleValue::new("kubectl").help("kubectl's own completion, in any shell");
    clap::builder::PossibleValuesParser::new(shells.chain([kubectl]))
}

/// Prints a script, or lays the file that kubectl looks for.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let text = match Shell::from_str(&args.target, false) {
        Ok(_) if args.write || args.dir.is_some() => {
            return Err(CliError::usage("--write and --dir are only for completion kubectl").hint(format!(
                "redirect the script to a file: kubectl gvkcheck completion {} > FILE",
                args.target
            )));
        }
        Ok(shell) => shell.script(PROGRAM, super::command(), &complete::values),
        Err(_) => kubectl(args)?.into_bytes(),
    };
    Output::new(&OutputArgs { output: "table".to_owned(), ..OutputArgs::default() })?
        .text(&String::from_utf8_lossy(&text))?;
    Ok(Exit::Clean)
}

/// Plans the file or writes it, and tells which.
fn kubectl(args: &Args) -> Result<String, CliError> {
    let folder = match &args.dir {
        Some(folder) => folder.clone(),
        None => Places::of_environment().folder_of(PROGRAM).ok_or_else(|| {
            CliError::usage(format!("{PROGRAM} is not on the PATH, and there is no folder of krew"))
                .hint("name a folder that is on the PATH with --dir")
        })?,
    };
    if !folder.is_dir() {
        return Err(CliError::usage(format!("there is no folder {}", folder.display())));
    }
    let plan = Plan::new(PROGRAM, &folder)
        .map_err(|error| CliError::usage(format!("cannot look into {}", folder.display())).cause(error))?;
    if args.write { carry_out(&plan) } else { Ok(tell(&plan)) }
}

fn carry_out(plan: &Plan) -> Result<String, CliError> {
    let path = plan.path.display();
    match plan.state {
        State::Done => Ok(format!("{path} is there already; nothing to do.\n")),
        State::Foreign => {
            Err(CliError::usage(format!("{path} is there and is not ours; it was left as it is"))
                .hint("remove it, or name another folder with --dir"))
        }
        State::Absent | State::Old => {
            plan.write().map_err(|error| {
                CliError::usage(format!("cannot write {path}"))
                    .cause(error)
                    .hint("name a folder on the PATH that you may write to with --dir")
            })?;
            Ok(format!("Wrote {path}; kubectl completes `kubectl gvkcheck …` with it.\n"))
        }
    }
}

fn tell(plan: &Plan) -> String {
    let path = plan.path.display();
    let mut text = match plan.state {
        State::Done => return format!("{path} is there already; nothing to do.\n"),
        State::Foreign => {
            format!("{path} is there and is not ours; --write would leave it as it is. Ours says:\n\n")
        }
        State::Old => format!("Would replace {path} (an older one of ours), executable, by:\n\n"),
        State::Absent => format!("Would write {path}, executable:\n\n"),
    };
    text.push_str(&plan.content);
    if plan.state != State::Foreign {
        // Writing to a String cannot fail.
        let _ = write!(text, "\nNothing was written; add --write to do it.\n");
    }
    text
}
