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
    build(&PROGRAMS, origin, folder, see)
}

fn build(
    programs: &[[&str; 2]],
    origin: &Origin,
    folder: &Path,
    see: &mut dyn FnMut(Part<'_>),
) -> Result<(), SourceError> {
    let (mut child, program) = start(programs, folder)?;
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
fn start(programs: &[[&str; 2]], folder: &Path) -> Result<(Child, String), SourceError> {
    for [program, verb] in programs {
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

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use tempfile::TempDir;

    /// Makes a program of a shell script that is called as kustomize is.
    fn program(folder: &TempDir, script: &str) -> String {
        let path = folder.path().join("program");
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        path.display().to_string()
    }

    fn kinds(programs: &[[&str; 2]]) -> Result<Vec<String>, SourceError> {
        let origin = Origin { name: "x (kustomize)".into(), named: true, editable: false, live: None };
        let mut kinds = Vec::new();
        let mut see = |part: Part<'_>| {
            if let Part::Document(document) = part {
                let kind =
                    document.tree.root().and_then(|root| root.get("kind")?.as_str().map(str::to_owned));
                kinds.extend(kind);
            }
        };
        build(programs, &origin, Path::new("overlay"), &mut see)?;
        Ok(kinds)
    }

    #[test]
    fn the_first_program_there_is_builds() {
        let folder = TempDir::new().unwrap();
        let program = program(&folder, r#"printf 'kind: %s\n---\nkind: %s\n' "$1" "$2""#);
        let kinds = kinds(&[["no-such-program", "build"], [&program, "kustomize"]]).unwrap();
        assert_eq!(kinds, ["kustomize", "overlay"]);
    }

    #[test]
    fn what_the_program_complains_about_is_told() {
        let folder = TempDir::new().unwrap();
        let program = program(&folder, "echo 'no kustomization file' >&2; exit 1");
        let error = kinds(&[[&program, "build"]]).unwrap_err();
        assert!(error.message.ends_with("cannot build overlay: no kustomization file"), "{}", error.message);
    }

    #[test]
    fn without_a_program_the_error_names_them() {
        let error = kinds(&[["no-such-program", "build"]]).unwrap_err();
        assert_eq!(error.message, "-k needs kustomize or kubectl, and neither is on the PATH");
    }
}
