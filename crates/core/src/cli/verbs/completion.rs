//! `kubectl PLUGIN completion SHELL|kubectl`

use std::fmt::Write;
use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::Plugin;
use crate::cli::args::OutputArgs;
use crate::cli::completion::link::{Places, Plan, State};
use crate::cli::completion::shell::Shell;
use crate::cli::output::Output;
use crate::cli::{CliError, Exit};

/// The arguments of `completion`.
#[derive(ClapArgs, Clone, Debug)]
pub struct Args {
    /// The shell that gets a script for the program; or kubectl, for the file that makes its own completion work
    #[arg(value_name = "SHELL", value_parser = words())]
    target: String,
    /// With kubectl: the folder for the file, which must be on the PATH; the one of the program if not given
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    dir: Option<PathBuf>,
    /// With kubectl: write the file; without this flag it is only shown what would be written
    #[arg(long)]
    write: bool,
}

/// Returns the examples of the verb, for its help.
pub fn examples(name: &str) -> String {
    format!(
        "\
Examples:
  kubectl {name} completion kubectl --write   # complete `kubectl {name} …` where kubectl completes
  source <(kubectl-{name} completion bash)    # complete `kubectl-{name} …` in this shell"
    )
}

fn words() -> clap::builder::PossibleValuesParser {
    let shells = Shell::value_variants().iter().filter_map(Shell::to_possible_value);
    let kubectl = clap::builder::PossibleValue::new("kubectl").help("kubectl's own completion, in any shell");
    clap::builder::PossibleValuesParser::new(shells.chain([kubectl]))
}

/// Prints a script, or lays the file that kubectl looks for.
///
/// # Errors
/// A folder that is not there or may not be written to, or flags that do not go together.
pub fn run(plugin: &Plugin, args: &Args) -> Result<Exit, CliError> {
    let text = match Shell::from_str(&args.target, false) {
        Ok(_) if args.write || args.dir.is_some() => {
            return Err(CliError::usage("--write and --dir are only for completion kubectl").hint(format!(
                "redirect the script to a file: kubectl {} completion {} > FILE",
                plugin.name, args.target
            )));
        }
        Ok(shell) => shell.script(plugin.program, (plugin.command)(), &plugin.values),
        Err(_) => kubectl(plugin, args)?.into_bytes(),
    };
    Output::new(&OutputArgs { output: "table".to_owned(), ..OutputArgs::default() })?
        .text(&String::from_utf8_lossy(&text))?;
    Ok(Exit::Clean)
}

/// Plans the file or writes it, and tells which.
fn kubectl(plugin: &Plugin, args: &Args) -> Result<String, CliError> {
    let program = plugin.program;
    let folder = match &args.dir {
        Some(folder) => folder.clone(),
        None => Places::of_environment().folder_of(program).ok_or_else(|| {
            CliError::usage(format!("{program} is not on the PATH, and there is no folder of krew"))
                .hint("name a folder that is on the PATH with --dir")
        })?,
    };
    if !folder.is_dir() {
        return Err(CliError::usage(format!("there is no folder {}", folder.display())));
    }
    let plan = Plan::new(program, &folder)
        .map_err(|error| CliError::usage(format!("cannot look into {}", folder.display())).cause(error))?;
    if args.write { carry_out(plugin, &plan) } else { Ok(tell(&plan)) }
}

fn carry_out(plugin: &Plugin, plan: &Plan) -> Result<String, CliError> {
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
            Ok(format!("Wrote {path}; kubectl completes `kubectl {} …` with it.\n", plugin.name))
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
