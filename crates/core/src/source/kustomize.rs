//! Builds a folder with kustomize: the program of that name, or the one in kubectl.

use std::ffi::OsStr;
use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;

use crate::model::object::Origin;

use super::input::read_from;
use super::{Part, SourceError};

/// The programs that build, in the order in which they are tried.
const PROGRAMS: [[&str; 2]; 2] = [["kustomize", "build"], ["kubectl", "kustomize"]];

/// Builds a folder and reads what comes out.
pub(super) fn read(origin: &Origin, folder: &Path, see: &mut dyn FnMut(Part<'_>)) -> Result<(), SourceError> {
    let (mut child, program) = start(folder)?;
    let complaints = child.stderr.take().map(|mut stderr| {
        thread::spawn(move || {
            let mut text = Vec::new();
            // What cannot be read of the complaints is only missing from the message.
            let _ = stderr.read_to_end(&mut text);
            String::from_utf8_lossy(&text).trim().to_owned()
        })
    });
    if let Some(stdout) = child.stdout.take() {
        read_from(origin, stdout, see)?;
    }
    let failed = |error: io::Error| SourceError::new(format!("cannot run {program}: {error}"));
    let status = child.wait().map_err(failed)?;
    let complaints = complaints.and_then(|thread| thread.join().ok()).unwrap_or_default();
    if status.success() {
        return Ok(());
    }
    let folder = folder.display();
    Err(SourceError::new(format!("{program} cannot build {folder}: {complaints}"))
        .hint(format!("run `{program} {folder}` to see it alone")))
}

/// Starts the first program there is.
fn start(folder: &Path) -> Result<(Child, String), SourceError> {
    for [program, verb] in PROGRAMS {
        let name = format!("{program} {verb}");
        match command(program, verb, folder.as_os_str()).spawn() {
            Ok(child) => return Ok((child, name)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(SourceError::new(format!("cannot run {name}: {error}"))),
        }
    }
    Err(SourceError::new("-k needs kustomize or kubectl, and neither is on the PATH")
        .hint("install one of them, or build the folder elsewhere and name the result"))
}

fn command(program: &str, verb: &str, folder: &OsStr) -> Command {
    let mut command = Command::new(program);
    command.arg(verb).arg(folder);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}
