//! From the command line to an exit code: what every plugin's `main` calls.

use std::ffi::OsString;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use clap::error::ErrorKind;

use super::{CliError, Exit};
use crate::report::render::escape;

/// Parses the command line with `parse`, runs it with `run`, and tells errors on standard error.
///
/// kubectl runs a plugin with its full path as the first argument; usage then reads `kubectl NAME`, not `kubectl-NAME`.
pub fn start<C>(
    parse: impl Fn(Vec<OsString>) -> Result<C, clap::Error>,
    run: impl Fn(C) -> Result<Exit, CliError>,
) -> ExitCode {
    let ended = match parse(std::env::args_os().collect()) {
        Ok(command) => run(command),
        Err(error) => return refuse(&error),
    };
    match ended {
        Ok(exit) => exit.into(),
        Err(error) => {
            say("error", &error.to_string());
            error.exit().into()
        }
    }
}

/// Shows help or the error of the command line; both are clap's own texts.
fn refuse(error: &clap::Error) -> ExitCode {
    let told = error.print();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let closed = told.as_ref().is_err_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe);
            if told.is_ok() || closed { Exit::Clean.into() } else { Exit::Usage.into() }
        }
        _ => Exit::Usage.into(),
    }
}

/// Writes a line to standard error with a word before it, such as `warning: …`. If that cannot be written, nobody is there
/// to be told.
pub fn say(word: &str, message: &str) {
    let mut stderr = anstream::stderr();
    let style = match word {
        "error" => anstyle::AnsiColor::Red.on_default().bold(),
        _ => anstyle::AnsiColor::Yellow.on_default().bold(),
    };
    let lines: Vec<_> = message.split('\n').map(escape).collect();
    let _ = writeln!(stderr, "{style}{word}{style:#}: {}", lines.join("\n"));
}

/// Writes a line to standard error.
pub fn tell(message: &str) {
    let _ = writeln!(anstream::stderr(), "{}", escape(message));
}

/// Tells whether a program was started under a name, as through a link: `kubectl_complete-gvkcheck`.
pub fn started_as(argument: Option<&OsString>, name: &str) -> bool {
    let stem = argument.and_then(|argument| Path::new(argument).file_stem());
    stem.is_some_and(|stem| stem == name)
}
