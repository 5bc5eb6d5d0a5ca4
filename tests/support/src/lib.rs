//! What tests of several packages need: Go modules, and a Go program that answers as Kubernetes' own libraries do.
//!
//! Everything here panics with a message for the person who runs the tests; a test has nothing else to do about it.

use std::ffi::OsStr;
use std::fs;
use std::io::{BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

/// The Go program of `tests/oracle`, which answers one kind of question.
pub struct Oracle {
    child: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Oracle {
    /// Starts the oracle for one of its questions, the keys of `answers` in its `main.go`; the first call of a test run builds it.
    ///
    /// # Panics
    /// If there is no Go, or the program cannot be built or started.
    pub fn new(question: &str) -> Oracle {
        let mut child = Command::new(oracle())
            .arg(question)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start the oracle: {error}"));
        let requests = child.stdin.take().expect("standard input is a pipe");
        let answers = BufReader::new(child.stdout.take().expect("standard output is a pipe"));
        Oracle { child, requests, answers }
    }

    /// Asks and returns the answer.
    ///
    /// # Panics
    /// If the oracle has ended.
    pub fn ask(&mut self, request: &[u8]) -> Value {
        self.try_ask(request).unwrap_or_else(|error| panic!("the oracle's answer is no JSON: {error}"))
    }

    /// Asks and returns the answer, if serde_json can read it: Go writes numbers on that it never looked at.
    ///
    /// # Errors
    /// What serde_json cannot read.
    ///
    /// # Panics
    /// If the oracle has ended.
    pub fn try_ask(&mut self, request: &[u8]) -> serde_json::Result<Value> {
        let answer =
            self.exchange(request).unwrap_or_else(|error| panic!("the oracle gave no answer: {error}"));
        serde_json::from_slice(&answer)
    }

    fn exchange(&mut self, request: &[u8]) -> std::io::Result<Vec<u8>> {
        let length = u32::try_from(request.len()).expect("a request is not larger than 4 GiB");
        self.requests.write_all(&length.to_be_bytes())?;
        self.requests.write_all(request)?;
        self.requests.flush()?;
        let mut length = [0; 4];
        self.answers.read_exact(&mut length)?;
        let mut answer = vec![0; u32::from_be_bytes(length) as usize];
        self.answers.read_exact(&mut answer)?;
        Ok(answer)
    }
}

impl Drop for Oracle {
    fn drop(&mut self) {
        // It may have ended by itself; nothing depends on how it ends.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Returns the oracle, built once a test run.
fn oracle() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| go_program(&repository().join("tests/oracle"), "oracle"))
}

/// Builds a Go program into the target folder and returns where it is. Go itself knows whether it is up to date.
///
/// # Panics
/// If there is no Go, or the program cannot be built.
#[expect(
    clippy::print_stderr,
    reason = "the first build takes a minute, and a silent minute looks like a hang"
)]
pub fn go_program(source: &Path, name: &str) -> PathBuf {
    let folder = target().join("go");
    let program = folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    if !program.exists() {
        eprintln!("building {} with Go (the first time this takes a minute)", source.display());
    }
    // Tests of several packages may build at once: each builds a file of its own, and renaming replaces in one step.
    let fresh = folder.join(format!("{name}.{}", std::process::id()));
    // A program that is up to date is not linked again, which takes longer than all else.
    let _ = fs::copy(&program, &fresh);
    go(source, ["build".as_ref(), "-o".as_ref(), fresh.as_os_str(), ".".as_ref()]);
    fs::rename(&fresh, &program)
        .unwrap_or_else(|error| panic!("cannot replace {}: {error}", program.display()));
    program
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

/// Returns the root of the repository.
pub fn repository() -> &'static Path {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2);
    root.expect("this package lies two folders below the root")
}

fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| repository().join("target"), PathBuf::from)
}

fn go<S: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = S>) -> Vec<u8> {
    let mut command = Command::new("go");
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    let output = command.output().unwrap_or_else(|error| {
        panic!("these tests ask Kubernetes' own Go libraries, but `go` cannot be run: {error}; see https://go.dev/dl")
    });
    assert!(
        output.status.success(),
        "{command:?} failed:\n{}{}",
        String::from_utf8_lossy(&output.stderr),
        String::from_utf8_lossy(&output.stdout)
    );
    output.stdout
}
