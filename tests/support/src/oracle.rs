//! A Go program that answers as Kubernetes' own libraries do.

use std::io::{BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

use crate::go::go_program;
use crate::repository;

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
