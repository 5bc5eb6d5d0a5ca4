//! Go programs and modules, built and fetched with the `go` command as any Go program is.

use std::ffi::OsStr;
use std::fmt::Write;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{built, repository};

/// A program to build from a Go module.
pub(crate) struct GoProgram<'a> {
    /// The folder of the module.
    pub(crate) module: &'a Path,
    /// The package of the program, as `go build` takes it.
    pub(crate) package: &'a str,
    /// The name of the program.
    pub(crate) name: &'a str,
    /// The build tags, separated by commas.
    pub(crate) tags: &'a str,
    /// What the linker is told.
    pub(crate) ldflags: &'a str,
    /// How long the first build takes.
    pub(crate) takes: &'a str,
}

impl GoProgram<'_> {
    /// Builds the program, unless what it is made of has not changed, and returns where it is.
    ///
    /// `go build` would link a program of 170 MB anew to find out that it is the same, so a stamp beside it knows its
    /// sources. What they import is pinned by `go.sum`.
    #[expect(
        clippy::print_stderr,
        reason = "the first build takes minutes, and silent minutes look like a hang"
    )]
    pub(crate) fn build(&self) -> PathBuf {
        let folder = built();
        let at = |ending: &str| folder.join(format!("{}{ending}", self.name));
        let (program, stamp) = (at(std::env::consts::EXE_SUFFIX), at(".stamp"));
        create(&folder);
        // Another process that wants the same program waits here and then finds it built.
        let lock = File::create(at(".lock")).and_then(|file| file.lock().map(|()| file));
        let _lock = lock.unwrap_or_else(|error| panic!("cannot lock {}: {error}", at(".lock").display()));
        let sources = self.sources();
        if program.exists() && fs::read_to_string(&stamp).is_ok_and(|built| built == sources) {
            return program;
        }
        eprintln!("building {} with Go (the first time this takes {})", self.name, self.takes);
        // Who runs the old program keeps it: the new one replaces it in one step.
        let fresh = at(".fresh");
        let arguments = ["build", "-tags", self.tags, "-ldflags", self.ldflags, "-o"].map(OsStr::new);
        go(self.module, arguments.into_iter().chain([fresh.as_os_str(), self.package.as_ref()]));
        fs::rename(&fresh, &program)
            .and_then(|()| fs::write(&stamp, sources))
            .unwrap_or_else(|error| panic!("cannot replace {}: {error}", program.display()));
        program
    }

    /// Returns a digest of all that decides what the program is: the module's own files, Go, and the flags.
    fn sources(&self) -> String {
        let mut digest = Sha256::new();
        digest.update(go(self.module, ["version"]));
        digest.update(self.package);
        digest.update(self.tags);
        digest.update(self.ldflags);
        hash(self.module, &mut digest);
        digest.finalize().iter().fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").expect("a String takes everything");
            text
        })
    }
}

/// Feeds the sources of a module to a digest, in the order of their names; another module below it is not part of it.
fn hash(folder: &Path, digest: &mut Sha256) {
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<std::io::Result<Vec<_>>>);
    let entries = entries.unwrap_or_else(|error| panic!("cannot list {}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            if !path.join("go.mod").exists() {
                hash(&path, digest);
            }
        } else if path.extension().is_some_and(|ending| ["go", "mod", "sum"].iter().any(|go| ending == *go)) {
            let text =
                fs::read(&path).unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()));
            digest.update(path.file_name().unwrap_or_default().as_encoded_bytes());
            digest.update(text.len().to_be_bytes());
            digest.update(text);
        }
    }
}

/// Builds the program of a Go module, if need be, and returns where it is.
///
/// # Panics
/// If there is no Go, or the program cannot be built.
pub fn go_program(source: &Path, name: &str) -> PathBuf {
    GoProgram { module: source, package: ".", name, tags: "", ldflags: "", takes: "a minute" }.build()
}

/// Returns the folder of a Go module at a version; it is downloaded if need be.
///
/// # Panics
/// If there is no Go, or no such module.
pub fn go_module_dir(path: &str, version: &str) -> PathBuf {
    let module = format!("{path}@{version}");
    let answer = go(&repository().join("tests/oracle"), ["mod", "download", "-json", &module]);
    let answer: Value = serde_json::from_slice(&answer).expect("`go mod download -json` answers in JSON");
    let folder =
        answer["Dir"].as_str().unwrap_or_else(|| panic!("cannot download {module}: {}", answer["Error"]));
    PathBuf::from(folder)
}

/// Creates a folder and those above it.
pub(crate) fn create(folder: &Path) {
    fs::create_dir_all(folder).unwrap_or_else(|error| panic!("cannot create {}: {error}", folder.display()));
}

fn go<S: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = S>) -> Vec<u8> {
    let mut command = Command::new("go");
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    let output = command.output().unwrap_or_else(|error| {
        panic!(
            "these tests run programs that are written in Go, but `go` cannot be run: {error}; see https://go.dev/dl"
        )
    });
    assert!(
        output.status.success(),
        "{command:?} failed:\n{}{}",
        String::from_utf8_lossy(&output.stderr),
        String::from_utf8_lossy(&output.stdout)
    );
    output.stdout
}
